"""What a résumé file must be: a PDF or a Word document, and nothing that hurts who opens it.

Everything here is cheap enough for a request, whatever was sent: a PDF is only searched for words, and a Word document's
directory is read before anything in it is unpacked. Full parsing happens in `extract`, in a child process with limits.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from careercenter.core.errors import RuleBroken
from careercenter.profiles.extract import MAIN_PART, main_part
from careercenter.profiles.models import ResumeKind

LARGEST_MB = 5
LARGEST = LARGEST_MB * 1024 * 1024

# A Word document has some thirty parts and unpacks to at most some megabytes; a bomb has or does far more.
MOST_PARTS = 1_000
LARGEST_DIRECTORY = 256 * 1024
LARGEST_UNPACKED = 25 * 1024 * 1024
HIGHEST_RATIO = 100
RATIO_COUNTS_ABOVE = 1024 * 1024
LARGEST_PART_READ_HERE = 256 * 1024
LARGEST_RELATIONS = 1024 * 1024

NONE = "Choose a PDF or Word (.docx) file."
WRONG_TYPE = "The file is neither a PDF nor a Word document (.docx). Save your résumé as one of these and choose it again."
OLD_WORD = "The file is an older Word document (.doc). Save it as .docx or PDF and choose it again."
TOO_BIG = f"The file is larger than {LARGEST_MB} MB. Save it in a smaller size and choose it again."
EMPTY = "The file is empty. Choose another one."
PASSWORD = "The file is protected with a password. Save a copy without a password and choose that."  # noqa: S105 - words
MACROS = "The file holds macros. Save it as .docx without macros, or as PDF, and choose it again."
FROM_ELSEWHERE = "The file loads a template or other parts from elsewhere. Save it as PDF and choose that."
FILES_INSIDE = "The file holds other files inside it. Take them out, or save it as PDF, and choose it again."
BROKEN_PDF = "The PDF is damaged and cannot be opened. Save it again and choose the new file."
BROKEN_WORD = "The Word document is damaged and cannot be opened. Save it again, or as PDF, and choose the new file."
UNPACKS_TOO_BIG = "The Word document unpacks to far more than a résumé holds. Save it as PDF and choose that."

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_HOLDS_FILES = (".zip", ".docx", ".xlsx", ".pptx", ".docm", ".jar", ".7z", ".rar", ".exe", ".dll", ".js", ".vbs", ".lnk")


def kind_of(content: bytes) -> ResumeKind:
    """Say what the file is by its content; RuleBroken, with the one rule it breaks, when it cannot be taken."""
    if not content:
        raise _no(EMPTY)
    if len(content) > LARGEST:
        raise _no(TOO_BIG)
    if content.startswith(b"PK\x03\x04"):
        _check_word(content)
        return ResumeKind.DOCX
    if content.startswith(_OLE):
        raise _no(PASSWORD if _ENCRYPTED_PACKAGE in content else OLD_WORD)
    # Some programs write a byte order mark or line ends first. Anything else in front makes it a file of two kinds.
    if content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        _check_pdf(content)
        return ResumeKind.PDF
    raise _no(WRONG_TYPE)


def shown_name(name: str, kind: ResumeKind) -> str:
    """Clean a file's name for showing: no path, nothing invisible, at most 120 characters, an ending that says what it is."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(" " if unicodedata.category(c).startswith(("C", "Z")) else c for c in unicodedata.normalize("NFC", last))
    stem = re.sub(r"\.(pdf|docx?)$", "", " ".join(visible.split()), flags=re.IGNORECASE).strip(" .")
    ending = f".{kind.value}"
    return (stem[: 120 - len(ending)].strip() or "résumé") + ending


def _no(message: str) -> RuleBroken:
    return RuleBroken(message, field="resume")


def _check_pdf(content: bytes) -> None:
    # A password is named in the trailer, or in the dictionary of the cross-reference stream, which is never packed.
    if re.search(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)", content):
        raise _no(PASSWORD)
    has_trailer = b"startxref" in content[-2048:] and (b"trailer" in content or re.search(rb"/Type\s*/XRef", content))
    # Page objects may lie inside packed object streams; without any such stream they are in plain sight.
    has_page = re.search(rb"/Type\s*/Page\b", content) or re.search(rb"/Type\s*/ObjStm", content)
    if not has_trailer or not has_page:
        raise _no(BROKEN_PDF)


def _check_word(content: bytes) -> None:
    _check_directory_size(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_parts(package)
            _check_word_parts(package)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError, KeyError) as error:
        raise _no(BROKEN_WORD) from error
    except (DefusedXmlException, ParseError) as error:
        raise _no(BROKEN_WORD) from error


def _check_directory_size(content: bytes) -> None:
    """Look at the end record before zipfile reads a directory of any length."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if at < 0 or len(content) - at < 22:
        raise _no(BROKEN_WORD)
    parts, directory_size = struct.unpack("<HL", content[at + 10 : at + 16])
    if b"PK\x06\x07" in content[max(0, at - 20) : at] or parts > MOST_PARTS or directory_size > LARGEST_DIRECTORY:
        raise _no(UNPACKS_TOO_BIG)


def _check_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise _no(UNPACKS_TOO_BIG)
    if len({name.casefold() for name in names}) != len(names):
        raise _no(BROKEN_WORD)
    for part in parts:
        if part.flag_bits & 1:
            raise _no(PASSWORD)
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _no(BROKEN_WORD)
        if part.file_size > RATIO_COUNTS_ABOVE and part.file_size > HIGHEST_RATIO * max(1, part.compress_size):
            raise _no(UNPACKS_TOO_BIG)
        if part.orig_filename.startswith(("/", "\\")) or "\\" in part.orig_filename or ".." in part.filename.split("/"):
            raise _no(BROKEN_WORD)
        _check_part_name(part.filename.casefold())


def _check_part_name(name: str) -> None:
    if name.rsplit("/", 1)[-1] in ("vbaproject.bin", "vbadata.xml"):
        raise _no(MACROS)
    if name.endswith(_HOLDS_FILES) or "/embeddings/" in name or "/activex/" in name:
        raise _no(FILES_INSIDE)


def _check_word_parts(package: zipfile.ZipFile) -> None:
    types = _small_part(package, "[Content_Types].xml") if "[Content_Types].xml" in package.namelist() else b""
    if not types:
        raise _no(WRONG_TYPE)
    kinds = [str(element.get("ContentType", "")) for element in _xml(types).iter()]
    if any("macroenabled" in kind.casefold() or "vbaproject" in kind.casefold() for kind in kinds):
        raise _no(MACROS)
    if main_part(types) not in package.namelist():
        raise _no(WRONG_TYPE if MAIN_PART not in kinds else BROKEN_WORD)
    relations = [part for part in package.infolist() if part.filename.casefold().endswith(".rels")]
    if sum(part.file_size for part in relations) > LARGEST_RELATIONS:
        raise _no(UNPACKS_TOO_BIG)
    for part in relations:
        _check_relations(_xml(_small_part(package, part.filename)))


def _check_relations(relations: Any) -> None:
    for relation in relations.iter():
        # Links in the text lead elsewhere only when somebody clicks; all else is fetched when the file is opened.
        elsewhere = str(relation.get("TargetMode", "")).casefold() == "external"
        if elsewhere and not str(relation.get("Type", "")).endswith("/hyperlink"):
            raise _no(FROM_ELSEWHERE)


def _small_part(package: zipfile.ZipFile, name: str) -> bytes:
    if package.getinfo(name).file_size > LARGEST_PART_READ_HERE:
        raise _no(UNPACKS_TOO_BIG)
    return package.read(name)


def _xml(content: bytes) -> Any:
    return ElementTree.fromstring(content, forbid_dtd=True)
