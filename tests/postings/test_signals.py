"""What is known from scams."""

import dataclasses
import time

import pytest
from sqlalchemy.orm import Session

from careercenter.postings.content import ApplyHow, ExperienceBand, PayBasis
from careercenter.postings.doubts import doubtful
from careercenter.postings.lifecycle import PostingStatus
from careercenter.postings.signal_cache import read_anew, signals_of
from careercenter.postings.signals import RULES, Level, signals
from tests.factories.postings import COMPLETE, make_posting

HOST = "harrowgate.example.com"


def with_words(words: str) -> list:
    return signals(dataclasses.replace(COMPLETE, description=COMPLETE.description + " " + words), employer_host=HOST)


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("There is a refundable deposit for the laptop.", Level.BLOCK),
        ("You pay for the background check.", Level.BLOCK),
        ("We will mail you a check for equipment.", Level.BLOCK),
        ("Paid by Zelle or Cash App.", Level.BLOCK),
        ("The interview is held on WhatsApp.", Level.BLOCK),
        ("A text-only interview follows.", Level.BLOCK),
        ("Guaranteed income from the first week.", Level.HOLD),
        ("Send us your SSN and the front and back of your ID.", Level.HOLD),
        ("Job guaranteed after our CPC class.", Level.WARN),
        ("Simple data entry.", Level.WARN),
        ("A long unpaid test on live charts.", Level.NOTE),
    ],
)
def test_known_phrases_are_seen(words: str, level: Level) -> None:
    assert level in {signal.level for signal in with_words(words)}


@pytest.mark.parametrize(
    "words",
    [
        "You check the deposit of funds against the remittance advice.",
        "You signal the clinic when a note is missing.",
        "Wire the encoder to the charge file.",
        "We give an electronic health record course to every new coder.",
    ],
)
def test_the_trades_own_words_are_not(words: str) -> None:
    assert with_words(words) == []


def test_an_honest_posting_has_none() -> None:
    assert signals(COMPLETE, employer_host=HOST) == []


@pytest.mark.parametrize(
    ("address", "levels"),
    [
        ("jobs@gmail.com", [Level.HOLD]),
        ("jobs@elsewhere.example", [Level.HOLD]),
        ("jobs@harrowgate.example.com", []),
        ("jobs@mail.harrowgate.example.com", []),
    ],
)
def test_where_applications_go_is_held_against_the_employers_site(address: str, levels: list[Level]) -> None:
    content = dataclasses.replace(COMPLETE, apply_how=ApplyHow.ADDRESS, apply_email=address)

    assert [signal.level for signal in signals(content, employer_host=HOST)] == levels


def test_high_pay_without_experience_is_held() -> None:
    entry = dataclasses.replace(COMPLETE, experience=ExperienceBand.ENTRY, pay_basis=PayBasis.HOURLY, pay_max=4600)

    assert [signal.field for signal in signals(entry)] == ["pay_max"]
    assert signals(dataclasses.replace(entry, pay_max=4500)) == []


def test_the_heaviest_comes_first() -> None:
    levels = [signal.level for signal in with_words("Data entry. A training fee. Hired on the spot.")]

    assert levels == [Level.BLOCK, Level.HOLD, Level.WARN]


def test_the_longest_description_is_read_quickly() -> None:
    began = time.process_time()
    with_words("send you your a a a checks " * 1100)

    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    "words",
    [
        "Do NOT include your photograph, age, social security number, etc. on your resume.",
        "We never interview by Telegram.",
        "You will never be asked for bank details.",
        "We don't use WhatsApp for interviews.",
        "No one from our team will contact you via Telegram or ask for a copy of your driver's license.",
        "We will never:\n- ask for bank details\n- interview via Telegram\n- mail you a check",
        "Beware of scams: fraudsters may ask for gift cards and pay by Zelle.",
        "There is no application fee.",
        "No training or registration fee is ever charged.",
        "If anyone asks you for your Social Security number, report it to us.",
        "We write from our own address and never through WhatsApp, Telegram or Signal.",
        "For a reasonable accommodation call 218-555-0100.",
        "You reconcile 99213-99215 and 38225-38228 with dates 2024-01-31.",
        "Look up the rules at aapc.com or at www.opm.gov.",
        "The team codes for a bank of 300 beds and a cryptocurrency exchange's clinic.",
    ],
)
def test_what_is_denied_or_warned_of_is_no_signal(words: str) -> None:
    assert with_words(words) == []


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("We never call. Text us on Telegram @hr instead.", Level.BLOCK),
        ("No experience needed, just pay the registration fee.", Level.BLOCK),
        ("You will not regret it, send us your SSN.", Level.HOLD),
        ("We are not a scam: deposit the check and send the rest by Zelle.", Level.BLOCK),
        ("We don't do phone calls, the interview is held on WhatsApp.", Level.BLOCK),
        ("Do not worry about costs but you pay for the background check.", Level.BLOCK),
        ("Not sure? Send your bank details.", Level.HOLD),
    ],
)
def test_a_denial_of_something_else_hides_nothing(words: str, level: Level) -> None:
    assert level in {signal.level for signal in with_words(words)}


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("Call 218-555-0199 to apply", Level.WARN),
        ("Ring (218) 555 0199", Level.WARN),
        ("218.555.0199", Level.WARN),
        ("two one eight five five five zero one nine nine", Level.HOLD),
        ("2 1 8 5 5 5 0 1 9 9", Level.HOLD),
        ("Write to hr@careers-northfield.co", Level.WARN),
        ("Write to hr.stmarys@gmail.com", Level.HOLD),
        ("hr.stmarys at gmail dot com", Level.HOLD),
        ("hr (at) northfield (dot) com", Level.HOLD),
        ("hrdesk@ gmail.com", Level.HOLD),
        ("Details at bit.ly/abc", Level.HOLD),
        ("https://tinyurl.com/x", Level.HOLD),
        ("bit dot ly slash abc", Level.HOLD),
        ("t.me/hrjobs", Level.BLOCK),
        ("wa.me/12185550199", Level.BLOCK),
        ("Message @hr_coding on Telegram", Level.BLOCK),
        ("WhatsApp +1 218 555 0199", Level.BLOCK),
        ("Apply at careers-northfield.com", Level.NOTE),
        ("Apply at https://elsewhere.example/x", Level.NOTE),
    ],
)
def test_contact_details_and_links_are_seen_and_their_author_is_told(words: str, level: Level) -> None:
    assert level in {signal.level for signal in with_words(words)}
    content = dataclasses.replace(COMPLETE, description=COMPLETE.description + " " + words)
    assert "description" in {lack.field for lack in doubtful(content, employer_host=HOST)}


def test_the_employers_own_site_and_address_are_expected() -> None:
    assert with_words(f"More at https://www.{HOST}/teams or from jobs@{HOST}.") == []


def test_a_short_link_to_apply_at_is_held() -> None:
    content = dataclasses.replace(COMPLETE, apply_how=ApplyHow.LINK, apply_url="https://bit.ly/abc")
    assert [signal.level for signal in signals(content, employer_host=HOST)] == [Level.HOLD]


class TestKept:
    def test_what_waits_is_read_once_and_anew_when_it_changes(self, session: Session) -> None:
        posting = make_posting(PostingStatus.PENDING, description=COMPLETE.description + " Paid by Zelle.")
        assert posting.signals_rules == RULES
        assert ["block", "description", "mule", "zelle"] in posting.signals_read
        assert signals_of(posting, employer_host="") == signals(posting.content)

    def test_a_draft_is_not_read(self, session: Session) -> None:
        assert make_posting(PostingStatus.DRAFT).signals_rules == 0

    def test_new_rules_read_anew_without_moving_a_version(self, session: Session) -> None:
        posting = make_posting(PostingStatus.PENDING, description=COMPLETE.description + " Paid by Zelle.")
        posting.signals_rules, posting.signals_read = 1, []
        session.flush()
        version = posting.version
        assert signals_of(posting, employer_host="") == signals(posting.content)
        assert read_anew() == 1
        session.expire(posting)
        assert (posting.signals_rules, posting.version) == (RULES, version)
        assert read_anew() == 0


@pytest.mark.parametrize(
    "words",
    [
        "Contact HR on Ｔｅｌｅｇｒａｍ.",
        "Contact HR on Tele\u2060gram.",
        "Contact HR on Tele\u200cgr\ufeffam.",
        "Contact HR on Тelegram.",
        "Contact HR on T e l e g r a m.",
        "Contact HR on Tele&#103;ram.",
        "Write to hr@gmail。com today.",
        "Write to hr＠gmail.com today.",
        "Call (218)5550199 to apply.",
        "Text 2185550199 to apply.",
        "Apply at bit .ly/3abc today.",
        "Join signal.group/#abc to apply.",
        "Apply at http://2130706433/form now.",
    ],
)
def test_what_only_looks_otherwise_is_read_as_it_looks(words: str) -> None:
    assert any(signal.found for signal in with_words(words))


@pytest.mark.parametrize(
    "words",
    [
        "Don't hesitate to contact our recruiter on WhatsApp.",
        "Do not wait: message HR on Telegram.",
        "Why not contact HR on Telegram?",
        "If you are interested, contact our recruiter on Telegram.",
        "If someone is interested, contact HR on WhatsApp.",
        "This is a legitimate job: contact us on Telegram.",
        "Beware of scams! We are real. Contact HR on Telegram.",
        "You are never asked for money, but you must buy your equipment first.",
    ],
)
def test_words_that_invite_deny_nothing(words: str) -> None:
    assert Level.BLOCK in {signal.level for signal in with_words(words)}


@pytest.mark.parametrize(
    "words",
    [
        "Social security number is not needed to apply.",
        "A social security number will be needed only after an offer.",
        "Please redact your social security number from transcripts.",
        "Documents with your social security number should be redacted.",
        "Your resume must not contain a social security number.",
        "Under no circumstances will we request your bank details.",
        "Zelle, Cash App and Venmo are never used.",
        "Telegram interviews are never used by us.",
        "We do not use gmail.com addresses.",
        "E-mails from hr@gmail.com are not from us.",
        "A copy of your driver's license is asked for once you are hired.",
    ],
)
def test_what_is_denied_behind_its_words_is_no_signal(words: str) -> None:
    assert not with_words(words)


@pytest.mark.parametrize(
    "words", ["Provider 1234567893 is ours.", "Requisition 2185550199.", "Code U.S. claims of D. C. A. B. E. Corp."]
)
def test_numbers_of_another_kind_are_no_telephones(words: str) -> None:
    assert not with_words(words)
