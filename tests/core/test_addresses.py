"""Addresses people type."""

from __future__ import annotations

import pytest

from careercenter.core.addresses import NotAnAddress, mail_address, web_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://example.com", "https://example.com"),
        ("example.com", "https://example.com"),
        ("  www.example.com/jobs?x=1#top ", "https://www.example.com/jobs?x=1#top"),
        ("HTTPS://Example.COM/Path", "https://example.com/Path"),
        ("https://example.com:8443/", "https://example.com:8443/"),
        ("example.com:8443", "https://example.com:8443"),
        ("https://bücher.example.org", "https://xn--bcher-kva.example.org"),
    ],
)
def test_a_web_address_is_kept_as_it_may_be_linked(typed: str, kept: str) -> None:
    assert web_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "http://example.com",
        "javascript:alert(1)",
        "data:text/html,x",
        "mailto:a@example.com",
        "ftp://example.com",
        "//example.com",
        "https://",
        "https://localhost",
        "https://intranet",
        "https://127.0.0.1",
        "https://2130706433",
        "https://0x7f.1",
        "https://[::1]/",
        "https://user@example.com",
        "https://user:word@example.com",
        "https://example.com\\@evil.example.org",
        "https://exa mple.com",
        "https://example.com/\x00",
        "https://example.com/\u202egpj",
        "https://-a.example.com",
        "https://example.com:99999",
        "https://example.com/" + "a" * 300,
        "https://" + "a" * 70 + ".example.com",
    ],
)
def test_what_is_not_a_public_https_address_is_refused(typed: str) -> None:
    with pytest.raises(NotAnAddress):
        web_address(typed)


def test_mail_addresses_compare_equal_when_people_write_them_differently() -> None:
    assert mail_address(" Ana@Example.com ") == "ana@example.com"


@pytest.mark.parametrize(
    "typed", ["", "ana", "ana@", "@example.com", "ana@localhost", "a@example.com\nBcc: x@example.com", "a b@example.com"]
)
def test_what_is_no_mail_address_is_refused(typed: str) -> None:
    with pytest.raises(NotAnAddress):
        mail_address(typed)
