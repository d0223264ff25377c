"""What in a posting's words is known from scams, for the moderator's eyes: signals, never verdicts.

Sources: consumer.ftc.gov (2020-12, 2021-04), consumer.gov, consumeraffairs.com (2023-07): nobody honest asks an applicant for
money, mails a check and asks for part of it back, interviews by messenger only, or guarantees a job or an income. Honest
employers say that they never do so: what a sentence denies or warns of is no signal (`postings.denial`).

The words are read once, when they are written (`read`); what depends on the employer's site is added when they are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from careercenter.core.contacts import FREE_MAIL, Contact, contacts
from careercenter.core.enums import LabelledEnum
from careercenter.core.i18n import _l
from careercenter.postings.content import ApplyHow, ExperienceBand, PostingContent
from careercenter.postings.denial import Sentences
from careercenter.postings.pay import hourly_range
from careercenter.postings.phrases import NO_EXPERIENCE, PHRASES, plain

# Raise it when the rules change: what was read under an older number is read anew.
RULES = 5

TOO_GOOD_WITHOUT_EXPERIENCE = 4500  # hourly cents; vocab: "no experience" beside more than $45 an hour
SHORTEST_DESCRIPTION = 400
MOST_OF_A_KIND = 5  # of one reason in one field; more say nothing new


class Level(LabelledEnum):
    """How much a signal weighs, heaviest first."""

    BLOCK = "block", _l("Known from scams")
    HOLD = "hold", _l("Look closely")
    WARN = "warn", _l("Doubtful")
    NOTE = "note", _l("Worth knowing")

    @property
    def weight(self) -> int:
        """Give a number that grows with it, 1 for a note; 0 stands for no signal."""
        return len(Level) - list(Level).index(self)


class Why(LabelledEnum):
    MONEY = "money", _l("It asks the applicant for money")
    MULE = "mule", _l("It moves money or goods through the applicant")
    MESSENGER = "messenger", _l("It interviews or writes by messenger")
    NAMES_MESSENGER = "names_messenger", _l("It names a messenger")
    TOO_GOOD = "too_good", _l("It is too good to be true")
    PAPERS = "papers", _l("It asks for papers or numbers before an offer")
    SELLS = "sells", _l("It sells a course or a business")
    DATA_ENTRY = "data_entry", _l("It speaks of data entry, not of coding")
    REAL_RECORDS = "real_records", _l("It may test on real records, or unpaid")
    TELEPHONE = "telephone", _l("The text has a phone number in it")
    EMAIL = "email", _l("The text has an e-mail address in it")
    FREE_EMAIL = "free_email", _l("The text has a free e-mail address in it")
    HIDDEN = "hidden", _l("An address or number is disguised")
    SHORT_LINK = "short_link", _l("A short link hides where it leads")
    OTHER_SITE = "other_site", _l("A link in the text leads to another site")
    APPLY_FREE = "apply_free", _l("Applications go to a free e-mail address")
    APPLY_OTHER = "apply_other", _l("Applications go to another domain than the employer’s site")
    APPLY_SITE = "apply_site", _l("Applying leads to another site than the employer’s")
    HIGH_PAY = "high_pay", _l("It pays more than $45 an hour without asking for experience")
    LITTLE = "little", _l("It says little: a short description and no code set")


# Contact details have a field of their own: their author is told so too.
CONTACTS = frozenset({Why.TELEPHONE, Why.EMAIL, Why.FREE_EMAIL, Why.HIDDEN, Why.SHORT_LINK, Why.OTHER_SITE})


@dataclass(frozen=True, slots=True)
class Signal:
    """`field` is the content's field it was found in, `found` the words themselves ("" when the rule is not about words)."""

    level: Level
    field: str
    why: Why
    found: str = ""

    @property
    def reason(self) -> str:
        return self.why.label


_OF_CONTACT: dict[Contact, tuple[Level, Why]] = {
    Contact.TELEPHONE: (Level.WARN, Why.TELEPHONE),
    Contact.EMAIL: (Level.WARN, Why.EMAIL),
    Contact.FREE_EMAIL: (Level.HOLD, Why.FREE_EMAIL),
    Contact.HIDDEN: (Level.HOLD, Why.HIDDEN),
    Contact.SHORT_LINK: (Level.HOLD, Why.SHORT_LINK),
    Contact.MESSENGER: (Level.BLOCK, Why.MESSENGER),
    Contact.LINK: (Level.NOTE, Why.OTHER_SITE),
}
# What an employer warns of or says it does not use: "we do not write from gmail.com".
_DENIABLE = frozenset({Contact.MESSENGER, Contact.FREE_EMAIL})
_TEXTS = ("title", "description", "hiring_steps", "codes", "ehrs", "encoders")


def signals(content: PostingContent, *, employer_host: str = "") -> list[Signal]:
    """Give what a moderator should look at, heaviest first. `employer_host` is the host of the employer's website."""
    return weighed(read(content), employer_host=employer_host)


def read(content: PostingContent) -> list[Signal]:
    """Read the words alone, whoever the employer is: where applying leads is said of every site, for `weighed` to compare."""
    found = list(dict.fromkeys([*_phrases(content), *_applying(content), *_offer(content)]))
    by_messenger = any(signal.why is Why.MESSENGER for signal in found)
    return [signal for signal in found if not (by_messenger and signal.why is Why.NAMES_MESSENGER)]


def weighed(found: Iterable[Signal], *, employer_host: str) -> list[Signal]:
    """Leave out what leads to the employer's own site, or cannot be compared with it; heaviest first."""
    order = list(Level)
    return sorted((one for one in found if not _expected(one, employer_host)), key=lambda one: order.index(one.level))


def heaviest(found: Iterable[Signal]) -> int:
    """Give the weight of the heaviest, 0 for none."""
    return max((signal.level.weight for signal in found), default=0)


def to_json(found: Iterable[Signal]) -> list[list[str]]:
    return [[signal.level.value, signal.field, signal.why.value, signal.found] for signal in found]


def from_json(kept: Iterable[Any]) -> list[Signal]:
    return [Signal(Level(level), field, Why(why), found) for level, field, why, found in kept]


def _expected(signal: Signal, employer_host: str) -> bool:
    """An address or a link of the employer's own site is where one expects it."""
    if signal.why in (Why.APPLY_OTHER, Why.APPLY_SITE):
        return not employer_host or _same_site(signal.found, employer_host)
    if not employer_host or signal.why not in (Why.EMAIL, Why.OTHER_SITE):
        return False
    return _same_site(signal.found.rpartition("@")[2].split("/", 1)[0], employer_host)


def _phrases(content: PostingContent) -> Iterator[Signal]:
    for field in _TEXTS:
        value = getattr(content, field)
        text = plain(value if isinstance(value, str) else " · ".join(value))
        if not text:
            continue
        sentences = Sentences(text)  # cut only when something is found
        for rule in PHRASES:
            words = dict.fromkeys(
                match.group() for match in rule.found_in(text) if not sentences.deny(match.start(), match.end())
            )
            yield from (Signal(Level(rule.level), field, Why(rule.why), word) for word in list(words)[:MOST_OF_A_KIND])
        for contact, places in contacts(text).items():
            level, why = _OF_CONTACT[contact]
            told = [word for word, start, end in places if contact not in _DENIABLE or not sentences.deny(start, end)]
            yield from (Signal(level, field, why, word) for word in list(dict.fromkeys(told))[:MOST_OF_A_KIND])


def _applying(content: PostingContent) -> Iterator[Signal]:
    if content.apply_how is ApplyHow.ADDRESS and "@" in content.apply_email:
        domain = content.apply_email.rsplit("@", 1)[1].lower()
        if domain in FREE_MAIL:
            yield Signal(Level.HOLD, "apply_email", Why.APPLY_FREE, domain)
        else:
            yield Signal(Level.HOLD, "apply_email", Why.APPLY_OTHER, domain)
    if content.apply_how is ApplyHow.LINK and content.apply_url:
        host = (
            content.apply_url.split("://", 1)[-1].split("/", 1)[0].split("@")[-1].split(":", 1)[0].lower().removeprefix("www.")
        )
        found = contacts(plain(content.apply_url))
        if Contact.SHORT_LINK in found:
            yield Signal(Level.HOLD, "apply_url", Why.SHORT_LINK, host)
        elif Contact.MESSENGER in found:
            yield Signal(Level.BLOCK, "apply_url", Why.MESSENGER, host)
        else:
            yield Signal(Level.NOTE, "apply_url", Why.APPLY_SITE, host)


def _offer(content: PostingContent) -> Iterator[Signal]:
    pay = hourly_range(content)
    entry = content.experience is ExperienceBand.ENTRY or bool(NO_EXPERIENCE.search(content.description))
    if pay and pay[1] > TOO_GOOD_WITHOUT_EXPERIENCE and entry:
        yield Signal(Level.HOLD, "pay_max", Why.HIGH_PAY)
    if len(content.description) < SHORTEST_DESCRIPTION and not content.code_sets and not content.codes:
        yield Signal(Level.WARN, "description", Why.LITTLE)


def _same_site(one: str, other: str) -> bool:
    one, other = one.removeprefix("www."), other.removeprefix("www.")
    return one == other or one.endswith("." + other) or other.endswith("." + one)
