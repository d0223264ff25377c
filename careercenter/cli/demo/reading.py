"""Read the demonstration's data files into plain values: employers, and jobs with the content they will have."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from careercenter.postings.content import (
    SPECS,
    ApplyHow,
    Benefit,
    CodeSet,
    EmploymentType,
    Equipment,
    ExperienceBand,
    HiringTest,
    LiveIn,
    PatientType,
    PayBasis,
    Place,
    PostingContent,
    ProductivityUnit,
    RecordType,
    Schedule,
    WorkSetting,
)
from careercenter.taxonomy.catalogue import specialty

DATA = Path(__file__).with_name("data")

_BASES = {
    "hour": PayBasis.HOURLY,
    "year": PayBasis.SALARY,
    "chart": PayBasis.PER_CHART,
    "day": PayBasis.PER_DIEM,
    "project": PayBasis.PER_PROJECT,
}
_SETTINGS = {
    "remote": WorkSetting.REMOTE,
    "hybrid": WorkSetting.HYBRID,
    "onsite": WorkSetting.ONSITE,
    "training": WorkSetting.REMOTE_AFTER_TRAINING,
}
# The code sets that come with what is coded.
_SETS_OF = {
    PatientType.INPATIENT_FACILITY: "icd-10-cm icd-10-pcs ms-drg",
    PatientType.OUTPATIENT_FACILITY: "cpt hcpcs icd-10-cm apc modifiers",
    PatientType.SAME_DAY_SURGERY: "cpt hcpcs icd-10-cm modifiers",
    PatientType.OBSERVATION: "cpt hcpcs icd-10-cm modifiers",
    PatientType.ED_FACILITY: "cpt hcpcs icd-10-cm apc modifiers",
    PatientType.ED_PROFEE: "cpt icd-10-cm modifiers",
    PatientType.ANCILLARY: "cpt hcpcs icd-10-cm",
    PatientType.PROFEE: "cpt icd-10-cm modifiers",
    PatientType.SINGLE_PATH: "cpt hcpcs icd-10-cm icd-10-pcs ms-drg modifiers",
    PatientType.RISK_ADJUSTMENT: "icd-10-cm hcc",
}
_NO_BENEFITS = frozenset({EmploymentType.CONTRACT_1099})
_FEW_BENEFITS = frozenset({EmploymentType.PRN, EmploymentType.INTERNSHIP})
# A code as coders write it, not part of a longer number or word. V is left out: "V28" is a payment model here, not a code.
_CODE = re.compile(r"(?<![\w,.$-])(?:\d{5}|\d{4}T|[A-Z]\d{4}|[A-TW-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?|X[WK]\w{5})(?![\w,%]|\.\d)")
_DRG = re.compile(r"MS-DRG \d{3}")
MOST_CODES = 8


@dataclass(frozen=True, slots=True)
class EmployerText:
    """An employer as its file says it. `ways` are sentences about how a team there works."""

    key: str
    name: str
    kind: str
    voice: str
    place: Place
    time_zone: str
    verified: str
    about: str
    ehrs: tuple[str, ...]
    encoders: tuple[str, ...]
    equipment: Equipment
    benefits: tuple[Benefit, ...]
    facts: dict[str, Any]
    ways: tuple[str, ...]
    steps: str

    @property
    def host(self) -> str:
        return f"{self.key}.example.com"


@dataclass(frozen=True, slots=True)
class Job:
    """A job as its file says it: `content` has no description and no days yet; `said` is the rest of its table."""

    employer: EmployerText
    content: PostingContent
    text: str
    said: dict[str, Any]

    @property
    def key(self) -> str:
        return f"{self.employer.key}/{self.content.title}"


@lru_cache(maxsize=1)
def employers() -> dict[str, EmployerText]:
    tables = tomllib.loads((DATA / "employers.toml").read_text(encoding="utf-8"))
    return {key: _employer(key, table) for key, table in tables.items()}


@lru_cache(maxsize=1)
def jobs() -> tuple[Job, ...]:
    """Give every job of every file, in the order of the files' names."""
    return tuple(_job(table) for path in sorted((DATA / "postings").glob("*.toml")) for table in _tables(path, "job"))


@lru_cache(maxsize=1)
def coders() -> tuple[dict[str, Any], ...]:
    return tuple(_tables(DATA / "coders.toml", "coder"))


def story() -> dict[str, Any]:
    """Give who applied where, who reported what, and the edit that waits."""
    return tomllib.loads((DATA / "story.toml").read_text(encoding="utf-8"))


def one_paragraph(text: str) -> str:
    return " ".join(text.split())


def _tables(path: Path, name: str) -> Iterator[dict[str, Any]]:
    yield from tomllib.loads(path.read_text(encoding="utf-8"))[name]


def _employer(key: str, table: dict[str, Any]) -> EmployerText:
    return EmployerText(
        key=key,
        name=table["name"],
        kind=table["kind"],
        voice=table["voice"],
        place=_place(table["home"]),
        time_zone=table["zone"],
        verified=table.get("verified", ""),
        about=one_paragraph(table["about"]),
        ehrs=tuple(table["ehrs"]),
        encoders=tuple(table["encoders"]),
        equipment=Equipment(table["equipment"]),
        benefits=tuple(Benefit(value) for value in table["benefits"]),
        facts=table.get("facts", {}),
        ways=tuple(table["ways"]),
        steps=table["steps"],
    )


def _place(text: str) -> Place:
    city, state, zip_code = text.rsplit(" ", 2)
    return Place(city=city, state=state, zip=zip_code)


def _job(said: dict[str, Any]) -> Job:
    employer = employers()[said["employer"]]
    kind = EmploymentType(said.get("employment", "w2_full_time"))
    fields: dict[str, Any] = {
        "title": said["title"],
        "specialties": tuple(said["specialties"]),
        "employment_type": kind,
        "schedule": Schedule(said.get("schedule", "flexible" if kind is EmploymentType.CONTRACT_1099 else "day")),
        "hours_per_week": said.get("hours", 40 if kind in (EmploymentType.FULL_TIME, EmploymentType.CONTRACT_W2) else None),
        "ehrs": employer.ehrs,
        "encoders": employer.encoders,
        "equipment": Equipment.OWN if kind is EmploymentType.CONTRACT_1099 else employer.equipment,
        "benefits": _benefits(employer, kind),
        "hiring_test": _test(employer.steps),
        "hiring_steps": employer.steps,
        "time_zone": employer.time_zone,
        **_declared(said, employer),
        **_coded(said),
        **_asked(said),
        **_setting(said, employer),
        **_pay(said),
        **_pace(said),
        **_applying(said, employer),
    }
    return Job(employer, PostingContent(**fields), said["text"].strip(), said)


def _declared(said: dict[str, Any], employer: EmployerText) -> dict[str, Any]:
    """Read fields that stand in the file by their own name, of the job or of all jobs of its employer."""
    stated = employer.facts | {name: said[name] for name in SPECS if name in said and SPECS[name].part}
    if said["setting"] != "hybrid":
        stated.pop("onsite_days", None)
    read = PostingContent.from_json(stated)
    return {name: getattr(read, name) for name in stated}


def _coded(said: dict[str, Any]) -> dict[str, Any]:
    usual = _usual()
    first = said["specialties"][0]
    of = said.get("of") or next((usual["of"][slug] for slug in said["specialties"] if slug in usual["of"]), "profee")
    patient_types = tuple(PatientType(value) for value in of.split())
    if "sets" in said:
        sets = said["sets"].split()
    else:
        sets = " ".join(_SETS_OF[patient_type] for patient_type in patient_types).split()
        sets += [value for slug in said["specialties"] for value in usual["sets"].get(slug, "").split()]
    found = said["codes"].split() if "codes" in said else _codes_in(said["text"])
    if not found:
        known = specialty(first)
        found = [code.replace("MS-DRG ", "") for code in known.example_codes][:5] if known else []
    return {
        "patient_types": patient_types,
        "code_sets": tuple(code_set for code_set in CodeSet if code_set.value in sets),
        "codes": tuple(dict.fromkeys(found))[:MOST_CODES],
    }


def _codes_in(text: str) -> list[str]:
    drgs = [drg.removeprefix("MS-DRG ") for drg in _DRG.findall(text)]
    return _CODE.findall(_DRG.sub(" ", text)) + drgs


def _asked(said: dict[str, Any]) -> dict[str, Any]:
    """Read "any ccs cic; prefer chonc; apprentice; within 12" and "3-4 2": the band, then years in the specialty."""
    lists: dict[str, list[str]] = {"all": [], "any": [], "prefer": []}
    mode, apprentice, within = "any", False, None
    words = iter(said["credentials"].replace(";", " ").split())
    for word in words:
        if word in lists:
            mode = word
        elif word == "apprentice":
            apprentice = True
        elif word == "within":
            within = int(next(words))
        else:
            lists[mode].append(word)
    band, _, years = said["years"].partition(" ")
    return {
        "credentials_all": tuple(lists["all"]),
        "credentials_any": tuple(lists["any"]),
        "credentials_preferred": tuple(lists["prefer"]),
        "apprentice_accepted": apprentice,
        "credential_within_months": within,
        "experience": ExperienceBand(band),
        "specialty_years": int(years) if years else None,
    }


def _setting(said: dict[str, Any], employer: EmployerText) -> dict[str, Any]:
    """Read "remote", "remote in OH MI", "remote not CA", "hybrid", "onsite" or "training"."""
    how, *rest = said["setting"].split()
    setting = _SETTINGS[how]
    places = tuple(_place(text.strip()) for text in said["places"].split(";")) if "places" in said else ()
    if setting is not WorkSetting.REMOTE and not places:
        places = (employer.place,)
    live_in, states = None, tuple(rest[1:])
    if setting is WorkSetting.REMOTE:
        live_in = LiveIn.ALL if not rest else LiveIn.LISTED if rest[0] == "in" else LiveIn.ALL_BUT
    elif setting is WorkSetting.REMOTE_AFTER_TRAINING:
        live_in, states = LiveIn.LISTED, (employer.place.state,)
    return {"work_setting": setting, "places": places, "live_in": live_in, "live_in_states": states}


def _pay(said: dict[str, Any]) -> dict[str, Any]:
    """Read "34.00-46.00 hour", "71000-89000 year", "3.40-4.60 chart@7", "340-420 day" or "6500-9000 project"."""
    if "pay" not in said:
        return {}
    amounts, unit = said["pay"].split()
    unit, _, charts = unit.partition("@")
    low, high = (round(float(amount) * 100) for amount in amounts.split("-"))
    return {
        "pay_basis": _BASES[unit],
        "pay_min": low,
        "pay_max": high,
        "charts_per_hour": int(charts) if charts else None,
    }


def _pace(said: dict[str, Any]) -> dict[str, Any]:
    """Read "2/h inpatient 95 ramp 8", or "0 97" where only accuracy is looked at."""
    words = said["pace"].split()
    if words[0] == "0":
        return {"accuracy_percent": int(words[1]), "no_quota": True, "missed_quota": None}
    count, _, unit = words[0].partition("/")
    return {
        "productivity": int(count),
        "productivity_unit": ProductivityUnit.PER_HOUR if unit == "h" else ProductivityUnit.PER_DAY,
        "record_type": RecordType(words[1]),
        "accuracy_percent": int(words[2]),
        "ramp_up_weeks": int(words[4]) if len(words) > 4 else None,
    }


def _applying(said: dict[str, Any], employer: EmployerText) -> dict[str, Any]:
    if "apply_email" in said:
        return {"apply_how": ApplyHow.ADDRESS, "apply_email": said["apply_email"]}
    if said.get("apply") == "site":
        return {"apply_how": ApplyHow.LINK, "apply_url": f"https://{employer.host}/careers"}
    if said.get("apply") == "address":
        return {"apply_how": ApplyHow.ADDRESS, "apply_email": f"coding-jobs@{employer.host}"}
    return {"apply_how": ApplyHow.HERE}


def _benefits(employer: EmployerText, kind: EmploymentType) -> tuple[Benefit, ...]:
    if kind in _NO_BENEFITS:
        return ()
    if kind in _FEW_BENEFITS:
        return tuple(benefit for benefit in employer.benefits if benefit in (Benefit.CEU, Benefit.RETIREMENT, Benefit.DUES))
    return employer.benefits


def _test(steps: str) -> HiringTest:
    words = steps.lower()
    if "timed" in words:
        return HiringTest.TIMED_CASES
    if "multiple choice" in words:
        return HiringTest.MULTIPLE_CHOICE
    asks = ("cases", "exercise", "sample", "reports to code", "charts", "assessments", "orders", "run reports")
    return HiringTest.CASES if any(word in words for word in asks) else HiringTest.NONE


@lru_cache(maxsize=1)
def _usual() -> dict[str, dict[str, str]]:
    return tomllib.loads((DATA / "specialties.toml").read_text(encoding="utf-8"))
