"""A coder's profile and résumés."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select

from careercenter.core.db import db
from careercenter.profiles.models import CoderProfile, Resume, ResumeScan


def profile_of(account_id: int) -> CoderProfile | None:
    return db.session.scalar(select(CoderProfile).where(CoderProfile.account_id == account_id))


def resumes_of(account_id: int) -> Select[Any]:
    """Select the résumés on a coder's list, the newest first."""
    return (
        select(Resume)
        .where(Resume.account_id == account_id, Resume.removed_at.is_(None))
        .order_by(Resume.uploaded_at.desc(), Resume.id.desc())
    )


def resume_by_public_id(public_id: str) -> Resume | None:
    return db.session.scalar(select(Resume).where(Resume.public_id == public_id))


def resume_by_digest(account_id: int, digest: str) -> Resume | None:
    return db.session.scalar(select(Resume).where(Resume.account_id == account_id, Resume.digest == digest))


def unscanned() -> Select[Any]:
    """Select the ids of résumés no scanner has seen, the newest first."""
    return select(Resume.id).where(Resume.scan == ResumeScan.NOT_SCANNED).order_by(Resume.id.desc())
