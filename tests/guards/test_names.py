"""One word means one thing, and a file's name says what may stand in it."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent.parent
PACKAGE = TOP / "careercenter"
CODE = sorted(PACKAGE.rglob("*.py"))

# Class names that stand more than once, and why.
TWICE = {
    "Meta": "the name WTForms looks for inside a form",
    "Snapshot": "one in each store of an index; callers know the interface alone",
}


def test_one_class_name_means_one_thing() -> None:
    places = defaultdict(set)
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                places[node.name].add(f"{path.relative_to(TOP)}:{node.lineno}")
    assert {name: found for name, found in places.items() if len(found) > 1 and name not in TWICE} == {}


FEATURES = ("accounts", "admin", "applications", "audit", "employers", "mail", "moderation", "postings", "profiles")
HTTP = {"flask", "flask_wtf", "flask_login", "werkzeug"}
# Where pages, forms and what stands between a request and the rules are: the only files that may know a request.
DOORS = re.compile(r"views(_\w+)?\.py|views/\w+\.py|blueprint\.py|forms\.py|tasks\.py")
KNOW_HTTP = {
    "accounts/models.py": "what the sign-in library asks of an account",
    "accounts/passwords.py": "the settings of the application",
    "accounts/second_factor.py": "the settings of the application",
    "accounts/security.py": "sets the sign-in library up",
    "accounts/sign_in_flow.py": "the HTTP side of signing in",
    "accounts/staff_second_factor.py": "leads staff to the page of the second factor",
    "admin/checks.py": "the settings and extensions of the application",
    "admin/figures.py": "the settings and extensions of the application",
    "mail/render.py": "templates of e-mails",
    "profiles/current_coder.py": "who asks in this request",
    "profiles/downloads.py": "answers with a file",
}


@pytest.mark.parametrize("feature", FEATURES)
def test_the_rules_of_a_feature_know_no_request(feature: str) -> None:
    for path in sorted((PACKAGE / feature).rglob("*.py")):
        within = path.relative_to(PACKAGE / feature).as_posix()
        if DOORS.fullmatch(within) or f"{feature}/{within}" in KNOW_HTTP:
            continue
        assert not _imported(path) & HTTP, f"{feature}/{within} knows HTTP"


def test_what_is_listed_as_knowing_http_does() -> None:
    for name in KNOW_HTTP:
        assert _imported(PACKAGE / name) & (HTTP | {"flask_security"}), f"{name} knows no HTTP: take it from the list"


def _imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


# The rooms that read English. Their words are data (taxonomy/data/*.toml, *.csv), so that who knows the trade need not
# write Python; a table of grammar (units, negations) is small.
READERS = ("language", "job_search", "importing", "search")
MOST_WORDS = 20
TABLES = {
    "job_search/understanding/entities.py:FACTS": "which facet holds a kind of fact: identifiers, no words",
    "importing/names.py:ALIASES": "names of columns, not of the trade: printed as docs/import.md",
    "importing/specialty_words.py:_NOT_IN_TITLES": "what an announcement's title never means by a synonym",
    "importing/specialty_words.py:_TEXT_ONLY": "what only the text of an announcement means by a synonym",
    "importing/specialty_words.py:_TITLE_WORDS": "patterns of titles, most of them more than a word",
    "language/code_mentions.py:_SPEAK_FOR": "which words beside a bare number say of which set it is",
    "importing/specialty_words.py:_TEXT_MEANS": "what the text of an announcement means by a synonym",
}


def test_the_words_of_the_trade_stand_in_the_data() -> None:
    found = set()
    for room in READERS:
        for path in sorted((PACKAGE / room).rglob("*.py")):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None and _words(node.value) > MOST_WORDS:
                    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                    found.add(f"{path.relative_to(PACKAGE)}:{ast.unparse(target)}")
    assert found == TABLES.keys()


def _words(value: ast.expr) -> int:
    """Count the plain lower-case words and phrases of a literal; a pattern or a sentence is none."""
    texts = [node.value for node in ast.walk(value) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    split = any(isinstance(node, ast.Attribute) and node.attr == "split" for node in ast.walk(value))
    words = [word for text in texts for word in (text.split() if split else [text])]
    return sum(re.fullmatch(r"[a-z][a-z' -]*", word) is not None for word in words)
