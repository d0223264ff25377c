"""The public-domain tables of codes and their texts: those shipped, and those an operator imported, which are read first.

A table is a gzipped text: a heading "# what it is", then "code<TAB>text" lines in the order of their codes, which have no dots.
It is unpacked at the first question, kept as one run of bytes and searched by halving: nothing is parsed before it is asked
for. A file that an operator replaces is read anew by every process at its next question.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from careercenter.core.sorted_lines import line_at

SHIPPED = Path(__file__).with_name("data") / "codes"
FILES = {"HCPCS": "hcpcs", "ICD-10-CM": "icd10cm", "ICD-10-PCS": "icd10pcs", "MS-DRG": "msdrg"}


class _Place:
    """Where imported tables stand; None where no board is running."""

    folder: Path | None = None


def use(folder: Path | None) -> None:
    """Read the tables of this folder in preference to the shipped ones."""
    _Place.folder = folder


def path_in(folder: Path, code_set: str) -> Path:
    return folder / f"{FILES[code_set]}.tsv.gz"


@dataclass(frozen=True, slots=True)
class Table:
    """One set's codes and texts. `as_of` says which release it is, `imported` whether an operator brought it."""

    as_of: str
    rows: bytes
    imported: bool = False

    def text(self, code: str) -> str | None:
        """Give the text of a code written without dots; None when the table does not have it."""
        line = self._line(self._at(code))
        found, _, text = line.partition("\t")
        return text if found == code else None

    def begins(self, prefix: str) -> bool:
        return self._line(self._at(prefix)).startswith(prefix)

    def below(self, prefix: str) -> Iterator[str]:
        """Give the codes that begin with `prefix` and go on, in their order."""
        at = self._at(prefix)
        while (line := self._line(at)).startswith(prefix):
            code = line.partition("\t")[0]
            if code != prefix:
                yield code
            at = self.rows.find(b"\n", at) + 1
            if at == 0:
                return

    def near(self, code: str, most: int) -> list[str]:
        """Give codes that stand around `code`, those before it first."""
        at = self._at(code)
        start = at
        for _ in range(most):
            start = self.rows.rfind(b"\n", 0, max(0, start - 1)) + 1
        lines = self.rows[start:].split(b"\n", 2 * most + 1)[: 2 * most]
        return [line.split(b"\t", 1)[0].decode() for line in lines if line]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        for line in self.rows.decode().splitlines():
            code, _, text = line.partition("\t")
            yield code, text

    def _at(self, code: str) -> int:
        """Give where the first line stands whose code is not before this one."""
        return line_at(self.rows, code.encode())

    def _line(self, at: int) -> str:
        end = self.rows.find(b"\n", at)
        return self.rows[at : end if end >= 0 else None].decode()


def table(code_set: str) -> Table | None:
    """Give the imported table of a set, or the shipped one; None for a set of which nothing is at hand (CPT always)."""
    if code_set not in FILES:
        return None
    for folder in (_Place.folder, SHIPPED):
        if folder is None:
            continue
        path = path_in(folder, code_set)
        try:
            state = path.stat()
        except OSError:
            continue
        return _read(path, state.st_mtime_ns, state.st_size)
    return None


# Four sets, each perhaps once shipped and once imported.
@lru_cache(maxsize=8)
def _read(path: Path, _changed: int, _size: int) -> Table:
    heading, _, rows = gzip.decompress(path.read_bytes()).partition(b"\n")
    return Table(heading.decode().removeprefix("# "), rows, imported=path.parent != SHIPPED)


def packed(as_of: str, rows: Iterable[tuple[str, str]]) -> bytes:
    """Give the bytes of a table; the same rows give the same bytes on every machine and day."""
    lines = [f"{code}\t{' '.join(text.split())}" for code, text in sorted(rows)]
    return gzip.compress("\n".join([f"# {as_of}", *lines]).encode(), compresslevel=9, mtime=0)
