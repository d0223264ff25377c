"""A letter's subject, text and HTML, from `templates/mail/<name>/{subject.txt,body.txt,body.html}`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from flask import Flask, current_app
from jinja2 import Environment

from careercenter.core.i18n import _


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What e-mails need of the application: the factory gives it, so that rules can post one without a request.

    `link(endpoint, **values)` gives absolute addresses, `board` the words about the board.
    """

    environment: Environment
    link: Callable[..., str]
    board: dict[str, str]


def configure(app: Flask, link: Callable[..., str], **board: str) -> None:
    app.extensions["mail_surroundings"] = Surroundings(app.jinja_env, link, board)


def _surroundings() -> Surroundings:
    return cast(Surroundings, current_app.extensions["mail_surroundings"])


def board(name: str) -> str | None:
    """Give one of the words about the board: its `name`, `support_email`, `host`, `time_zone`."""
    return _surroundings().board.get(name)


def link(endpoint: str, **values: Any) -> str:
    """Give the absolute address of a page."""
    return _surroundings().link(endpoint, **values)


def render(name: str, **context: Any) -> Rendered:
    around = _surroundings()
    name_of = getattr(context.get("recipient"), "name", "")
    hello = _("Hello %(name)s,", name=name_of) if name_of else _("Hello,")
    context = {"stop_url": None, **context, "hello": hello, "link": around.link, "board": around.board}

    def part(file: str) -> str:
        return around.environment.get_template(f"mail/{name}/{file}").render(context)

    # A subject is one line, whatever a title in it holds.
    subject = " ".join(part("subject.txt").split())[:200]
    # What a template leaves out leaves its blank lines behind.
    text = re.sub(r"\n{3,}", "\n\n", part("body.txt").strip()) + "\n"
    if context["stop_url"]:
        text += "\n" + _("Stop these e-mails: %(url)s", url=context["stop_url"]) + "\n"
    return Rendered(subject, text, part("body.html"))
