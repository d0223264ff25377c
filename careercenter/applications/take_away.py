"""Applicants taken away: those of a list as the rows of a table, and their résumés as the files of one ZIP."""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from careercenter.applications.applicant_list import Found, ListedApplicant
from careercenter.applications.models import Application
from careercenter.applications.queries import of_posting_by_ids
from careercenter.applications.services_employer import open_resume
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import _, day
from careercenter.core.permissions import Actor
from careercenter.postings.models import Posting
from careercenter.profiles.answers import words_of

AT_ONCE = 100  # applications loaded together
MOST_FILES = 200
MOST_MB = 300  # of résumés in one ZIP
LONGEST_NAME = 120  # characters of a file's name before its ending: with a folder's, Windows opens 260
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')


def chosen(found: Found, ticked: set[str]) -> list[ListedApplicant]:
    """Give those ticked, whatever the list is narrowed to by now; all found where nobody is."""
    return [row for row in found.everybody if row.public_id in ticked] if ticked else list(found.rows)


def rows(posting: Posting, those: Sequence[ListedApplicant]) -> Iterator[list[str]]:
    """Give the table's head, and a row for each applicant in the order given; some are loaded at a time."""
    yield [
        _("Name"), _("E-mail"), _("Phone"), _("Status"), _("Applied"), _("Credentials"), _("Required, not held"), _("Years"),
        _("Specialties"), _("Systems"), _("Lives in"), _("Work wanted"), _("Note"), _("Résumé opened"), _("Reference"),
    ]  # fmt: skip
    listed = {row.id: row for row in those}
    for one in _loaded(posting, those):
        said, row = words_of(one.profile), listed[one.id]
        yield [
            one.name, one.email, one.phone, str(one.status.label), day(one.applied_at),
            ", ".join(abbr for abbr, _name in said.credentials), ", ".join(row.fit.missing_words), said.years,
            "; ".join(said.specialties), said.tools, said.place, said.settings, one.note,
            _("Yes") if row.opened else _("No"), one.reference,
        ]  # fmt: skip


def _loaded(posting: Posting, those: Sequence[ListedApplicant]) -> Iterator[Application]:
    for first in range(0, len(those), AT_ONCE):
        yield from of_posting_by_ids(posting, [row.id for row in those[first : first + AT_ONCE]])


@dataclass(slots=True)
class Bundle:
    """Files by the name they get and their digest, and those left out, each with the reason."""

    files: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def open_resumes(posting: Posting, those: Sequence[ListedApplicant], *, scanning: bool, actor: Actor, at: datetime) -> Bundle:
    """Note each résumé as opened, as a single download does, and give their files; what may not be opened is left out.

    RuleBroken when they are too many or too large together, or none of them may be opened.
    """
    if len(those) > MOST_FILES:
        raise RuleBroken(_("These are %(number)s résumés. Select at most %(most)s.", number=len(those), most=MOST_FILES))
    applications = list(_loaded(posting, those))
    size = sum(one.resume.size for one in applications) / 1024 / 1024
    if size > MOST_MB:
        raise RuleBroken(
            _("These résumés are %(size)s MB together. Select fewer, up to %(most)s MB.", size=round(size), most=MOST_MB)
        )
    bundle, names = Bundle(), set[str]()
    for one in applications:
        name = file_name(one.name, posting.title, one.resume.kind.value, names)
        try:
            open_resume(one, how="zip", scanning=scanning, actor=actor, at=at)
        except RuleBroken as broken:
            bundle.left_out.append((one.name, broken.message))
        else:
            bundle.files.append((name, one.resume.digest))
    if not bundle.files:
        raise RuleBroken(bundle.left_out[0][1] if len(bundle.left_out) == 1 else _("None of these résumés can be opened now."))
    return bundle


def file_name(person: str, job: str, ending: str, taken: set[str]) -> str:
    """Make "Name - job title.pdf" a name every system can unpack, and unlike those `taken`, to which it is added."""
    words = unicodedata.normalize("NFC", f"{person} - {job}")
    visible = "".join(letter for letter in words if not unicodedata.category(letter).startswith("C"))
    plain = " ".join(_NOT_IN_NAMES.sub(" ", visible).split()).strip(". ")[:LONGEST_NAME].strip(". ")
    name, number = f"{plain}.{ending}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain} ({number}).{ending}"
    taken.add(name.casefold())
    return name


class _Written:
    """What a ZIP is written to, and taken from piece by piece: it cannot go back in it."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: what is written is taken by `take`."""

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def as_zip(bundle: Bundle, read: Callable[[str], bytes], *, at: datetime) -> Iterator[bytes]:
    """Write the ZIP a file at a time: one résumé is in memory, never all. `read` gives a file by its digest."""
    written, left_out = _Written(), list(bundle.left_out)
    moment = (at.year, at.month, at.day, at.hour, at.minute, at.second)
    with zipfile.ZipFile(written, "w") as archive:  # type: ignore[call-overload]  # writing forward asks for no more
        for name, digest in bundle.files:
            try:
                content = read(digest)
            except FileNotFoundError:
                left_out.append((name, _("The file is no longer there.")))
                continue
            archive.writestr(zipfile.ZipInfo(name, moment), content)  # stored as it is: these kinds are compressed already
            yield written.take()
        if left_out:
            said = "\r\n".join(f"{name}: {why}" for name, why in left_out)
            archive.writestr(zipfile.ZipInfo(_("Left out.txt"), moment), said.encode("utf-8-sig"))
    yield written.take()
