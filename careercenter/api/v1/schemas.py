"""What the API says, written by hand: a table's column never appears here by itself.

Of a posting's content the fields appear that are declared as facts in `postings/content.py`, and no other.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from careercenter.core.numbers import whole
from careercenter.core.places import HOME_STATES
from careercenter.job_search.close_matches import Miss
from careercenter.job_search.labels import ENUMS, value_label
from careercenter.job_search.understanding import Interpretation
from careercenter.language.code_mentions import Code
from careercenter.postings.content import FACTS, MONEY, PostingContent
from careercenter.postings.models import Posting
from careercenter.postings.pay import describe_pay, hourly_range
from careercenter.postings.search_schema import SCALES, Facet
from careercenter.search.interface import UNSAID, SearchResult

Link = Callable[..., str]


def found_json(
    found: SearchResult,
    shown: Sequence[Posting],
    *,
    close: Iterable[tuple[Posting, Sequence[Miss]]],
    understood: Interpretation,
    employers: Mapping[str, str],
    notes: Sequence[str],
    link: Link,
) -> dict[str, Any]:
    return {
        "total": found.total,
        "page": found.page,
        "items": [posting_json(posting, link=link) for posting in shown],
        "near_items": [
            {**posting_json(posting, link=link), "misses": [_miss_json(miss) for miss in misses]} for posting, misses in close
        ],
        "facets": {facet.value: _facet_json(facet, found.facets.get(facet, {}), employers) for facet in Facet},
        "interpretation": interpretation_json(understood),
        "notes": list(notes),
    }


def posting_json(posting: Posting, *, link: Link) -> dict[str, Any]:
    content = posting.content
    asked = (*content.credentials_all, *content.credentials_any, *content.credentials_preferred)
    return {
        "id": posting.public_id,
        "url": link("browse.posting", key=f"{posting.public_id}-{posting.slug}"),
        "title": content.title,
        "employer": {"id": posting.employer.public_id, "name": posting.employer.name},
        "places": [{"city": place.city, "state": place.state, "zip": place.zip} for place in content.places],
        "work_setting": content.work_setting.value if content.work_setting else None,
        "pay": _pay_json(posting),
        "specialties": list(content.specialties),
        "credentials": list(dict.fromkeys(asked)),
        "facts": _facts_json(content),
        "posted_at": _moment(posting.posted_at),
        "closes_at": _moment(posting.closes_at),
    }


def _miss_json(miss: Miss) -> dict[str, Any]:
    """Give what a close match lacks in words; `facet` is null where it lacks words that were typed."""
    return {"facet": miss.facet.value if miss.facet else None, "words": miss.words}


def interpretation_json(understood: Interpretation) -> dict[str, Any]:
    pay = understood.pay_min
    kept_out = [words.removeprefix("-").strip('"') for words in understood.words if words.startswith("-")]
    excluded = [*understood.excluded, *([("words", kept_out)] if kept_out else [])]
    return {
        "specialties": list(understood.specialties),
        "credentials": list(understood.credentials),
        "codes": [_code_json(code) for code in understood.codes],
        "remote": understood.remote,
        "work_settings": list(understood.work_settings),
        "states": list(understood.states),
        "excluded_states": list(understood.excluded_states),
        "city": understood.city,
        "zip": understood.zip,
        "near": [place.name for place in understood.criteria.near.places] if understood.criteria.near else [],
        "radius_miles": understood.radius_miles,
        "pay_min": {"amount": pay.amount, "unit": pay.unit.value} if pay else None,
        "pay_type": understood.pay_type,
        "employment_types": list(understood.employment_types),
        "experience": understood.experience,
        "schedule": understood.schedule,
        "tools": list(understood.tools),
        "benefits": list(understood.benefits),
        "equipment": understood.equipment,
        "facts": {kind: list(values) for kind, values in understood.facts},
        "quota": understood.quota,
        "limits": [{"fact": limit.fact, "bound": limit.bound, "number": limit.number} for limit in understood.limits],
        "excluded": [{"fact": kind, "values": list(values)} for kind, values in excluded],
        "words": [words for words in understood.words if not words.startswith("-")],
        "soft_words": list(understood.soft_words),
        "dropped": list(understood.dropped),
        "corrections": [{"typed": one.typed, "read": one.read} for one in understood.corrections],
    }


def _code_json(code: Code) -> dict[str, Any]:
    return {"set": code.code_set, "code": code.written, "replaced_by": list(code.replaced_by)}


def _facts_json(content: PostingContent) -> dict[str, Any]:
    """Give every fact under the name of its import column, and amounts in dollars as there."""
    return content.stated_facts() | {name: _dollars(getattr(content, name)) for name in MONEY if name in FACTS}


def _pay_json(posting: Posting) -> dict[str, Any] | None:
    """Give pay in dollars of its own unit, as words, and by the hour where that can be said."""
    content = posting.content
    words, hourly = describe_pay(content), hourly_range(content)
    if words is None or content.pay_basis is None:
        return None
    return {
        "min": _dollars(content.pay_min),
        "max": _dollars(content.pay_max),
        "basis": content.pay_basis.value,
        "words": f"{words.amount} {words.unit}",
        "hourly_min": _dollars(hourly[0]) if hourly else None,
        "hourly_max": _dollars(hourly[1]) if hourly else None,
    }


def _facet_json(facet: Facet, counts: Mapping[str, int], employers: Mapping[str, str]) -> list[dict[str, Any]]:
    """Give what can be chosen: scales, states and enums in their own order, the rest with the most jobs first."""
    known = [value for value in counts if facet is not Facet.EMPLOYER or value in employers]
    if facet in SCALES:
        known.sort(key=lambda value: math.inf if value == UNSAID else whole(value) or 0)
    elif facet is Facet.STATE:
        known.sort(key=list(HOME_STATES).index)
    elif facet in ENUMS:
        known.sort(key=[member.value for member in ENUMS[facet]].index)
    else:
        known.sort(key=lambda value: (-counts[value], value))
    return [
        {
            "value": value,
            "label": employers[value] if facet is Facet.EMPLOYER else value_label(facet, value),
            "count": counts[value],
        }
        for value in known
    ]


def _dollars(cents: int | None) -> float | int | None:
    if cents is None:
        return None
    return cents // 100 if cents % 100 == 0 else cents / 100


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z") if moment else None
