"""What people type as a number, a date or a size is read by `core.numbers`; hostile ones are refused, never computed."""

from __future__ import annotations

import ast
import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, FormField

import careercenter
from careercenter.accounts.models import Account
from careercenter.web.forms import BaseForm
from tests.factories.accounts import make_admin

PACKAGE = Path(careercenter.__file__).parent
HOSTILE = (
    "1e999997", "9e400000", "9" * 5_000, "0000001" + "9" * 5_000, "٣", "nan", "inf", "-0", "1_000", "0xFF", "1.5e3",
    "$1e9", "2026-W51-6", "99999-99-99", "١٢:٠٠",
)  # fmt: skip

# What is computed of something else than what came in, by file, with what it is.
KNOWN = {
    "admin/figures.py": "figures of the board itself",
    "admin/second_person.py": "rows counted",
    "accounts/sign_in_flow.py": "the clock",
    "browse/rendered_pages.py": "the clock",
    "applications/lifecycle.py": "moments this module wrote itself",
    "taxonomy/code_labels.py": "days of the shipped code files",
    "employers/policy.py": "ids of rows",
    "mail/hooks.py": "the clock, and a moment behind a pattern of a few digits",
    "moderation/policy.py": "ids of rows",
    "postings/pay.py": "amounts of a content",
    "importing": "columns and words of files, behind patterns of a few digits",
    "profiles/documents.py": "two hexadecimal digits a pattern found",
    "web/flood.py": "the clock",
    "web/limits.py": "counts of rows and the clock",
}  # fmt: skip
# Text from outside comes in here. The search's own reading of words is behind patterns of few digits, and tested there.
DOORS = ("accounts", "admin", "api", "applications", "browse", "employers", "mail", "moderation", "postings", "profiles", "web")


def computing(path: Path) -> list[str]:
    """Give the calls that turn something into a number or a date."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args and not isinstance(node.args[0], ast.Constant):
            if getattr(node.args[0], "attr", "") == "rowcount":
                continue  # what the database counted
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in ("int", "float", "Decimal", "Fraction", "fromisoformat", "strptime", "fromtimestamp"):
                found.append(f"line {node.lineno}: {ast.unparse(node)}")
    return found


@pytest.mark.parametrize(
    "path",
    [path for door in DOORS for path in sorted((PACKAGE / door).rglob("*.py"))],
    ids=lambda p: str(p.relative_to(PACKAGE)),
)
def test_typed_numbers_are_read_by_one_module(path: Path) -> None:
    name = path.relative_to(PACKAGE)
    if str(name) not in KNOWN and str(name.parent) not in KNOWN:
        assert not computing(path), "read it with careercenter.core.numbers, which looks at the shape first"


def forms() -> list[type[BaseForm]]:
    for module in pkgutil.walk_packages(careercenter.__path__, "careercenter."):
        if module.name.rpartition(".")[2].endswith("forms"):
            importlib.import_module(module.name)
    found: list[type[BaseForm]] = []
    todo = [BaseForm]
    while todo:
        kind = todo.pop()
        todo += kind.__subclasses__()
        found.append(kind)
    return sorted({kind for kind in found if kind.__module__.startswith("careercenter.")}, key=lambda kind: kind.__qualname__)


def names(field: Field) -> list[str]:
    """Give the names a request would use for a field and the fields within it."""
    if isinstance(field, FormField):
        return [name for inner in field.form for name in names(inner)]
    if isinstance(field, FieldList):
        return [name for entry in field.entries for name in names(entry)]
    return [field.name]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
@pytest.mark.parametrize("kind", forms(), ids=lambda kind: kind.__qualname__)
def test_every_field_of_every_form_answers_hostile_numbers(app: Flask, kind: type[BaseForm], text: str) -> None:
    with app.test_request_context("/", method="POST"):
        every = [name for field in kind() for name in names(field)]
        form = kind(formdata=MultiDict(dict.fromkeys(every, text)))

        form.validate()

        held = [field.data for field in form if isinstance(field.data, int | float) and not isinstance(field.data, bool)]
        assert all(abs(number) < 10**9 for number in held)


ADDRESSES = (
    "/jobs", "/api/v1/postings", "/employers", "/codes", "/suggest", "/specialties", "/jobs/9e400000", "/codes/cpt/9e400000",
)  # fmt: skip
PARAMETERS = (
    "q", "page", "pay", "posted", "distance", "near", "experience", "sort", "read", "without", "word", "all", "specialty",
    "credential", "state", "employer", "home", "as", "size", "status",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:12]))
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_answers_hostile_numbers(session: Session, client: FlaskClient, address: str, text: str) -> None:
    assert client.get(address, query_string=dict.fromkeys(PARAMETERS, text)).status_code < 500


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("address", ["/jobs", "/api/v1/postings"])
def test_every_parameter_answers_hostile_numbers(session: Session, client: FlaskClient, address: str, name: str) -> None:
    said = [*HOSTILE, *(f"pay:{text}|hour" for text in HOSTILE)]
    assert client.get(address, query_string={name: said}).status_code < 500
    assert client.get(address, query_string={name: said[-1]}).status_code < 500


def test_an_amount_of_a_hundred_groups_of_digits_is_not_computed(session: Session, client: FlaskClient) -> None:
    assert client.get("/jobs", query_string={"q": "$1" + ",000" * 110 + " a year"}).status_code == 200


@pytest.mark.parametrize(
    "number", ["9" * 30, "9" * 4_000, "2147483648", "٣", "-1", "1e3", "1_0"], ids=lambda text: ascii(text[:12])
)
@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/admin/mail/{}", "GET"),
        ("/admin/mail/{}/retry", "POST"),
        ("/admin/tasks/{}/retry", "POST"),
        ("/account/passkeys/{}/remove", "POST"),
    ],
)
def test_a_row_of_an_impossible_number_is_not_there(
    session: Session, sign_in: Callable[[Account], FlaskClient], path: str, method: str, number: str
) -> None:
    client = sign_in(make_admin(tf_totp_secret="kept for a second step"))
    assert client.open(path.format(number), method=method).status_code == 404
