import pytest
from flask import Flask

from careercenter.web.urls import safe_next, split_slug

HOSTILE = [
    None, "", "//evil.example.com", "/\\evil.example.com", "\\\\evil.example.com", "https://evil.example.com/jobs",
    "javascript:alert(1)", "/\t/evil.example.com", "///evil.example.com", "\x01/jobs", "/jobs\r\nSet-Cookie: a=b", "/jobs ",
    "jobs", "/nothing/like/this",
    "/logout", "/" + "j" * 3000, "/jobs\u2028", "http:jobs",
]  # fmt: skip


@pytest.mark.parametrize("target", HOSTILE)
def test_a_way_back_leads_nowhere_else(app: Flask, target: str | None) -> None:
    with app.test_request_context("/login"):
        assert safe_next(target, "/home") == "/home"


@pytest.mark.parametrize("target", ["/jobs", "/jobs?q=oncology&page=2", "/applications", "/"])
def test_a_way_back_leads_to_our_pages(app: Flask, target: str) -> None:
    with app.test_request_context("/login"):
        assert safe_next(target, "/home") == target


def test_an_address_is_an_id_and_words() -> None:
    assert split_slug("7kq2m4xwpr9t-car-t-coder") == ("7kq2m4xwpr9t", "car-t-coder")
    assert split_slug("7kq2m4xwpr9t") == ("7kq2m4xwpr9t", "")
