"""The addresses of codes: one's own page, and the codes of a posting as links."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from flask import url_for

from careercenter.taxonomy import codes
from careercenter.taxonomy.code_shapes import SLUGS


class _Coded(Protocol):
    @property
    def code_set(self) -> str: ...

    @property
    def code(self) -> str: ...


def code_address(code: _Coded) -> str:
    """Give the one address of a code's page."""
    return url_for("codes.code", code_set=SLUGS[code.code_set], code=code.code)


def code_links(named: str) -> list[tuple[str, str]]:
    """Give what a posting names as pieces of text, each with its address or "": a range has a link at either end."""
    first, dash, last = named.partition("–")
    pieces = [(first, _address(first))]
    if dash:
        pieces += [("–", ""), (last, _address(last))]
    return pieces


def _address(typed: str) -> str:
    found = codes.lookup(typed)
    if len(found) > 1:
        return url_for("codes.codes", q=typed)
    return code_address(found[0]) if found else ""


def shows_cpt(named: Iterable[str]) -> bool:
    """Say whether numbers of CPT are among these codes and ranges, so that the page names the owner of the mark."""
    return any(one.code_set == "CPT" for text in named for one in codes.lookup(text))
