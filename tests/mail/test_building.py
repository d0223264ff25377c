"""What people type stays words: whatever a name or a subject holds, an e-mail arrives as it was meant or is not sent."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from careercenter.core.header_words import refusal
from careercenter.mail import building
from careercenter.mail.addresses import on_the_wire
from careercenter.mail.building import Sender, Undeliverable, build

AT = datetime(2026, 11, 25, 22, 11, tzinfo=UTC)
SENDER = Sender("CareerCenter", "board@example.com")
HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"]
# RFC 2047 in base64 of: CR LF "Bcc: x@evil.example" CR LF "Content-Type: text/html" CR LF CR LF "<h1>Pay now</h1>"
INJECTED = "=?utf-8?b?DQpCY2M6IHhAZXZpbC5leGFtcGxlDQpDb250ZW50LVR5cGU6IHRleHQvaHRtbA0KDQo8aDE+UGF5IG5vdzwvaDE+?="


def written(**changes: Any) -> Any:
    values = {
        "recipient": "ana@example.com", "recipient_name": "Ana Coder", "reply_to": None, "subject": "Join Northfield Clinic",
        "text": "Come in.\n", "html": "<p>Come in.</p>", "message_id": "<1@jobs.example.com>",
        "stop_url": None,
    }  # fmt: skip
    return SimpleNamespace(**{**values, **changes})


def read(content: bytes) -> Any:
    return BytesParser(policy=compat32).parsebytes(content)


def words_of(header: str) -> str:
    return str(make_header(decode_header(header)))


# Pieces that have broken mail programs, joined with anything else.
PIECES = st.one_of(
    st.sampled_from(
        [INJECTED, "=?utf-8?q?=0D=0ABcc:_x@evil.example?=", "=?", "?=", "=?utf-8?b?", '"', "\\", ",", ";", "<", ">"]
    ),
    st.sampled_from(
        ["a@b.example", " ", "  ", "(x)", ":", "R\u00e9sum\u00e9", "\u6f22\u5b57", "\U0001fa7a", "\u200b", "\u00ad"]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=30),
    st.text("abcdefg ", max_size=60),
)
WORDS = st.lists(PIECES, max_size=8).map("".join)


@given(name=WORDS, subject=WORDS, text=st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
@example(name=INJECTED, subject=f"HR invites you to {INJECTED} on CareerCenter", text="Come in.")
@example(name="ceo@corp.example, " + "B" * 90, subject="", text="")
def test_whatever_is_typed_the_headers_and_bodies_are_the_ones_meant(name: str, subject: str, text: str) -> None:
    got = read(build(written(recipient_name=name, subject=subject, text=text, html=text), SENDER, AT).content)
    assert got.keys() == HEADERS
    assert words_of(got["Subject"]) == subject
    ((read_name, address),) = getaddresses([got["To"]])
    assert (words_of(read_name), address) == (name, "ana@example.com")
    assert [part.get_content_type() for part in got.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    meant = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n").encode()
    assert [part.get_payload(decode=True) for part in got.get_payload()] == [meant, meant]


@given(st.text(max_size=40), st.text(max_size=40))
def test_nothing_at_all_makes_a_header_of_its_own(name: str, subject: str) -> None:
    try:
        content = build(written(recipient_name=name, subject=subject), SENDER, AT).content
    except Undeliverable:
        return
    assert read(content).keys() == HEADERS
    assert b"\n" not in content.replace(b"\r\n", b"")


@pytest.mark.parametrize("length", range(40, 120, 7))
def test_a_long_name_with_commas_stays_one_recipient(length: int) -> None:
    name = "Ana Alder, CPC, CCS, " + "B" * length
    content = build(written(recipient_name=name), SENDER, AT).content
    assert getaddresses([read(content)["To"]]) == [(name, "ana@example.com")]
    assert max(len(line) for line in content.split(b"\r\n")) < 998


@pytest.mark.parametrize(
    ("typed", "sent_to"),
    [
        ("ana@b\u00fccher.example", "ana@xn--bcher-kva.example"),
        ("ana@xn--bcher-kva.example", "ana@xn--bcher-kva.example"),
        ("Ana.B+jobs@Example.COM", "Ana.B+jobs@example.com"),
    ],
)
def test_an_internationalized_domain_is_sent_in_its_ascii_form(typed: str, sent_to: str) -> None:
    built = build(written(recipient=typed), SENDER, AT)
    assert (built.recipient, built.needs_utf8) == (sent_to, False)
    assert getaddresses([read(built.content)["To"]]) == [("Ana Coder", sent_to)]


def test_a_local_part_beyond_ascii_asks_for_smtputf8() -> None:
    built = build(written(recipient="j\u00f6rg@b\u00fccher.example"), SENDER, AT)
    assert (built.recipient, built.needs_utf8) == ("j\u00f6rg@xn--bcher-kva.example", True)


@pytest.mark.parametrize(
    "address",
    ["", "ana", "@example.com", "ana@", "ana@@example.com", "a b@example.com", "ana@exa mple.com", "ana@-x.example",
     "ana@[127.0.0.1]", "ana@example.com>", "ana@example.com\r\nBcc: x@evil.example", "ana\x00@example.com", "ana@example..com",
     "a" * 65 + "@example.com", "\ud800@example.com", '"a\r\nb"@example.com'],
)  # fmt: skip
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ValueError):
        on_the_wire(address)
    with pytest.raises(Undeliverable):
        build(written(recipient=address), SENDER, AT)


@pytest.mark.parametrize("broken", ["Message-ID: twice", "no id", "<a@b>\r\nBcc: x@evil.example", "<a b@c>"])
def test_a_message_id_that_is_none_is_refused(broken: str) -> None:
    with pytest.raises(Undeliverable):
        build(written(message_id=broken), SENDER, AT)


def test_what_does_not_read_back_as_it_was_meant_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last gate holds by itself: here against an encoder that lets everything through."""
    monkeypatch.setattr(building, "_encoded", lambda words, _header: words)
    for changes in (
        {"subject": INJECTED},
        {"subject": "Hello\r\nBcc: x@evil.example"},
        {"recipient_name": "Ana\r\nBcc: x@evil.example"},
        {"subject": "Hello\r\n\r\n<h1>Pay now</h1>"},
    ):
        with pytest.raises(Undeliverable, match="not sent"):
            build(written(**changes), SENDER, AT)


def test_lines_of_a_body_cannot_end_the_message_or_begin_a_part() -> None:
    text = ".\r\n--=_0\r\nContent-Type: text/html\r\n\r\nFrom here\r\n" + "x" * 5000
    got = message_from_bytes(build(written(text=text), SENDER, AT).content)
    assert got.get_payload()[0].get_payload(decode=True) == text.encode()  # type: ignore[index,union-attr]


@pytest.mark.parametrize("words", [INJECTED, "Ana\r\nBcc: x@evil.example", "Ana\tCoder", "=?UTF-8?Q?x?=", "a\u2028b", "a\x00b"])
def test_words_of_one_line_refuse_what_must_not_stand_in_a_header(words: str) -> None:
    assert refusal(words)


@pytest.mark.parametrize(
    "words", ["", "Ana Alder, CPC", "R\u00e9sum\u00e9 = ?", "Which=?yes", "\u6f22\u5b57 \U0001fa7a", "a\u200db"]
)
def test_words_people_use_are_taken(words: str) -> None:
    assert refusal(words) is None
