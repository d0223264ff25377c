"""The rows of an Excel or OpenDocument workbook, as the cells of a CSV file would say them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import python_calamine

# A workbook is unpacked and read at once: 60,000 announcements of 1 kB.
LARGEST_UNPACKED = 64 * 1024 * 1024

Cell = str | int | float | bool | date | datetime | time | timedelta


class UnreadableWorkbook(Exception):
    """The workbook cannot be read; the message says why."""


def rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Give each row of the first sheet that has any, with its number from 1 and its cells as text.

    UnreadableWorkbook for a damaged or protected file, and for one that unpacks to more than LARGEST_UNPACKED.
    """
    _refuse_huge(path)
    try:
        workbook = python_calamine.load_workbook(path)
        shown = [one.name for one in workbook.sheets_metadata if one.visible is python_calamine.SheetVisibleEnum.Visible]
        for name in shown:
            sheet = workbook.get_sheet_by_name(name)
            # `start` is the first cell in use, and row numbers count from the top of the sheet.
            found = sheet.to_python(skip_empty_area=False)
            if any(cell != "" for row in found for cell in row):
                break
        else:
            return
    except (python_calamine.CalamineError, OSError, ValueError) as error:
        raise UnreadableWorkbook("The workbook is damaged or protected with a password. Save a copy without one.") from error
    for number, row in enumerate(found, 1):
        yield number, [_text(cell) for cell in row]


def _refuse_huge(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return  # those of before 2007 are not packed
    try:
        with zipfile.ZipFile(path) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise UnreadableWorkbook("The workbook is damaged. Save it again.") from error
    if unpacked > LARGEST_UNPACKED:
        most = LARGEST_UNPACKED // 1024 // 1024
        raise UnreadableWorkbook(f"The workbook unpacks to more than {most} MB. Save its sheet as CSV UTF-8.")


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date | datetime | time):
        return cell.isoformat()
    return str(cell).strip()
