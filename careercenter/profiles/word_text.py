"""The text of a Word document, read by the structure of ECMA-376 and not by the habits of one program.

The main part is the one the package's relationships name; heads, feet and notes are those of the main part. Both
namespaces are read, the transitional and the strict one. Nothing here imports anything of the board: it runs in a child.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

Events = Iterator[tuple[str, Any]]

_MAIN_TYPES = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
)
MAIN_PART = _MAIN_TYPES[0]

# What stands for characters. A symbol of a symbol font is mostly a bullet; its number says nothing outside its font.
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": " "}
# Deleted and moved away text is kept in the file for whoever reviews the changes.
_NOT_SHOWN = {"del", "moveFrom", "delText", "instrText", "delInstrText"}
_WORD_SPACES = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_HEADINGS = ("Heading", "Title", "heading")
_LEVELS = "01234"  # of items within items
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Fields that have another program run, or a file fetched, when the document is opened.
_ACTIVE_FIELDS = ("DDEAUTO", "DDE", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "LINK")


def docx_text(content: bytes, *, marked: bool = False) -> Iterator[str]:
    """Give the text of body, heads, feet and notes, piece by piece; the same head on several kinds of pages once.

    `marked`: headings and items of lists in the body begin with the marks of Markdown.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        main = main_part(package)
        with package.open(main) as part:
            yield from part_text(part, _marked if marked else _events)
        yield "\n"
        seen: set[str] = set()
        for name in _beside(package, main):
            with package.open(name) as part:
                text = "".join(part_text(part))
            if text.strip() and text not in seen:
                seen.add(text)
                yield text + "\n"


def docx_pictures(content: bytes) -> bool:
    """Say whether there are pictures in the document, which may hold all its words."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return any("/media/" in name for name in package.namelist())


def docx_active(content: bytes) -> list[str]:
    """Name what the document does when it is opened: fields that run a program or fetch a file."""
    instructions = ""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        main = main_part(package)
        for name in (main, *_beside(package, main)):
            with package.open(name) as part:
                instructions += " " + "".join(_instructions(part)).upper()
    return ["fields"] if any(name in instructions.split() for name in _ACTIVE_FIELDS) else []


def main_part(package: zipfile.ZipFile) -> str:
    """Give the name of the part that holds the text; "" when the package is no Word document.

    The package's relationships name it (ECMA-376 part 2). Its type is given for the part, or for all parts of its ending.
    """
    names = {name.casefold(): name for name in package.namelist()}
    types = _xml(package, names.get("[content_types].xml", ""))
    if types is None:
        return ""
    given = {str(one.get("PartName", "")).lstrip("/").casefold(): one.get("ContentType") for one in types.iter()}
    by_ending = {str(one.get("Extension", "")).casefold(): one.get("ContentType") for one in types.iter()}
    for target in _targets(package, "_rels/.rels", "officeDocument"):
        kind = given.get(target.casefold()) or by_ending.get(target.casefold().rpartition(".")[2])
        if kind in _MAIN_TYPES and target.casefold() in names:
            return names[target.casefold()]
    # Packages without relationships are opened by Word too, as long as a part says what it is.
    return next((names[name] for name, kind in given.items() if kind in _MAIN_TYPES and name in names), "")


def is_word(package: zipfile.ZipFile) -> bool:
    """Say whether the package calls anything in it a Word document, whether or not it is there."""
    names = {name.casefold(): name for name in package.namelist()}
    types = _xml(package, names.get("[content_types].xml", ""))
    return types is not None and any(one.get("ContentType") in _MAIN_TYPES for one in types.iter())


def _beside(package: zipfile.ZipFile, main: str) -> list[str]:
    folder, name = posixpath.split(main)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    found = _targets(package, relations, "header", "footer", "footnotes", "endnotes", folder=folder)
    return [name for name in sorted(set(found)) if name in package.namelist()]


def _targets(package: zipfile.ZipFile, relations: str, *kinds: str, folder: str = "") -> list[str]:
    """Give the parts that relationships of these kinds lead to. The kind is the end of an address, in either namespace."""
    names = {name.casefold(): name for name in package.namelist()}
    tree = _xml(package, names.get(relations.casefold(), ""))
    if tree is None:
        return []
    targets = [
        str(one.get("Target", ""))
        for one in tree.iter()
        if str(one.get("Type", "")).rpartition("/")[2] in kinds and str(one.get("TargetMode", "")).casefold() != "external"
    ]
    return [posixpath.normpath(one.lstrip("/") if one.startswith("/") else posixpath.join(folder, one)) for one in targets]


def _xml(package: zipfile.ZipFile, name: str) -> Any:
    from defusedxml.ElementTree import fromstring

    return fromstring(package.read(name), forbid_dtd=True) if name else None


def docx_markdown(content: bytes) -> Iterator[str]:
    """Give the text with the marks of its headings and lists."""
    return docx_text(content, marked=True)


def part_text(part: Any, events: Callable[[Any], Events] | None = None) -> Iterator[str]:
    """Give the text people see in one part, piece by piece; `events` is how its elements are walked.

    Of markup with alternatives (`mc:AlternateContent`) one branch counts, the first with words in it: a text box is written
    twice, for newer and for older programs. Runs that are hidden are not shown, and so not read.
    """
    alternatives: list[_Alternatives] = []
    runs: list[bool] = []  # the open runs, each with whether it is hidden; a text box stands within one
    marks = 0  # how many properties of paragraphs are open: theirs are of the mark at the end, not of the words
    unseen = 0  # how many elements that are not shown are open
    for event, element in (events or _events)(part):
        space, _, name = element.tag.rpartition("}")
        word = space + "}" in _WORD_SPACES
        if space + "}" == _COMPATIBILITY and name in ("AlternateContent", "Choice", "Fallback"):
            if name != "AlternateContent":
                if alternatives:
                    yield from alternatives[-1].branch(begins=event == "start")
            elif event == "start":
                alternatives.append(_Alternatives(alternatives[-1] if alternatives else None))
            else:
                alternatives.pop()
            continue
        if word and name in _NOT_SHOWN:
            unseen += 1 if event == "start" else -1
            continue
        if word and name == "r" and event == "start":
            runs.append(False)
        elif word and name == "r":
            runs.pop()
        elif word and name == "pPr":
            marks += 1 if event == "start" else -1
        elif word and name == "vanish" and event == "end" and runs and not marks:
            runs[-1] = _is_on(element)
        if not word or unseen or any(runs):
            continue
        text = _text_at(event, name, element)
        if text and alternatives:
            alternatives[-1].add(text)
        elif text:
            yield text


def _marked(part: Any) -> Events:
    """Give the elements with words of our own among them: marks before headings and items, a blank line behind paragraphs."""
    from xml.etree.ElementTree import Element

    paragraphs: list[_Paragraph] = []  # the open ones: a text box stands within one
    for event, element in _events(part):
        space, _, name = element.tag.rpartition("}")
        yield event, element
        if space + "}" not in _WORD_SPACES:
            continue
        if name == "p" and event == "start":
            paragraphs.append(_Paragraph())
        elif event == "end" and paragraphs:
            words = Element(f"{space}}}t")
            words.text = paragraphs[-1].seen(name, _value(element))
            if words.text:
                yield "end", words
            if name == "p":
                paragraphs.pop()


class _Paragraph:
    """What the properties of a paragraph make of it: a heading, an item of a list, or neither."""

    def __init__(self) -> None:
        self.item = self.heading = False
        self.level = 0

    def seen(self, name: str, value: str) -> str:
        """Note an element that ended in it, and give the words that belong behind that."""
        if name == "pStyle":
            self.heading = value.startswith(_HEADINGS)
            self.item = value.startswith(("ListBullet", "ListNumber"))
        elif name == "ilvl":
            self.level = max(0, _LEVELS.find(value))
        elif name == "numId":
            self.item = value != "0"
        elif name == "pPr":
            return "## " if self.heading else f"{'  ' * self.level}- " if self.item else ""
        return "\n" if name == "p" and not self.item else ""


def _value(element: Any) -> str:
    return next((value for name, value in element.attrib.items() if name.rpartition("}")[2] == "val"), "true")


def _is_on(element: Any) -> bool:
    """Say whether a property that is on when it stands there is not turned off by its value."""
    return _value(element) not in ("0", "false", "off")


def _text_at(event: str, name: str, element: Any) -> str:
    if event == "start":
        return "\n" if name == "txbxContent" else ""  # a box begins a line of its own, wherever it is anchored
    if name == "t":
        return element.text or ""
    return "\n" if name == "p" else _CHARACTERS.get(name, "")


class _Alternatives:
    """The branches of one `mc:AlternateContent`: what the chosen one says goes to the branch around it, or out."""

    def __init__(self, around: _Alternatives | None) -> None:
        self._around = around
        self._pieces: list[str] = []
        self._chosen = False

    def add(self, text: str) -> None:
        self._pieces.append(text)

    def branch(self, *, begins: bool) -> Iterator[str]:
        """Begin a branch, or end it and give its text when it is the one that counts and nothing is around it."""
        if begins:
            self._pieces = []
            return
        text, self._pieces = "".join(self._pieces), []
        if self._chosen or not text.strip():
            return
        self._chosen = True
        if self._around is None:
            yield text
        else:
            self._around.add(text)


def _instructions(part: Any) -> Iterator[str]:
    """Give what fields say they do; one may be written in many runs, and ends where its next mark stands."""
    for event, element in _events(part):
        name = element.tag.rpartition("}")[2]
        if event == "end" and name == "instrText":
            yield element.text or ""
        elif event == "end" and name in ("fldChar", "p"):
            yield " "
        elif event == "end" and name == "fldSimple":
            yield from (f" {value} " for key, value in element.attrib.items() if key.endswith("}instr"))


def _events(part: Any) -> Events:
    """Give each element as it begins and ends. What was read is let go at once: a million paragraphs take no more than one."""
    from defusedxml.ElementTree import iterparse

    open_elements: list[Any] = []
    for event, element in iterparse(part, events=("start", "end"), forbid_dtd=True):
        if event == "start":
            open_elements.append(element)
        else:
            open_elements.pop()
        yield event, element
        if event == "end" and open_elements:
            del open_elements[-1][:]
