"""What may be found of a posting, said once."""

from __future__ import annotations

from careercenter.core.markup import to_text
from careercenter.core.places import HOME_STATES, STATES, locate, lookup_zip
from careercenter.language import phrases
from careercenter.postings.completeness import told
from careercenter.postings.content import Benefit, Equipment, LiveIn, PayBasis, Place, PostingContent, Schedule, WorkSetting
from careercenter.postings.models import Posting
from careercenter.postings.pay import hourly_range
from careercenter.search.interface import Document, Facet
from careercenter.taxonomy.catalogue import Specialty, ancestors, credential, specialty
from careercenter.taxonomy.codes import in_full

# How pay is counted, in the words people search by. Not "per diem": that is an employment, and said by its label.
_PAID = {
    PayBasis.HOURLY: "hourly",
    PayBasis.SALARY: "salary",
    PayBasis.PER_CHART: "per chart",
    PayBasis.PER_PROJECT: "per project",
}
# Benefits people search by. Not all of them: "Dental and vision" would answer a dental coder with every job that insures teeth.
_BENEFITS = {
    Benefit.PTO: "paid time off (PTO)",
    Benefit.PARENTAL: Benefit.PARENTAL.label,
    Benefit.CEU: "CEUs paid (CEU)",
    Benefit.DUES: Benefit.DUES.label,
    Benefit.EXAM: Benefit.EXAM.label,
    Benefit.TUITION: Benefit.TUITION.label,
    Benefit.SIGN_ON: phrases.EXTRA_SAID["sign-on"],
    Benefit.PRODUCTION: "production bonus",
    Benefit.DIFFERENTIAL: Benefit.DIFFERENTIAL.label,
}
_EQUIPMENT = {
    Equipment.EMPLOYER: f"{phrases.EXTRA_SAID['equipment']} by the employer",
    Equipment.STIPEND: "equipment stipend",
    Equipment.OWN: "own equipment",
}


def document_of(posting: Posting) -> Document:
    """Give the document of a live posting; its id is the posting's public id."""
    content = posting.content
    if posting.posted_at is None or posting.closes_at is None:
        raise ValueError(f"posting {posting.public_id} was never live")
    pay = hourly_range(content)
    specialties = with_ancestors(content.specialties)
    asked = tuple(dict.fromkeys((*content.credentials_all, *content.credentials_any, *content.credentials_preferred)))
    return Document(
        id=posting.public_id,
        title=content.title,
        employer=posting.employer.name,
        # Names alone: what people type for a specialty is understood when they search. Written here, its synonyms would
        # answer "biller" or "center" with every job of oncology.
        specialties=" · ".join(one.name for one in specialties),
        credentials=" · ".join(f"{held.abbr} {held.name}" for slug in asked if (held := credential(slug))),
        places=_places(content),
        description=_description(content),
        codes=" · ".join(dict.fromkeys(code for named in content.codes for code in in_full(named))),
        values=_values(posting, specialties, asked),
        posted_at=posting.posted_at,
        closes_at=posting.closes_at,
        hourly_min=pay[0] if pay else None,
        hourly_max=pay[1] if pay else None,
        points=tuple(point for place in content.places if (point := _point(place))),
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


def _values(posting: Posting, specialties: tuple[Specialty, ...], asked: tuple[str, ...]) -> dict[Facet, tuple[str, ...]]:
    content = posting.content
    values: dict[Facet, tuple[str, ...]] = {
        Facet.SPECIALTY: tuple(one.slug for one in specialties),
        Facet.CREDENTIAL: asked,
        Facet.WORK_SETTING: (content.work_setting.value,) if content.work_setting else (),
        Facet.STATE: states_of(content),
        Facet.EMPLOYMENT_TYPE: (content.employment_type.value,) if content.employment_type else (),
        Facet.PATIENT_TYPE: tuple(kind.value for kind in content.patient_types),
        Facet.EXPERIENCE: (content.experience.value,) if content.experience else (),
        Facet.EMPLOYER: (posting.employer.public_id,),
    }
    return {facet: found for facet, found in values.items() if found}


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
    """The words of the description, and those facts people search by that no other field holds."""
    facts = (
        *(one.label for one in content.code_sets),
        *(one.label for one in content.patient_types),
        *content.ehrs,
        *content.encoders,
        content.employment_type.label if content.employment_type else "",
        *_schedule(content.schedule),
        _PAID.get(content.pay_basis, "") if content.pay_basis else "",
        "apprentice accepted" if content.apprentice_accepted else "",
        phrases.EXTRA_SAID["quota"] if content.productivity else "",
        _EQUIPMENT[content.equipment] if content.equipment else "",
        *(_BENEFITS.get(benefit, "") for benefit in content.benefits),
    )
    return " · ".join(part for part in (to_text(content.description), *facts) if part)


def _schedule(schedule: Schedule | None) -> tuple[str, ...]:
    """Give a schedule as it is shown and as it is asked for, once where both are the same."""
    if schedule is None:
        return ()
    said = phrases.SCHEDULE_SAID[schedule.value]
    return (said,) if said == schedule.label.lower() else (schedule.label, said)


def _point(place: Place) -> tuple[float, float] | None:
    at_zip = lookup_zip(place.zip) if place.zip else None
    if at_zip:
        return at_zip.latitude, at_zip.longitude
    found = locate(place.city, place.state) if place.city and place.state else None
    return (found.latitude, found.longitude) if found else None
