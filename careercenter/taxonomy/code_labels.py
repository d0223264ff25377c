"""What is said of code sets and codes: who owns a set, what it is for, a code's status, codes as a choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from careercenter.core.i18n import _, _l, day, listing
from careercenter.taxonomy.codes import MedicalCode

OWNERS = {
    "CPT": _l("American Medical Association"),
    "HCPCS": _l("Centers for Medicare & Medicaid Services"),
    "ICD-10-CM": _l("National Center for Health Statistics"),
    "ICD-10-PCS": _l("Centers for Medicare & Medicaid Services"),
    "MS-DRG": _l("Centers for Medicare & Medicaid Services"),
}
ABOUT = {
    "CPT": _l("What physicians and outpatient departments did. Here are numbers and notes of our own."),
    "HCPCS": _l("Level II: drugs, supplies, devices and what else CPT does not name."),
    "ICD-10-CM": _l("Diagnoses, in every setting."),
    "ICD-10-PCS": _l("Procedures of inpatients. The beginning of a code finds the notes for it."),
    "MS-DRG": _l("Groups of inpatient stays that Medicare pays by."),
}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_STATUS = (
    (r"deleted (?P<on>FY\d+).*", _l("Deleted with %(on)s")),
    (r"deleted (?P<on>\S+?)(;.*)?", _l("Deleted %(on)s")),
    (r"terminated (?P<on>\d\S+).*", _l("Ended %(on)s; CMS still lists the number")),
    (r"terminated.*", _l("Ended; CMS still lists the number")),
    (r"active since (?P<on>\S+)", _l("In use since %(on)s")),
    (r"active (?P<on>FY\d+)", _l("In use in %(on)s")),
    (
        r"active (?P<on>\S+); five-year sunset falls (?P<end>\w+ \d+).*",
        _l("In use since %(on)s; ends in %(end)s unless it is renewed"),
    ),
    (r"revised (?P<on>\S+)", _l("In use, revised %(on)s")),
    (r"active", _l("In use")),
    (r"category", _l("A category: the codes below it are reported")),
    (r"not billable", _l("Not billable: it needs more characters")),
    (r"licensed", _l("Owned and licensed by the American Dental Association")),
)


def status_label(code: MedicalCode) -> str:
    """Say in words what the catalogue says of a code's status; "" when it says nothing."""
    for pattern, words in _STATUS:
        if found := re.fullmatch(pattern, code.status):
            gaps = {name: _day(said) for name, said in found.groupdict().items() if said}
            return str(words) % gaps if gaps else str(words)
    return code.status[:1].upper() + code.status[1:]


def _day(said: str) -> str:
    if not _DAY.fullmatch(said):
        return said
    return day(date.fromisoformat(said))


def any_of(codes: Sequence[str], most: int = 3) -> str:
    """Say codes as a choice: "77402, 77407, or 77412"; of many the first, and how many others."""
    if len(codes) > most:
        return _("%(code)s or %(others)s others", code=codes[0], others=len(codes) - 1)
    return listing(codes, either=True)
