"""Reading the files of codes that CMS publishes, as an operator downloads them: a zip or the text inside it.

The whole file is read and checked before anything is kept. What is not understood is said with its line.

- HCPCS II, `HCPC2026_OCT_ANWEB.txt`: fixed width. Code in columns 1-5; column 11 says 3 for the first line of a code, 4 for
  more of its text, 7 and 8 for modifiers; long text 12-91; the day it ended, if any, in 285-292 as YYYYMMDD.
- ICD-10-CM and ICD-10-PCS, `icd10cm_codes_2027.txt`: code, spaces, text; or `icd10cm_order_2027.txt`, which starts with a
  number of five digits and has the code in columns 7-13, 0 or 1 in 15 and the long text from 78.
- MS-DRG, `msdrg.txt` or Table 5: number and title with a tab, comma, bar or spaces between; other columns may stand between
  when there is a heading that names the title's.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from careercenter.taxonomy.code_shapes import LONGEST_CODE, PCS_CHARACTER, SHAPES

LARGEST = 64 * 1024 * 1024  # bytes unpacked; the largest of the real files has 15 million
Rows = dict[str, str]
# Which member of a zip is meant, by the set.
MEMBERS = {
    "HCPCS": re.compile(r"anweb.{0,80}\.txt", re.IGNORECASE),
    "ICD-10-CM": re.compile(r"icd-?10-?cm[_-]?(codes|order)[^/]{0,80}\.txt", re.IGNORECASE),
    "ICD-10-PCS": re.compile(r"icd-?10-?pcs[_-]?(codes|order)[^/]{0,80}\.txt", re.IGNORECASE),
    "MS-DRG": re.compile(r"(drg|table[ _]?5)[^/]{0,80}\.(txt|csv)", re.IGNORECASE),
}
_NOT_MEMBERS = re.compile(r"record ?layout|addenda|read ?me|__MACOSX", re.IGNORECASE)
# A file of another set, or half a file, is told by how few codes it has; the real ones have 8,700, 74,000, 79,000 and 770.
FEWEST = {"HCPCS": 5_000, "ICD-10-CM": 60_000, "ICD-10-PCS": 60_000, "MS-DRG": 700}


class CodeFileError(ValueError):
    """The file is not what it was said to be; the message names the line where one is at fault."""


def read_file(path: Path, code_set: str, *, on: date, fewest: int | None = None) -> Rows:
    """Read a file of a set and give code → text, codes without dots. `on` is the day whose ended codes are left out."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CodeFileError(f"{path}: {error.strerror}") from error
    name = path.name
    if zipfile.is_zipfile(io.BytesIO(content)):
        name, content = _member(path, content, code_set)
    rows = _READERS[code_set](_lines(name, content), name, on)
    least = FEWEST[code_set] if fewest is None else fewest
    if len(rows) < least:
        raise CodeFileError(f"{name}: {len(rows):,} {code_set} codes were found, and the whole list has more than {least:,}.")
    return rows


def _member(path: Path, content: bytes, code_set: str) -> tuple[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            fitting = [
                one
                for one in archive.infolist()
                if MEMBERS[code_set].search(Path(one.filename).name) and not _NOT_MEMBERS.search(one.filename)
            ]
            # "codes" and "order" hold the same: the plainer first. Shorter names before their variants.
            fitting.sort(key=lambda one: ("order" in one.filename.lower(), len(one.filename), one.filename))
            if not fitting:
                raise CodeFileError(f"{path.name}: no file in it looks like {code_set}. Unpack it and name the one that is.")
            if fitting[0].file_size > LARGEST:
                raise CodeFileError(f"{path.name}: {fitting[0].filename} is larger than any list of codes.")
            with archive.open(fitting[0]) as file:
                return f"{path.name}: {fitting[0].filename}", file.read(LARGEST)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise CodeFileError(f"{path.name}: the zip cannot be unpacked: {error}") from error


def _lines(name: str, content: bytes) -> list[str]:
    if b"\x00" in content[:4096]:
        raise CodeFileError(f"{name}: this is no text. Name the text file or the zip that CMS publishes.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")  # what CMS writes where a text has an accent
    return text.splitlines()


def _hcpcs(lines: list[str], name: str, on: date) -> Rows:
    texts: dict[str, list[str]] = {}
    ended: set[str] = set()
    here = ""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        kind, code = line[10:11], line[:5].strip()
        if kind in ("7", "8"):
            here = ""
            continue
        if kind not in ("3", "4") or not SHAPES["HCPCS"].fullmatch(code):
            raise _at(name, number, "no HCPCS code in columns 1-5 with its kind of line in column 11", line)
        if kind == "3":
            if code in texts:
                raise _at(name, number, f"{code} begins a second time", line)
            here = code
            texts[code] = []
            last_day = line[284:292].strip()
            if last_day and not re.fullmatch(r"[0-9]{8}", last_day):
                raise _at(name, number, "columns 285-292 should hold a day as YYYYMMDD or nothing", line)
            if last_day and last_day <= f"{on:%Y%m%d}":
                ended.add(code)
        elif code != here:
            raise _at(name, number, f"more text of {code} without its first line", line)
        texts[code].append(line[11:91].strip())
    return {code: " ".join(parts) for code, parts in texts.items() if code not in ended}


def _icd(shape: str) -> Callable[[list[str], str, date], Rows]:
    plain = re.compile(rf"({shape})\s+(\S.*)")
    ordered = re.compile(rf"[0-9]{{5}} ({shape}) *[01] (.*)")

    def read(lines: list[str], name: str, _on: date) -> Rows:
        rows: Rows = {}
        first = next((line for line in lines if line.strip()), "")
        pattern = ordered if re.match(r"[0-9]{5} \S", first) else plain
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            found = pattern.fullmatch(line.rstrip())
            if found is None:
                raise _at(name, number, "no code and text", line)
            text = line[77:] if pattern is ordered and len(line) > 77 else found[2]
            _add(rows, found[1], text.strip(), name, number)
        return rows

    return read


def _msdrg(lines: list[str], name: str, _on: date) -> Rows:
    mark = next((mark for mark in ("\t", "|", ",") if sum(mark in line for line in lines) > len(lines) / 2), "")
    rows: Rows = {}
    title = 1
    for number, cells in _cells(lines, mark):
        drg = cells[0].strip()
        if not drg.isdigit() or len(drg) > 3:
            heading = [cell.strip().lower() for cell in cells]
            title = next((at for at, cell in enumerate(heading) if "title" in cell), title)
            if rows:
                if len(drg) > 3 or not drg:  # notes below Table 5
                    continue
                raise _at(name, number, "no MS-DRG number first", " ".join(cells))
            continue
        if len(cells) <= title or not cells[title].strip():
            raise _at(name, number, "a number without a title", " ".join(cells))
        _add(rows, drg.zfill(3), cells[title].strip(), name, number)
    return rows


def _cells(lines: list[str], mark: str) -> Iterator[tuple[int, list[str]]]:
    if mark:
        for number, cells in enumerate(csv.reader(lines, delimiter=mark), start=1):
            if any(cell.strip() for cell in cells):
                yield number, cells
        return
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield number, line.strip().split(maxsplit=1)


def _add(rows: Rows, code: str, text: str, name: str, number: int) -> None:
    if code in rows:
        raise _at(name, number, f"{code} stands there a second time", text)
    rows[code] = text


def _at(name: str, number: int, what: str, line: str) -> CodeFileError:
    seen = re.sub(r"[^\x20-\x7e]", "?", line)[:60]
    return CodeFileError(f"{name}, line {number}: {what}: “{seen}”. Nothing was imported.")


_READERS: dict[str, Callable[[list[str], str, date], Rows]] = {
    "HCPCS": _hcpcs,
    "ICD-10-CM": _icd(SHAPES["ICD-10-CM"].pattern),
    "ICD-10-PCS": _icd(f"{PCS_CHARACTER}{{{LONGEST_CODE}}}"),
    "MS-DRG": _msdrg,
}
