"""What in a posting's words is known from scams, for the moderator's eyes: signals, never verdicts.

Sources: consumer.ftc.gov (2020-12, 2021-04), consumer.gov, consumeraffairs.com (2023-07): nobody honest asks an applicant for
money, mails a check and asks for part of it back, interviews by messenger only, or guarantees a job or an income.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _l
from careercenter.postings.content import ApplyHow, ExperienceBand, PostingContent
from careercenter.postings.pay import hourly_range


class Level(LabelledEnum):
    """How much a signal weighs, heaviest first."""

    BLOCK = "block", _l("Known from scams")
    HOLD = "hold", _l("Look closely")
    WARN = "warn", _l("Doubtful")
    NOTE = "note", _l("Worth knowing")


@dataclass(frozen=True, slots=True)
class Signal:
    """`field` is the content's field it was found in, `found` the words themselves ("" when the rule is not about words)."""

    level: Level
    field: str
    reason: str
    found: str = ""


TOO_GOOD_WITHOUT_EXPERIENCE = 4500  # hourly cents; vocab: "no experience" beside more than $45 an hour
SHORTEST_DESCRIPTION = 400

FREE_MAIL = frozenset((
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "ymail.com", "aol.com", "icloud.com",
    "proton.me", "protonmail.com", "gmx.com", "mail.com", "yandex.com", "zoho.com", "tutanota.com",
))  # fmt: skip

# (level, what it means, patterns). They are plain words and nothing in them backtracks: a description may be long.
_PHRASES: tuple[tuple[Level, str, tuple[str, ...]], ...] = (
    (Level.BLOCK, "asks the applicant for money", (
        "training fee", "starter kit", "refundable deposit", "application fee", "processing fee", "certification fee",
        "registration fee", "enrollment fee", "pay for (?:the|your|a) background check", "purchase our software",
        "purchase (?:the|your) (?:kit|equipment)",
    )),
    (Level.BLOCK, "moves money or goods through the applicant", (
        "(?:mail|mailed|send) you a che(?:ck|que)", "deposit the che(?:ck|que)", "cashier'?s che(?:ck|que)",
        r"\bzelle\b", r"cash ?app\b", "gift cards?", "approved vendor for your equipment", "re-?shipping",
        "western union", "moneygram", "bitcoin",
        "cryptocurrency", r"\busdt\b",
    )),
    (Level.BLOCK, "interviews by messenger", (
        r"\btelegram\b", r"\bwhats ?app\b", "signal (?:app|messenger|chat)", r"\bon signal\b", "text-only interview",
        "interview (?:is |will be )?(?:by|via|over) text", "google (?:hangouts|chat)", "teams chat interview", "wire app",
        "wickr", "discord interview",
    )),
    (Level.HOLD, "is too good to be true", (
        "guaranteed income", "guaranteed (?:job|employment|placement)", "hired on the spot", "no interview",
        "unlimited earnings?", r"earn up to \$?\d{1,9}k? (?:a|per) week", "easy money", "financial freedom", "be your own boss",
    )),
    (Level.HOLD, "asks for papers or numbers before an offer", (
        "send (?:us )?(?:your )?(?:ssn|social security)", "social security number", "copy of (?:your )?driver'?s? licen[cs]e",
        "bank (?:login|account number|details)", "voided che(?:ck|que)", r"front and back of (?:your )?id\b", "online banking",
    )),
    (Level.WARN, "sells a course or a business", (
        "job guaranteed after", "enroll in our", "our (?:cpc|coding) (?:class|course|boot ?camp)", "franchise",
        "start your own (?:billing|coding) business", "buy the software", r"\bmlm\b", "multi-level marketing",
    )),
    (Level.WARN, "speaks of data entry, not of coding", (
        "data entry", "envelope stuffing", "typing jobs?", "copy.paste jobs?",
    )),
    (Level.NOTE, "may test on real records, or unpaid", (
        "unpaid (?:test|trial|training)", "(?:real|live) (?:patient )?charts (?:before|prior to) (?:hire|an offer)",
        "test on live charts",
    )),
)  # fmt: skip
_COMPILED = tuple((level, reason, re.compile("|".join(patterns), re.IGNORECASE)) for level, reason, patterns in _PHRASES)
_NO_EXPERIENCE = re.compile(
    r"no (?:prior |previous |coding )?experience (?:is )?(?:needed|necessary|required)|no experience", re.IGNORECASE
)
_TEXTS = ("title", "description", "hiring_steps", "codes", "ehrs", "encoders", "apply_url", "apply_email")


def signals(content: PostingContent, *, employer_host: str = "") -> list[Signal]:
    """Give what a moderator should look at, heaviest first. `employer_host` is the host of the employer's website."""
    found = [*_phrases(content), *_contact(content, employer_host), *_offer(content)]
    order = list(Level)
    return sorted(dict.fromkeys(found), key=lambda signal: order.index(signal.level))


def _phrases(content: PostingContent) -> list[Signal]:
    found = []
    for field in _TEXTS:
        value = getattr(content, field)
        text = value if isinstance(value, str) else " · ".join(value)
        text = text.replace("’", "'")
        for level, reason, pattern in _COMPILED:
            words = dict.fromkeys(match.group().lower() for match in pattern.finditer(text))
            found += [Signal(level, field, f"It {reason}", word) for word in words]
    return found


def _contact(content: PostingContent, employer_host: str) -> list[Signal]:
    found = []
    if content.apply_how is ApplyHow.ADDRESS and "@" in content.apply_email:
        domain = content.apply_email.rsplit("@", 1)[1].lower()
        if domain in FREE_MAIL:
            found.append(Signal(Level.HOLD, "apply_email", "Applications go to a free e-mail address", domain))
        elif employer_host and not _same_site(domain, employer_host):
            found.append(Signal(Level.HOLD, "apply_email", f"Applications go to another domain than {employer_host}", domain))
    if content.apply_how is ApplyHow.LINK and content.apply_url:
        host = (
            content.apply_url.split("://", 1)[-1].split("/", 1)[0].split("@")[-1].split(":", 1)[0].lower().removeprefix("www.")
        )
        if employer_host and not _same_site(host, employer_host):
            found.append(Signal(Level.NOTE, "apply_url", f"Applying leads to another site than {employer_host}", host))
    return found


def _offer(content: PostingContent) -> list[Signal]:
    found = []
    pay = hourly_range(content)
    entry = content.experience is ExperienceBand.ENTRY or bool(_NO_EXPERIENCE.search(content.description))
    if pay and pay[1] > TOO_GOOD_WITHOUT_EXPERIENCE and entry:
        found.append(Signal(Level.HOLD, "pay_max", "It pays more than $45 an hour without asking for experience"))
    if len(content.description) < SHORTEST_DESCRIPTION and not content.code_sets and not content.codes:
        found.append(Signal(Level.WARN, "description", "It says little: a short description and no code set"))
    return found


def _same_site(one: str, other: str) -> bool:
    return one == other or one.endswith("." + other) or other.endswith("." + one)
