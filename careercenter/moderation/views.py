"""The desk's pages and the public report, gathered for the factory."""

from __future__ import annotations

from flask import Flask

from careercenter.core.events import Event, subscribe
from careercenter.moderation import (
    views_case,
    views_closing,
    views_correcting,
    views_employer,
    views_mail,
    views_profile,
    views_reasons,
    views_reports,
    views_together,
)
from careercenter.moderation.blueprint import bp
from careercenter.moderation.decisions import consequence_of
from careercenter.moderation.notes import forget_notes
from careercenter.moderation.queries import count_waiting
from careercenter.moderation.queue_request import to_address

PAGES = (
    views_case, views_closing, views_correcting, views_employer, views_mail, views_profile, views_reasons, views_reports,
    views_together,
)  # fmt: skip
blueprints = (bp,)


def init_app(app: Flask) -> None:
    subscribe(Event.ACCOUNT_ENDS, forget_notes)
    # The desk's menu says how many wait; a page of another menu never asks.
    app.jinja_env.globals.update(
        count_waiting=count_waiting,
        case_address=views_case.case_address,
        consequence_of=consequence_of,
        queue_args=views_case.queue_args,
        to_address=to_address,
    )
