"""What a file of words must be: a PDF or a Word document (an ad also OpenDocument), and nothing that hurts who opens it.

Everything here is cheap enough for a request, whatever was sent: a PDF is only searched for words, and a Word document's
directory is read before anything in it is unpacked. Full parsing happens in `extract`, in a child process with limits; a
request waits for such a child only to learn whether a PDF that names a password opens without one.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from careercenter.core import child
from careercenter.core.errors import RuleBroken
from careercenter.core.i18n import Words, _l
from careercenter.profiles.extract import NEEDS_PASSWORD, OPENING
from careercenter.profiles.models import ResumeKind
from careercenter.profiles.word_text import is_word, main_part

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

NONE = _l("Choose a PDF or Word (.docx) file.")
WRONG_TYPE = _l("The file is neither a PDF nor a Word document (.docx). Save your résumé as one of these and choose it again.")
OLD_WORD = _l("The file is an older Word document (.doc). Save it as .docx or PDF and choose it again.")
TOO_BIG = _l("The file is larger than %(most)s MB. Save it in a smaller size and choose it again.", most=LARGEST_MB)
EMPTY = _l("The file is empty. Choose another one.")
PASSWORD = _l("The file opens only with a password. Save a copy without a password and choose that.")
MACROS = _l("The file holds macros. Save it as .docx without macros, or as PDF, and choose it again.")
FROM_ELSEWHERE = _l(
    "When it is opened, the file loads something from the internet or from another computer. Save it as PDF and choose that."
)
FILES_INSIDE = _l("The file holds other files inside it. Take them out, or save it as PDF, and choose it again.")
STARTS_PROGRAMS = _l("The PDF starts a program or holds other files inside it. Print it to a new PDF and choose that.")
BROKEN_PDF = _l("The PDF is damaged and cannot be opened. Save it again and choose the new file.")
BROKEN_WORD = _l("The document is damaged and cannot be opened. Save it again, or as PDF, and choose the new file.")
UNPACKS_TOO_BIG = _l("The document is too large once it is opened. Save it as a PDF and choose that.")

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_HOLDS_FILES = (".zip", ".docx", ".xlsx", ".pptx", ".docm", ".jar", ".7z", ".rar", ".exe", ".dll", ".js", ".vbs", ".lnk")


def kind_of(content: bytes) -> ResumeKind:
    """Say what the file is by its content; RuleBroken, with the one rule it breaks, when it cannot be taken."""
    if not content:
        raise _refusal(EMPTY)
    if len(content) > LARGEST:
        raise _refusal(TOO_BIG)
    if content.startswith(b"PK\x03\x04"):
        _check_word(content)
        return ResumeKind.DOCX
    if content.startswith(_OLE):
        raise _refusal(PASSWORD if _ENCRYPTED_PACKAGE in content else OLD_WORD)
    # Some programs write a byte order mark or line ends first. Anything else in front makes it a file of two kinds.
    if content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        _check_pdf(content)
        return ResumeKind.PDF
    raise _refusal(WRONG_TYPE)


def check_open_document(content: bytes) -> None:
    """Refuse an OpenDocument text (ISO/IEC 26300-3) as a Word document is refused; RuleBroken with the one rule it breaks."""
    with _package(content) as package:
        names = package.namelist()
        if "content.xml" not in names:
            raise _refusal(BROKEN_WORD)
        if "META-INF/manifest.xml" in names:
            manifest = _xml(_small_part(package, "META-INF/manifest.xml"))
            if any(element.tag.endswith("}encryption-data") for element in manifest.iter()):
                raise _refusal(PASSWORD)
        if any(name.startswith(("Basic/", "Scripts/")) for name in names):
            raise _refusal(MACROS)


def shown_name(name: str, kind: ResumeKind) -> str:
    """Clean a file's name for showing: no path, nothing invisible, at most 120 characters, an ending that says what it is."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(" " if unicodedata.category(c).startswith(("C", "Z")) else c for c in unicodedata.normalize("NFC", last))
    stem = re.sub(r"\.(pdf|docx?)$", "", " ".join(visible.split()), flags=re.IGNORECASE).strip(" .")
    ending = f".{kind.value}"
    return (stem[: 120 - len(ending)].strip() or "résumé") + ending


def _refusal(message: Words) -> RuleBroken:
    return RuleBroken(message, field="resume")


def _check_pdf(content: bytes) -> None:
    has_trailer = b"startxref" in content[-2048:] and (b"trailer" in content or re.search(rb"/Type\s*/XRef", content))
    # Page objects may lie inside packed object streams; without any such stream they are in plain sight.
    has_page = re.search(rb"/Type\s*/Page\b", content) or re.search(rb"/Type\s*/ObjStm", content)
    if not has_trailer or not has_page:
        raise _refusal(BROKEN_PDF)
    # A password is named in the trailer, or in the dictionary of the cross-reference stream, which is never packed. One that
    # only forbids printing opens for everybody, so the file is tried.
    if re.search(rb"/Encrypt\s*(\d+\s+\d+\s+R|<<)", content) and (refusal := _refusal_of_locked(content)):
        raise _refusal(refusal)
    # What hides in packed objects is found by the child that reads the text, and said to whoever opens the file.
    if re.search(rb"/(Launch|EmbeddedFiles?)\b", _names_written_out(content)):
        raise _refusal(STARTS_PROGRAMS)


def _refusal_of_locked(content: bytes) -> Words | None:
    code = child.run("careercenter.profiles.extract", "opens", content=content, limits=OPENING).code
    if code == NEEDS_PASSWORD:
        return PASSWORD
    return BROKEN_PDF if code != 0 else None


def _names_written_out(content: bytes) -> bytes:
    """Write names without the escapes that ISO 32000-2, 7.3.5 allows in them: `/L#61unch` is `/Launch`."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), content)


def _check_word(content: bytes) -> None:
    with _package(content) as package:
        _check_word_parts(package)


@contextmanager
def _package(content: bytes) -> Iterator[zipfile.ZipFile]:
    """Open a package whose parts are safe to look at; what is damaged in it is a refusal."""
    _check_directory_size(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_parts(package)
            yield package
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError, KeyError) as error:
        raise _refusal(BROKEN_WORD) from error
    except (DefusedXmlException, ParseError) as error:
        raise _refusal(BROKEN_WORD) from error


def _check_directory_size(content: bytes) -> None:
    """Look at the end record before zipfile reads a directory of any length."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if at < 0 or len(content) - at < 22:
        raise _refusal(BROKEN_WORD)
    parts, directory_size = struct.unpack("<HL", content[at + 10 : at + 16])
    # Some programs write the records for packages of any size with small ones too; theirs are the figures that count.
    if content[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        start = int.from_bytes(content[at - 12 : at - 4], "little")
        if content[start : start + 4] != b"PK\x06\x06":
            raise _refusal(BROKEN_WORD)
        parts, directory_size = struct.unpack("<QQ", content[start + 32 : start + 48])
    if parts > MOST_PARTS or directory_size > LARGEST_DIRECTORY:
        raise _refusal(UNPACKS_TOO_BIG)


def _check_parts(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise _refusal(UNPACKS_TOO_BIG)
    if len({name.casefold() for name in names}) != len(names):
        raise _refusal(BROKEN_WORD)
    for part in parts:
        if part.flag_bits & 1:
            raise _refusal(PASSWORD)
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _refusal(BROKEN_WORD)
        if part.file_size > RATIO_COUNTS_ABOVE and part.file_size > HIGHEST_RATIO * max(1, part.compress_size):
            raise _refusal(UNPACKS_TOO_BIG)
        if part.orig_filename.startswith(("/", "\\")) or "\\" in part.orig_filename or ".." in part.filename.split("/"):
            raise _refusal(BROKEN_WORD)
        _check_part_name(part.filename.casefold())


def _check_part_name(name: str) -> None:
    if name.rsplit("/", 1)[-1] in ("vbaproject.bin", "vbadata.xml"):
        raise _refusal(MACROS)
    if name.endswith(_HOLDS_FILES) or "/embeddings/" in name or "/activex/" in name:
        raise _refusal(FILES_INSIDE)


def _check_word_parts(package: zipfile.ZipFile) -> None:
    names = {name.casefold(): name for name in package.namelist()}
    if "[content_types].xml" not in names:
        raise _refusal(WRONG_TYPE)
    kinds = [str(element.get("ContentType", "")) for element in _xml(_small_part(package, names["[content_types].xml"])).iter()]
    if any("macroenabled" in kind.casefold() or "vbaproject" in kind.casefold() for kind in kinds):
        raise _refusal(MACROS)
    relations = [part for part in package.infolist() if part.filename.casefold().endswith(".rels")]
    if sum(part.file_size for part in relations) > LARGEST_RELATIONS:
        raise _refusal(UNPACKS_TOO_BIG)
    for part in relations:
        _check_relations(_xml(_small_part(package, part.filename)))
    if not main_part(package):
        raise _refusal(BROKEN_WORD if is_word(package) else WRONG_TYPE)


def _check_relations(relations: Any) -> None:
    for relation in relations.iter():
        # Links in the text lead elsewhere only when somebody clicks; all else is fetched when the file is opened.
        elsewhere = str(relation.get("TargetMode", "")).casefold() == "external"
        kind, target = str(relation.get("Type", "")).rpartition("/")[2], str(relation.get("Target", ""))
        if elsewhere and kind != "hyperlink" and not _on_own_disk(target):
            raise _refusal(FROM_ELSEWHERE)


def _on_own_disk(target: str) -> bool:
    r"""Say whether an address names a file of whoever opens it, as Word leaves where its template lay: `file:///C:\…`.

    A name of another computer (`\\server\share`, `file://server/…`) is asked over the network, with the reader's credentials.
    """
    path = unquote(target).replace("\\", "/").strip()
    if path.casefold().startswith("file:"):
        path = re.sub(r"(?i)^file:(//)?(?=/?[a-z]:/|/(?!/))", "", path)
    if re.match(r"/?[A-Za-z]:/", path) or re.match(r"/(?!/)", path):
        return True
    return not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path) and not path.startswith("//")


def _small_part(package: zipfile.ZipFile, name: str) -> bytes:
    if package.getinfo(name).file_size > LARGEST_PART_READ_HERE:
        raise _refusal(UNPACKS_TOO_BIG)
    return package.read(name)


def _xml(content: bytes) -> Any:
    return ElementTree.fromstring(content, forbid_dtd=True)
