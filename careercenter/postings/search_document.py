"""What may be found of a posting, said once."""

from __future__ import annotations

from collections.abc import Iterator

from careercenter.core.enums import LabelledEnum
from careercenter.core.markup import to_text
from careercenter.core.places import HOME_STATES, STATES, locate, lookup_zip
from careercenter.employers.models import Employer
from careercenter.language import lexicon
from careercenter.postings.completeness import told
from careercenter.postings.content import LiveIn, Place, PostingContent, ProductivityUnit, WorkSetting
from careercenter.postings.models import Posting
from careercenter.postings.pay import hourly_range
from careercenter.postings.search_schema import Facet
from careercenter.search.interface import Document
from careercenter.taxonomy.catalogue import Specialty, ancestors, credential, specialty
from careercenter.taxonomy.codes import in_full
from careercenter.taxonomy.work_terms import Accepts, Benefit, EmployerCheck


def document_of(posting: Posting) -> Document:
    """Give the document of a live posting; its id is the posting's public id."""
    content = posting.content
    if posting.posted_at is None or posting.closes_at is None:
        raise ValueError(f"posting {posting.public_id} was never live")
    pay = hourly_range(content)
    specialties = with_ancestors(content.specialties)
    return Document(
        id=posting.public_id,
        texts={
            "title": content.title,
            "employer": posting.employer.name,
            # Names alone: what people type for a specialty is understood when they search. Written here, its synonyms would
            # answer "biller" or "center" with every job of oncology.
            "specialties": " · ".join(one.name for one in specialties),
            "credentials": " · ".join(
                f"{held.abbr} {held.name}" for slug in credentials_of(content) if (held := credential(slug))
            ),
            "places": _places(content),
            "description": _description(content),
            "codes": " · ".join(dict.fromkeys(code for named in content.codes for code in in_full(named))),
        },
        values={**facet_values(content), **_employer_values(posting.employer)},
        posted_at=posting.posted_at,
        closes_at=posting.closes_at,
        amount_min=pay[0] if pay else None,
        amount_max=pay[1] if pay else None,
        points=tuple(point for place in content.places if (point := point_of(place))),
        completeness=told(content),
        revision=revision_of(posting.version, posting.employer.version),
    )


def revision_of(posting: int, employer: int) -> str:
    """Name the state of a posting a document was made of, from the versions of its row and its employer's."""
    return f"{posting}.{employer}"


def with_ancestors(slugs: tuple[str, ...]) -> tuple[Specialty, ...]:
    """Give the specialties named, each followed by its parents, none twice."""
    named = [one for slug in slugs if (one := specialty(slug))]
    return tuple(dict.fromkeys(found for one in named for found in (one, *ancestors(one.slug))))


def states_of(content: PostingContent) -> tuple[str, ...]:
    """Give the two-letter codes of all states in which one may live and do the work.

    "Eligible to live in that state" and not "office in that state": an on-site or hybrid job stands under its places alone.
    """
    here = tuple(dict.fromkeys(place.state for place in content.places if place.state))
    if content.work_setting in (WorkSetting.ONSITE, WorkSetting.HYBRID):
        return here
    match content.live_in:
        case LiveIn.ALL:
            return tuple(STATES)
        case LiveIn.LISTED:
            return content.live_in_states
        case LiveIn.ALL_BUT:
            return tuple(code for code in STATES if code not in content.live_in_states)
    return here


def credentials_of(content: PostingContent) -> tuple[str, ...]:
    """Give the slugs of all credentials a posting asks for, whether they are required or preferred."""
    return tuple(dict.fromkeys((*content.credentials_all, *content.credentials_any, *content.credentials_preferred)))


def _employer_values(employer: Employer) -> dict[Facet, tuple[str, ...]]:
    values: dict[Facet, tuple[str, ...]] = {Facet.EMPLOYER: (employer.public_id,)}
    if employer.verified_at is not None:
        values[Facet.VERIFIED] = (EmployerCheck.VERIFIED.value,)
    return values


def facet_values(content: PostingContent) -> dict[Facet, tuple[str, ...]]:
    """Give what a posting stands under by what it says; the employer is none of it."""
    values = {
        Facet.SPECIALTY: tuple(one.slug for one in with_ancestors(content.specialties)),
        Facet.CREDENTIAL: credentials_of(content),
        Facet.STATE: states_of(content),
        Facet.APPLY: (content.apply_how.value,),
        **facts_of(content),
    }
    return {facet: found for facet, found in values.items() if found}


# Facts that are stored as the facet says them: values of enums.
_STORED: dict[Facet, str] = {
    Facet.WORK_SETTING: "work_setting",
    Facet.EMPLOYMENT_TYPE: "employment_type",
    Facet.PATIENT_TYPE: "patient_types",
    Facet.EXPERIENCE: "experience",
    Facet.SCHEDULE: "schedule",
    Facet.PAY_BASIS: "pay_basis",
    Facet.CODE_SET: "code_sets",
    Facet.RECORDS: "record_type",
    Facet.EQUIPMENT: "equipment",
    Facet.HIRING_TEST: "hiring_test",
    Facet.TEAM: "team_location",
    Facet.WORK_ZONE: "work_zone",
    Facet.EDUCATION: "education",
    Facet.CHECK: "checks",
    Facet.ON_CALL: "on_call",
    Facet.VISA: "visa_sponsorship",
    Facet.AUTONOMOUS_CODING: "autonomous_coding",
    Facet.MONITORING: "monitoring",
    Facet.MISSED_QUOTA: "missed_quota",
    Facet.MACHINE_APPLICATIONS: "machine_applications",
}
# Facts that are numbers, in the unit their facet counts in.
_NUMBERS: dict[Facet, str] = {
    Facet.HOURS: "hours_per_week",
    Facet.ACCURACY: "accuracy_percent",
    Facet.RAMP_UP: "ramp_up_weeks",
    Facet.SPECIALTY_YEARS: "specialty_years",
    Facet.ONSITE_DAYS: "onsite_days",
    Facet.LASTS: "lasts_weeks",
}
_HOURS_A_DAY = 8
_HALF_A_DOLLAR = 50  # cents


def facts_of(content: PostingContent) -> dict[Facet, tuple[str, ...]]:
    """Give the values of the facets a posting's stated facts stand under."""
    stored = {facet: getattr(content, name) for facet, name in _STORED.items()}
    numbers = {facet: getattr(content, name) for facet, name in _NUMBERS.items()}
    return {
        **{facet: _enum_values(value) for facet, value in stored.items()},
        **{facet: (f"{number:g}",) for facet, number in numbers.items() if number is not None},
        Facet.PRODUCTIVITY: _records_an_hour(content),
        Facet.LEAST_PAY: _least_pay(content),
        Facet.BENEFIT: _benefits(content),
        Facet.TOOL: tuple(dict.fromkeys(slug for name in (*content.ehrs, *content.encoders) for slug in lexicon.tools(name))),
        Facet.ACCEPTS: tuple(_accepted(content)),
    }


def _enum_values(value: LabelledEnum | tuple[LabelledEnum, ...] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(one.value for one in value) if isinstance(value, tuple) else (value.value,)


def half_dollars(cents: int) -> float:
    """Give hourly cents in dollars, down to the half: an index holds a few dozen amounts, not thousands."""
    return cents // _HALF_A_DOLLAR / 2


def _least_pay(content: PostingContent) -> tuple[str, ...]:
    pay = hourly_range(content)
    return (f"{half_dollars(pay[0]):g}",) if pay else ()


def _benefits(content: PostingContent) -> tuple[str, ...]:
    """Give the benefits; an amount of the sign-on bonus says that there is one."""
    bonus = (Benefit.SIGN_ON,) if content.sign_on_bonus is not None else ()
    return _enum_values(tuple(dict.fromkeys((*content.benefits, *bonus))))


def _records_an_hour(content: PostingContent) -> tuple[str, ...]:
    """Give how many records are expected in an hour; "0" where it is stated that none are counted."""
    if content.no_quota:
        return ("0",)
    if content.productivity is None:
        return ()
    daily = content.productivity_unit is ProductivityUnit.PER_DAY
    return (f"{content.productivity / _HOURS_A_DAY if daily else content.productivity:g}",)


def _accepted(content: PostingContent) -> Iterator[str]:
    if content.apprentice_accepted:
        yield Accepts.APPRENTICE.value
    if content.credential_within_months is not None:
        yield Accepts.CREDENTIAL_LATER.value


def _places(content: PostingContent) -> str:
    words = [f"{place.city} {place.state} {HOME_STATES.get(place.state, '')} {place.zip}" for place in content.places]
    if content.work_setting in (WorkSetting.REMOTE, WorkSetting.REMOTE_AFTER_TRAINING):
        words.append("remote")
        if content.live_in is LiveIn.LISTED:
            words += [f"{code} {HOME_STATES.get(code, '')}" for code in content.live_in_states]
    elif content.work_setting:
        words.append(content.work_setting.label)
    return " · ".join(" ".join(part.split()) for part in words)


def _description(content: PostingContent) -> str:
    """Give the words of the description, and the names of code sets, patients, tools and employment as they are shown."""
    names = (
        *(one.label for one in content.code_sets),
        *(one.label for one in content.patient_types),
        *content.ehrs,
        *content.encoders,
        content.employment_type.label if content.employment_type else "",
    )
    return " · ".join(part for part in (to_text(content.description), *names) if part)


def point_of(place: Place) -> tuple[float, float] | None:
    """Give latitude and longitude of a place; None where it is not known."""
    at_zip = lookup_zip(place.zip) if place.zip else None
    if at_zip:
        return at_zip.latitude, at_zip.longitude
    found = locate(place.city, place.state) if place.city and place.state else None
    return (found.latitude, found.longitude) if found else None
