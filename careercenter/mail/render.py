"""A letter's subject, text and HTML, from `templates/mail/<name>/{subject.txt,body.txt,body.html}`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment

from careercenter.core.i18n import _


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str


@dataclass(slots=True)
class _Setting:
    """What letters need of the outside; the factory sets it, so that rules can post a letter without a request."""

    environment: Environment | None = None
    link: Callable[..., str] | None = None
    board: dict[str, str] | None = None


_setting = _Setting()


def configure(environment: Environment, link: Callable[..., str], **board: str) -> None:
    """Set the templates' environment, `link(endpoint, **values)` giving absolute addresses, and words about the board."""
    _setting.environment, _setting.link, _setting.board = environment, link, board


def board(name: str) -> str | None:
    """Give one of the words about the board: its `name`, `support_email`, `host`, `time_zone`."""
    return (_setting.board or {}).get(name)


def link(endpoint: str, **values: Any) -> str:
    """Give the absolute address of a page."""
    assert _setting.link is not None
    return _setting.link(endpoint, **values)


def render(name: str, **context: Any) -> Rendered:
    if _setting.environment is None:
        raise RuntimeError("mail.render.configure was not called")
    name_of = getattr(context.get("recipient"), "name", "")
    hello = _("Hello %(name)s,", name=name_of) if name_of else _("Hello,")
    context = {"stop_url": None, **context, "hello": hello, "link": _setting.link, "board": _setting.board}

    def part(file: str) -> str:
        assert _setting.environment is not None
        return _setting.environment.get_template(f"mail/{name}/{file}").render(context)

    # A subject is one line, whatever a title in it holds.
    subject = " ".join(part("subject.txt").split())[:200]
    # What a template leaves out leaves its blank lines behind.
    text = re.sub(r"\n{3,}", "\n\n", part("body.txt").strip()) + "\n"
    if context["stop_url"]:
        text += "\n" + _("Stop these e-mails: %(url)s", url=context["stop_url"]) + "\n"
    return Rendered(subject, text, part("body.html"))
