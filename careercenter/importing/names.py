"""Names of columns: in any case, with spaces or hyphens for underscores, and the other names they go by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache

from careercenter.postings.content import PostingContent

ALIASES = {
    "external_reference": "id", "reference": "id", "requisition": "id", "requisition_id": "id", "job_id": "id",
    "posting_id": "id", "job_title": "title", "body": "description", "details": "description",
    "qualifications": "requirements", "salary": "pay", "salary_range": "pay", "compensation": "pay", "pay_range": "pay",
    "type": "employment_type", "job_type": "employment_type", "close": "closing_on", "closes": "closing_on",
    "closing_date": "closing_on", "closing": "closing_on", "deadline": "closing_on", "expires": "closing_on",
    "valid_through": "closing_on", "publish": "publish_on", "url": "apply_url", "link": "apply_url", "email": "apply_email",
    "place": "location", "locations": "location", "telecommuting": "remote", "job_location_type": "remote", "zip_code": "zip",
    "company": "employer", "agency": "employer", "organization": "employer", "salary_currency": "currency",
    "pay_currency": "currency", "country_code": "country",
}  # fmt: skip

# Read as words, or as hints for what is inferred; `country` and `currency` are known and not kept.
WORDS = frozenset({
    "id", "title", "description", "requirements", "location", "city", "state", "zip", "pay", "remote", "employer", "country",
    "currency",
})  # fmt: skip
VALUES = frozenset(field.name for field in fields(PostingContent)) - {"title", "description", "places", "apply_how"}
COLUMNS = WORDS | VALUES


@lru_cache(maxsize=1024)
def column_name(name: str) -> str:
    plain = re.sub(r"[\s-]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip())).lower()
    return ALIASES.get(plain, plain)


def is_known(name: str) -> bool:
    return column_name(name) in COLUMNS


def unknown(names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if not is_known(name)})
