"""No regular expression does more than linear work, whatever it is given.

Every pattern of the product is looked at: what `re.compile`, `re.sub` and their like are called with, and what the modules hold
when they are loaded. Hostile texts are made of each pattern's own parts, and the steps of matching are
counted (tests/guards/steps.py), so that no clock decides.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import careercenter
from careercenter.core.prefiltered import LazyPattern, PrefilteredPattern
from tests.guards.steps import STEEP, worst

TOP = Path(__file__).parents[2]
# Only tried at the beginning of a text, not at each of its characters.
ANCHORED = frozenset({"match", "fullmatch"})
ANYWHERE = frozenset({"search", "sub", "subn", "split", "findall", "finditer"})

# Functions that build a pattern of data, and are called here to see it.
BUILT_BY: dict[str, tuple[str, ...]] = {
    "careercenter.core.abroad": ("_country_names",),
    "careercenter.importing.credential_words": ("_names",),
    "careercenter.importing.specialty_words": ("_title_names", "_text_names"),
    "careercenter.profiles.resume_credentials": ("_patterns",),
}
# Module and function whose pattern is made of what it is called with, and of what.
OWN_WORDS: dict[str, str] = {
    "careercenter.accounts.sessions:device_words": "names of browsers, literally",
    "careercenter.taxonomy.code_labels:status_label": "a table of its module, tried on the catalogue's own words",
    "careercenter.codes.views:names": "a code of the catalogue, literally",
    "careercenter.job_search.did_you_mean:did_you_mean": "a word, escaped",
    "careercenter.job_search.broader_searches:without_word": "a word, escaped",
    "careercenter.mail.reports:_token_of": "the setting of an address, escaped, and a bounded token",
    "careercenter.importing.fact_words:sayings": "tables of the modules that hold them; those are looked at",
    "careercenter.importing.place_words:_in_state": "the code of a state, literally",
    "careercenter.core.prefiltered:__init__": "what the modules that hold it say; those are looked at",
    "careercenter.postings.phrases:_rule": "literals of its module, which are held by PHRASES and looked at there",
    "careercenter.core.prefiltered:whole": "what the modules that hold it say; those are looked at",
    "careercenter.taxonomy.code_files:_icd": "shapes of its module, tried at the beginning of lines of the operator's own file",
}


def modules() -> list[ModuleType]:
    found = pkgutil.walk_packages(careercenter.__path__, "careercenter.")
    return [importlib.import_module(one.name) for one in found if not one.name.endswith("__main__")]


MODULES = modules()


def held(value: Any, deep: int = 0) -> Iterator[re.Pattern[str]]:
    """Give the patterns a value holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, PrefilteredPattern | LazyPattern):
        yield value.whole
    elif deep < 4 and isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from held(item, deep + 1)
    elif deep < 4 and dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from held(getattr(value, field.name), deep + 1)
    elif deep < 4 and isinstance(value, dict):
        for item in value.values():
            yield from held(item, deep + 1)


@lru_cache(maxsize=512)
def tree_of(module: ModuleType) -> ast.Module:
    return ast.parse(Path(str(module.__file__)).read_text())


def calls_of_re(module: ModuleType) -> Iterator[tuple[ast.Call, str, str]]:
    """Give each call of a function of `re` with a pattern, the name of that function, and the function it stands in."""

    def walk(node: ast.AST, within: str) -> Iterator[tuple[ast.Call, str, str]]:
        for child in ast.iter_child_nodes(node):
            inside = child.name if isinstance(child, ast.FunctionDef) else within
            if (
                isinstance(child, ast.Call)
                and isinstance(child.func, ast.Attribute)
                and isinstance(child.func.value, ast.Name)
                and child.func.value.id == "re"
                and child.func.attr in ANCHORED | ANYWHERE | {"compile"}
            ):
                yield child, child.func.attr, inside
            yield from walk(child, inside)

    yield from walk(tree_of(module), "")


def value_of(module: ModuleType, node: ast.expr | None) -> Any:
    return eval(compile(ast.Expression(node), "pattern", "eval"), vars(module)) if node is not None else 0


def used_as(module: ModuleType, name: str) -> set[str]:
    """Give the methods a pattern of the module is used by, in it and wherever it is imported."""
    methods = set()
    for one in MODULES:
        for node in ast.walk(tree_of(one)):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == name:
                methods.add(node.attr)
            elif isinstance(node, ast.Name) and node.id == name and one is not module:
                methods.add("elsewhere")
    return methods


def patterns(module: ModuleType) -> dict[tuple[str, int], bool]:
    """Give the patterns of a module, each with whether it is tried at the beginning alone."""
    found: dict[tuple[str, int], bool] = {}

    def add(pattern: re.Pattern[str], *, anchored: bool) -> None:
        key = pattern.pattern, pattern.flags
        found[key] = found.get(key, True) and anchored

    for name, value in vars(module).items():
        if getattr(value, "__module__", module.__name__) in (
            module.__name__,
            "re",
            PrefilteredPattern.__module__,
        ) or not callable(value):
            for pattern in held(value):
                methods = used_as(module, name)
                add(pattern, anchored=bool(methods) and methods <= ANCHORED | {"pattern"})
    for call, function, inside in calls_of_re(module):
        try:
            said = value_of(module, call.args[0])
            flags = next((word.value for word in call.keywords if word.arg == "flags"), None)
            place = {"compile": 1, "search": 2, "match": 2, "fullmatch": 2, "findall": 2, "finditer": 2}.get(function, 9)
            flags = flags or (call.args[place] if len(call.args) > place else None)
            pattern = said if isinstance(said, re.Pattern) else re.compile(said, value_of(module, flags))
        except NameError:
            built = {*BUILT_BY.get(module.__name__, ()), *OWN_WORDS}
            where = f"{module.__name__}:{inside}"
            in_a_table = not inside  # a comprehension at module level: what it makes is held by the module
            assert in_a_table or inside in built or where in built, (
                f"{where} builds a pattern: say in BUILT_BY or OWN_WORDS what of"
            )
            continue
        if function != "compile" or inside:
            add(pattern, anchored=function in ANCHORED)
    for name in BUILT_BY.get(module.__name__, ()):
        for pattern in held(getattr(module, name)(), deep=0):
            add(pattern, anchored=False)
    return found


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)
def test_no_pattern_does_more_than_linear_work(module: ModuleType) -> None:
    steep = []
    for (text, flags), anchored in patterns(module).items():
        growth, hostile = worst(re.compile(text, flags), anchored=anchored)
        if growth > STEEP:
            steep.append(f"{text[:100]!r} grows with the power {growth:.1f} on {hostile}")
    assert not steep, "\n".join(steep)


@pytest.mark.parametrize(
    ("pattern", "anchored", "linear"),
    [
        (r"\s+$", False, False),
        (r"(?<!\s)\s+$", False, True),
        (r"\s+x", True, True),
        (r"(?:a+)+b", True, False),
        (r"<[^>]*>", False, False),
        (r"<[^<>]*>", False, True),
        (r"a[^.\n]{0,60}b", False, True),
        (r"[a-z-]+(?:-[a-z-]+)*,", True, False),
        (r"(?:x|y)*z", False, False),
        (r"\bab\w*c", False, True),
        (r"ab.*c", False, False),
    ],
)
def test_the_guard_tells_them_apart(pattern: str, anchored: bool, linear: bool) -> None:
    assert (worst(re.compile(pattern), anchored=anchored)[0] <= STEEP) is linear
