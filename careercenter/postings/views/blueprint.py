"""The blueprint of the employer's pages about postings, and how they find what an address names."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from careercenter.employers.models import Employer
from careercenter.postings import queries
from careercenter.postings.models import Posting, PostingTemplate

blueprint = Blueprint("postings", __name__)


def load_employer(employer: str) -> Employer | None:
    return queries.employer_by_public_id(employer)


def load_posting(employer: str, posting: str) -> Posting | None:
    return queries.of_employer_by_public_id(employer, posting)


def load_template(employer: str, template: str) -> PostingTemplate | None:
    return queries.template_by_public_id(employer, template)


def to(endpoint: str, posting: Posting, *, anchor: str | None = None) -> ResponseReturnValue:
    """Go on to another page of the same posting."""
    address = url_for(endpoint, employer=posting.employer.public_id, posting=posting.public_id, _anchor=anchor)
    return redirect(address, code=303)


def to_new(employer: Employer) -> ResponseReturnValue:
    """Go on to the form of a new posting."""
    return redirect(url_for("postings.create", employer=employer.public_id), code=303)
