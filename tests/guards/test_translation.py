"""No words reach a person unmarked for translation: those of templates, and those that rules, forms and flashes say."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

TOP = Path(__file__).resolve().parent.parent.parent
TEMPLATES = sorted(path for path in (TOP / "templates").rglob("*.*") if path.suffix in (".html", ".txt"))
CODE = sorted(path for path in (TOP / "careercenter").rglob("*.py") if not path.is_relative_to(TOP / "careercenter" / "cli"))

MARKERS = {"_", "_l", "_n", "_p", "gettext", "ngettext", "pgettext", "npgettext"}
# What is called with words that no person reads: endpoints, permissions, file names, names of icons and of classes.
UNREAD_CALLS = {
    "url_for",
    "link",
    "static_url",
    "can",
    "icon",
    "stylesheet",
    "selectattr",
    "rejectattr",
    "map",
    "groupby",
    "sort",
}
READ_ATTRIBUTES = {
    "alt",
    "title",
    "placeholder",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "data-label",
    "label",
}
UNREAD_KEYWORDS = {
    "class",
    "classes",
    "kind",
    "id",
    "type",
    "name",
    "autocomplete",
    "inputmode",
    "attribute",
    "pattern",
    "rel",
    "href",
}
# Words that are the same in every language: names, credentials, units, examples of what one may type.
SAME_EVERYWHERE = {
    "CareerCenter",
    "ICD-10-CM",
    "ICD-10-PCS",
    "MS-DRG",
    "CPT",
    "HCPCS",
    "PDF",
    "CSV",
    "HTML",
    "Markdown",
    "kB",
    "MB",
}

_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE = re.compile(r"^[A-Z][a-z]+\b|[^\W\d_]{2,}[,.:;!?]? +[^\W\d_]{2,}")
GAP = "\x00"


# Attributes without their tag: a piece of markup kept in a variable, or cut in two by an expression.
_ATTRIBUTES = re.compile(r"""\b(class|id|href|data-hx-[a-z-]+)=["'][^"']*["']>?""")


def words(text: str) -> list[str]:
    text = re.sub(r"&\w+;|https?://\S+", " ", _ATTRIBUTES.sub(" ", text))
    return [word for word in _WORD.findall(text) if word not in SAME_EVERYWHERE]


class _Text(HTMLParser):
    """Collect the text people read in a piece of HTML: its text nodes and the attributes that are read out or shown."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unread: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("code", "kbd", "script", "style"):
            self._unread.append(tag)
        for name, value in attrs:
            if name in READ_ATTRIBUTES and value and words(value.replace(GAP, " ")):
                self.found.append(f"{name}={value!r}")

    def handle_endtag(self, tag: str) -> None:
        if self._unread and self._unread[-1] == tag:
            self._unread.pop()

    def handle_data(self, data: str) -> None:
        text = data.replace(GAP, " ").strip()
        if not self._unread and words(text):
            self.found.append(repr(text))


def unmarked_in_template(app: Flask, path: Path) -> list[str]:
    tree = app.jinja_env.parse(path.read_text())
    source, constants = "", []
    for node in _output(tree):
        if isinstance(node, nodes.TemplateData):
            source += node.data
        else:
            source += GAP
    constants = [repr(value) for value in _constants(tree) if _SENTENCE.search(value) and words(value)]
    if path.suffix == ".txt":
        return constants + [repr(line.strip()) for line in source.splitlines() if words(line.replace(GAP, " "))]
    text = _Text()
    text.feed(source)
    text.close()
    return constants + text.found


def _output(node: nodes.Node) -> Iterator[nodes.Node]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block) and child.name.endswith("_class"):
            continue  # names of classes, for an attribute of the page this one extends
        if isinstance(child, nodes.Output):
            yield from child.nodes
        else:
            yield from _output(child)


def _constants(node: nodes.Node) -> Iterator[str]:
    """Give the literal strings of expressions that may be shown."""
    if isinstance(node, nodes.Call):
        called = node.node.name if isinstance(node.node, nodes.Name) else getattr(node.node, "attr", "")
        if called in MARKERS | UNREAD_CALLS:
            return
    if isinstance(node, nodes.Filter) and node.name in UNREAD_CALLS:
        yield from _constants(node.node) if node.node is not None else ()
        return
    if isinstance(node, nodes.Compare | nodes.Extends | nodes.Include | nodes.Import | nodes.FromImport | nodes.Test):
        return
    if isinstance(node, nodes.Keyword) and node.key in UNREAD_KEYWORDS:
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from _constants(child)


# Calls whose words a person reads, with the place of the words among the arguments (0 the first).
SAID_BY = {"RuleBroken": 0, "Stale": 0, "Lack": 1, "flash": 0, "ValidationError": 0, "StopValidation": 0, "DataRequired": 0,
           "InputRequired": 0, "SubmitField": 0}  # fmt: skip
SAID_AS = {"message", "label", "description", "hint"}


def unmarked_in_code(path: Path) -> list[str]:
    tree = ast.parse(path.read_text())
    found: list[tuple[int, str]] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in MARKERS:
                continue
            read = [node.args[place] for place in [SAID_BY.get(name)] if place is not None and len(node.args) > place]
            if name.endswith("Field") and node.args and not name.startswith(("EnumColumn",)):
                read.append(node.args[0])
            read += [word.value for word in node.keywords if word.arg in SAID_AS]
            found += [(text.lineno, _shown(text)) for text in read if _is_text(text)]
        elif isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "LabelledEnum" for base in node.bases):
            found += [
                (line.lineno, _shown(line.value.elts[1]))
                for line in node.body
                if isinstance(line, ast.Assign) and isinstance(line.value, ast.Tuple) and _is_text(line.value.elts[1])
            ]
    return [f"line {line}: {text}" for line, text in sorted(found) if words(text)]


# Calls that say no, or what happened, with the place of the words among the arguments.
SENTENCES_OF = {
    "RuleBroken": 0, "Stale": 0, "Barred": 0, "NotAnAddress": 0, "ValidationError": 0, "StopValidation": 0, "ValueError": 0,
    "Lack": 1, "flash": 0, "DataRequired": 0, "InputRequired": 0, "Length": 2,
}  # fmt: skip
SENTENCES_AS = {"message", "invalid_choice_message"}


def unended_sentences(path: Path) -> list[str]:
    """Find marked refusals that do not end as a sentence; one that ends with another one's words ends with theirs."""
    tree = ast.parse(path.read_text())
    constants = {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    said: list[ast.expr] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            place = SENTENCES_OF.get(getattr(node.func, "id", getattr(node.func, "attr", "")))
            said += [node.args[place]] if place is not None and len(node.args) > place else []
            said += [word.value for word in node.keywords if word.arg in SENTENCES_AS]
        elif isinstance(node, ast.FunctionDef) and (node.name.endswith("refusal") or node.name.startswith("why_not")):
            said += [line.value for line in ast.walk(node) if isinstance(line, ast.Return) and line.value is not None]
    found = []
    for words in said:
        call = constants.get(words.id, words) if isinstance(words, ast.Name) else words
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in MARKERS:
            texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            found += [f"line {words.lineno}: {text}" for text in texts if not re.search(r"[.!?]$|[.:] %\(\w+\)s$", text)]
    return found


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(TOP)))
def test_refusals_and_what_happened_end_as_sentences(path: Path) -> None:
    assert not unended_sentences(path), "docs/style.md: what is wrong and what happened are sentences"


def _is_text(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.JoinedStr)
        or (isinstance(node, ast.Constant) and isinstance(node.value, str))
        or (isinstance(node, ast.BinOp) and (_is_text(node.left) or _is_text(node.right)))
        or (isinstance(node, ast.IfExp) and (_is_text(node.body) or _is_text(node.orelse)))
    )


def _shown(node: ast.expr) -> str:
    return ast.unparse(node)


@pytest.mark.parametrize(
    "path",
    TEMPLATES,
    ids=lambda path: str(path.relative_to(TOP / "templates")),
)
def test_a_templates_words_are_marked(_app: Flask, path: Path) -> None:
    assert not unmarked_in_template(_app, path), "mark them with {% trans %} or _(), see docs/translating.md"


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(TOP)))
def test_the_words_of_rules_and_forms_are_marked(path: Path) -> None:
    assert not unmarked_in_code(path), "mark them with _() or, at module level, _l(): see docs/translating.md"


def test_the_catalogue_holds_every_marked_text(tmp_path: Path) -> None:
    """`make messages` gathers them; what a translator starts from lies beside the code."""
    made = tmp_path / "messages.pot"
    recipe = next(line for line in (TOP / "Makefile").read_text().splitlines() if "pybabel -q extract" in line)
    command = recipe.strip().removeprefix("@").replace("$(BIN)/pybabel", f"{sys.executable} -m babel.messages.frontend")
    subprocess.run(shlex.split(command.replace("careercenter/translations/messages.pot", str(made))), cwd=TOP, check=True)
    kept = TOP / "careercenter" / "translations" / "messages.pot"
    assert kept.read_text() == made.read_text(), "run: make messages"
