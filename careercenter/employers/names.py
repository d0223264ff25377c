"""What the name of an employer must not hold: it stands over jobs and in e-mails to strangers."""

from __future__ import annotations

import re
import unicodedata

from careercenter.core.contacts import Contact, contacts
from careercenter.core.header_words import refusal as refused_in_headers
from careercenter.core.i18n import _

_WITH_PATH = re.compile(r"[\w\-]\.[a-z]{2,24}/\S")
_MOST_BESIDE_A_SITE = 2  # words: "Booking.com Health" is a name, "visit evil.example to claim your pay" is not


def refusal(name: str) -> str | None:
    """Say what to change in a name, or None when it may stand."""
    if wrong := refused_in_headers(name):
        return wrong
    if "=?" in name:
        return _("Enter it as people read it, without “=?”.")
    text = unicodedata.normalize("NFKC", name).lower()
    found = contacts(text)
    if Contact.TELEPHONE in found or any(len(run) >= 7 for run in _digits(text)):
        return _("Enter the name without a phone number.")
    if {Contact.EMAIL, Contact.FREE_EMAIL, Contact.HIDDEN, Contact.MESSENGER} & found.keys() or "@" in text:
        return _("Enter the name without an e-mail address.")
    beside = len(text.split()) - 1
    address = "://" in text or "www." in text or _WITH_PATH.search(text) is not None
    if Contact.SHORT_LINK in found or address or (Contact.LINK in found and beside > _MOST_BESIDE_A_SITE):
        return _("Enter the name without a web address: the website has a field of its own.")
    return None


def _digits(text: str) -> list[str]:
    """Give the runs of digits, with what people put between those of a telephone number left out."""
    return "".join(letter if letter.isdigit() else "" if letter in "-.() " else " " for letter in text).split()
