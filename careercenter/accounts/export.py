"""Everything the board holds of one person, as one ZIP: data.json and the files they uploaded."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from typing import IO, Any

from sqlalchemy import Table, or_, select

from careercenter.accounts.models import Account, EarlierAddress
from careercenter.audit.services import record
from careercenter.core.db import Base, db

# The tables whose rows are of the account named in a column.
OF_THE_PERSON = {
    "account_session": "account_id",
    "application": "account_id",
    "application_draft": "account_id",
    "coder_profile": "account_id",
    "desk_mail": "account_id",
    "desk_note": "account_id",  # words about a person are their data (GDPR article 15; CJEU C-434/16), who wrote them is not
    "earlier_address": "account_id",
    "join_request": "account_id",
    "membership": "account_id",
    "passkey": "user_id",
    "report": "account_id",
    "resume": "account_id",
    "unsaved_edit": "account_id",
}
# Columns that name an account and whose rows are somebody else's, or nothing but a secret: table.column and why.
WITHHELD = {
    "application_message.author_id": "an employer's words to an applicant; what one was sent comes with the application",
    "application_note.author_id": "an employer's notes about applicants",
    "application_step.actor_id": "the employer's; what was done comes with the history",
    "desk_note.author_id": "about others",
    "employer_revision.author_id": "the employer's",
    "employer_revision.decided_by_id": "the board's decision",
    "import_batch.account_id": "the employer's",
    "invitation.invited_by_id": "holds somebody else's address",
    "join_request.decided_by_id": "who of the employer decided is not told to who asked",
    "mailed_link.account_id": "hashes of one-time links",
    "posting.author_id": "the employer's",
    "posting_correction.moderator_id": "the board's decision",
    "posting_correction.undone_by_id": "the employer's",
    "posting_revision.author_id": "the employer's",
    "posting_snapshot.replaced_by_id": "the employer's",
    "posting_revision.decided_by_id": "the board's decision",
    "recovery.account_id": "said in the history; how administrators know a person is kept from a thief",
    "recovery.asked_by_id": "somebody else's account",
    "recovery.decided_by_id": "somebody else's account",
    "report.decided_by_id": "the board's decision",
    "resume_opening.account_id": "who of an employer opened a résumé: the applicant sees it",
}
# Secrets, and what an employer has decided and not said yet.
_LEFT_OUT = {
    "account": {
        "password", "fs_uniquifier", "tf_totp_secret", "tf_totp_step", "mf_recovery_codes", "us_totp_secrets",
        "fs_webauthn_user_handle",
    },
    "account_session": {"token_hash"},
    "application": {"status", "status_times"},
    "desk_note": {"author_id", "employer_id"},
    "join_request": {"decided_by_id"},
    "letter": {"html", "message_id", "last_error", "stop_url", "through"},
    "passkey": {"credential_id", "public_key", "extensions", "transports"},
    "report": {"reporter", "household", "decided_by_id"},
}  # fmt: skip
_ONE_TIME = re.compile(r"(/(?:reset|confirm|not-me|set-up|change-address|prove|invitations)/)[\w-]+")


def write(account: Account, to: IO[bytes], *, file_of: Callable[[str], bytes], actor: Account | None, at: datetime) -> None:
    """Write the ZIP. `file_of` gives the content of a stored file by its digest; FileNotFoundError when it is gone."""
    held = everything(account)
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(held, indent=2, ensure_ascii=False))
        for resume in held["resume"]:
            try:
                content = file_of(resume["digest"])
            except FileNotFoundError:
                continue
            archive.writestr(f"resumes/{resume['public_id']}.{resume['kind']}", content)
    record("account.exported", subject=account, actor=actor, at=at)


def everything(account: Account) -> dict[str, Any]:
    """Give what is held of a person, by table, as JSON can hold it."""
    tables = Base.metadata.tables
    held: dict[str, Any] = {"account": _rows(tables["account"], tables["account"].c.id == account.id)}
    for name, column in OF_THE_PERSON.items():
        held[name] = _rows(tables[name], tables[name].c[column] == account.id)
    messages, applications = tables["application_message"], tables["application"]
    sent_to = select(applications.c.id).where(applications.c.account_id == account.id)
    held["application_message"] = _rows(messages, messages.c.application_id.in_(sent_to))
    held["letter"] = [
        {**letter, "text": _ONE_TIME.sub(r"\1…", letter["text"])} for letter in _rows(tables["letter"], _written_to(account))
    ]
    trail = tables["audit_entry"]
    held["audit_entry"] = _rows(
        trail, or_(trail.c.actor_id == account.id, (trail.c.subject_kind == "account") & (trail.c.subject_id == account.id))
    )
    return held


def _written_to(account: Account) -> Any:
    letters = Base.metadata.tables["letter"]
    earlier = db.session.scalars(select(EarlierAddress).where(EarlierAddress.account_id == account.id)).all()
    before = [(letters.c.recipient == each.address) & (letters.c.queued_at <= each.until) for each in earlier]
    return or_(letters.c.recipient == account.email, *before)


def _rows(table: Table, where: Any) -> list[dict[str, Any]]:
    columns = [column for column in table.columns if column.name not in _LEFT_OUT.get(table.name, ())]
    rows = db.session.execute(select(*columns).where(where).order_by(table.c.id))
    return [{name: _plain(value) for name, value in row._mapping.items()} for row in rows]


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
