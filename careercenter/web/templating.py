"""What templates may use: strict names, `can`, words marked for translation, dates, money, Markdown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Flask, current_app, get_flashed_messages, has_app_context, has_request_context, request
from flask_babel import Babel
from jinja2 import StrictUndefined, Template, pass_context, pass_eval_context
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from markupsafe import Markup

from careercenter.core import i18n
from careercenter.core.clock import now
from careercenter.core.markup import to_html
from careercenter.core.permissions import can
from careercenter.web.auth import current_actor
from careercenter.web.forms import named_error

TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


def markdown(text: str | None) -> Markup:
    return Markup(to_html(text or ""))  # noqa: S704 - core.markup has cleaned it


@pass_eval_context
def gettext(evaluation: EvalContext, text: str, /, **gaps: Any) -> str:
    """Give the words, their gaps filled and escaped: `_("…")` and `{% trans %}`, some 300 times a page.

    As jinja2.ext.i18n does it, which looks up a second name at each call.
    """
    words = i18n.get_text(text)
    return (Markup(words) if evaluation.autoescape else words) % gaps  # noqa: S704 - the words are the template's own


@pass_context
def ngettext(context: Context, singular: str, plural: str, number: int, /, **variables: Any) -> str:
    """Give the words for a number of things, as `core.i18n` does; what is put into the gaps is escaped like any other text."""
    words = i18n.get_plural(singular, plural, number)
    gaps = {**variables, "num": i18n.number(number)}
    return Markup(words) % gaps if context.eval_ctx.autoescape else words % gaps  # noqa: S704 - the words are the template's own


class SharedTemplate(Template):
    """A template whose macros are made once, since all templates have the same globals.

    Jinja compares the globals of who imports with those of what is imported each time, which takes longer than most macros:
    a tenth of the time in which a search page is filled in.
    """

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


def html_time(value: date) -> str:
    """Write a day or a moment for the `datetime` of a <time>; HTML takes three digits of a second, and nobody needs them."""
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value.isoformat()


def set_up_templates(app: Flask, *, link: Callable[..., str], **board: Any) -> None:
    app.jinja_env.template_class = SharedTemplate
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    _set_up_languages(app)
    app.jinja_env.filters.update(
        day=i18n.day, moment=i18n.moment, ago=i18n.ago, age=i18n.age, money=i18n.money, number=i18n.number,
        listing=i18n.listing, markdown=markdown, naming=named_error, short_day=i18n.short_day,
        html_time=html_time,
    )  # fmt: skip
    app.jinja_env.globals.update(
        link=link,
        language=lambda: i18n.current_locale().language,
        board=board,
        now=now,
        get_flashed_messages=get_flashed_messages,
    )

    @app.context_processor
    def _names() -> dict[str, Any]:
        actor = current_actor()
        return {
            "actor": actor,
            "can": lambda permission, subject=None: can(actor, permission, subject),
            "current_path": request.full_path.rstrip("?"),
        }


def _set_up_languages(app: Flask) -> None:
    Babel(
        app,
        default_locale=i18n.DEFAULT_LOCALE,
        default_translation_directories=str(TRANSLATIONS),
    )
    i18n.have_catalogues(any(TRANSLATIONS.glob("*/LC_MESSAGES/*.mo")))
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]  # of jinja2.ext.i18n
        i18n.get_text, i18n.get_plural, newstyle=True, pgettext=i18n.get_text_in_context
    )
    app.jinja_env.policies["ext.i18n.trimmed"] = True  # a sentence may be broken over lines in a template
    app.jinja_env.globals.update(_=gettext, gettext=gettext, ngettext=ngettext)
    i18n.ask_for_time_zone(_of_reader)


def _of_reader() -> str:
    """Give the zone the person chose, else their employer's, else the board's."""
    of_board: str = current_app.config["SETTINGS"].time_zone if has_app_context() else i18n.DEFAULT_TIME_ZONE
    if not has_request_context():
        return of_board
    actor = current_actor()
    return getattr(actor, "time_zone", None) or _of_employer(actor) or of_board


def _of_employer(actor: Any) -> str | None:
    """Give the zone of the member's employer: the one the page is of, else the only one they belong to."""
    mine = [membership.employer for membership in getattr(actor, "memberships", ())]
    named = str((request.view_args or {}).get("employer", "")).partition("-")[0]
    here = [employer for employer in mine if employer.public_id == named] or (mine if len(mine) == 1 else [])
    return here[0].time_zone if here else None
