"""Contact details and links in a text, also those written so that nobody finds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from careercenter.core.enums import LabelledEnum
from careercenter.core.prefiltered import PrefilteredPattern


class Contact(LabelledEnum):
    TELEPHONE = "telephone"
    EMAIL = "email"
    FREE_EMAIL = "free_email"
    HIDDEN = "hidden"
    SHORT_LINK = "short_link"
    MESSENGER = "messenger"
    LINK = "link"


FREE_MAIL = frozenset((
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "ymail.com", "aol.com", "icloud.com",
    "proton.me", "protonmail.com", "gmx.com", "mail.com", "yandex.com", "zoho.com", "tutanota.com", "msn.com", "me.com",
    "rocketmail.com", "fastmail.com", "hushmail.com", "mail.ru", "tuta.io", "pm.me",
))  # fmt: skip
# Addresses that an internet provider gives its customers.
_PROVIDERS = frozenset((
    "comcast.net", "xfinity.com", "att.net", "sbcglobal.net", "bellsouth.net", "verizon.net", "cox.net", "charter.net",
    "spectrum.net", "rr.com", "twc.com", "earthlink.net", "centurylink.net", "frontier.com", "windstream.net", "optonline.net",
    "juno.com", "netzero.net", "mac.com", "duck.com", "hey.com",
))  # fmt: skip
_EXAMPLES = frozenset({"example.com", "example.org", "example.net"})  # RFC 2606 keeps them for everybody
SHORTENERS = frozenset((
    "bit.ly", "tinyurl.com", "t.co", "goo.gl", "rb.gy", "cutt.ly", "is.gd", "ow.ly", "buff.ly", "t.ly", "shorturl.at",
    "rebrand.ly", "bl.ink", "tiny.cc", "s.id", "v.gd", "shorte.st", "adf.ly", "soo.gd", "clck.ru", "lnk.to", "bit.do", "u.to",
    "tiny.one", "tinu.be", "dub.sh", "short.io", "kutt.it", "l.ead.me", "qrco.de", "linktr.ee",
))  # fmt: skip
MESSENGERS = frozenset(
    {
        "t.me",
        "telegram.me",
        "telegram.dog",
        "wa.me",
        "wa.link",
        "signal.group",
        "line.me",
        "discord.com",
        "join.skype.com",
        "api.whatsapp.com",
        "chat.whatsapp.com",
        "signal.me",
        "discord.gg",
        "m.me",
    }
)
_FREE_NAMES = "gmail|googlemail|outlook|hotmail|yahoo|ymail|aol|icloud|protonmail|proton|gmx|zoho|yandex"
_ANY_COUNTRY = frozenset(_FREE_NAMES.split("|")) | {"live", "msn"}
# Top-level domains by which a word without https:// is known as an address: none that is a word, for "please.to apply"
# stands in real texts.
_TOPS = "com|org|info|biz|io|gov|edu|mil|xyz|ly|me|gl|gd|ru|cn"
# Where coders are sent honestly: the bodies that certify them, and government.
_KNOWN = ("gov", "mil", "ahima.org", "aapc.com", "acdis.org", "hcpro.com", "nhanow.com", "amci.org")
_DOT = r"\s{0,3}(?:\(\s?dot\s?\)|\[\s?dot\s?\]|\{\s?dot\s?\}|\bdot\b)\s{0,3}"
_AT = r"\s{0,3}(?:\(\s?at\s?\)|\[\s?at\s?\]|\{\s?at\s?\}|<\s?at\s?>)\s{0,3}"

_EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}@((?:[\w\-]{1,63}\.){1,4}[a-z]{2,24})\b")
_TELEPHONE = re.compile(
    r"(?<![\w.\-/#$])(?:\+?1[\s.\-]{0,2})?(?:\([2-9]\d{2}\)[\s.\-–‑]{0,2}"
    r"|[2-9]\d{2}[\s.\-–‑/]{1,2})[2-9]\d{2}[\s.\-–‑]{1,2}\d{4}(?![\w\-–]|\.\d)"
    r"|(?<![\w.\-/#$+])\+\d{1,3}[\s.\-]?\d{2,4}(?:[\s.\-]?\d{2,4}){2,3}(?!\w)"
)
# Ten digits in one run are a number of many kinds (a provider's, a requisition's): one to call only where the words say so.
_RUN_OF_DIGITS = re.compile(
    r"\b(?:call|text|phone|telephone|tel|cell|mobile|dial|sms|contact|reach)\b[^\d\n.;]{0,30}?(\+?1?[\s.\-]?(?:\([2-9]\d{2}\)|[2-9]\d{2})[2-9]\d{6})(?!\w|[.,]\d)"
)
_DIGITS = "zero|oh|one|two|three|four|five|six|seven|eight|nine"
# Each match holds one of these, or the name of a free mail service.
_HIDING = (
    *(
        "(at",
        "( at",
        "[at",
        "[ at",
        "{at",
        "{ at",
        "<at",
        "< at",
        "(dot",
        "( dot",
        "[dot",
        "[ dot",
        "{dot",
        "{ dot",
        " dot",
        "dot ",
    ),
    *(" @", "@ ", " .", ". ly", ". com", ". gy", ". gd", ". me"),
)
_HIDDEN = PrefilteredPattern(
    rf"\b[\w.+\-]{{1,64}}{_AT}[\w\-]{{2,63}}(?:{_DOT}|\s{{0,3}}\.\s{{0,3}})[a-z]{{2,24}}\b"
    rf"|\b[\w.+\-]{{1,64}}(?:{_AT}|\s?@\s?|\s+at\s+)[\w\-]{{2,63}}{_DOT}(?:{_TOPS})\b"
    rf"|\b[\w.+\-]{{1,64}}\s+at\s+(?:{_FREE_NAMES})\b(?:\s?\.\s?com)?"
    rf"|\b(?:{_FREE_NAMES}|bit|tinyurl|t){_DOT}(?:com|me|ly)\b"
    rf"|\b[\w.+\-]{{1,64}}(?:\s@\s?|@\s)(?:{_FREE_NAMES})\s?\.\s?com\b"
    r"|\b(?:bit|tinyurl|cutt|rebrand|rb|is|wa|t)(?:\s{1,3}\.\s{0,3}|\.\s{1,3})(?:ly|com|gy|gd|me)/[\w\-]{2,60}",
    words=(*_HIDING, *_FREE_NAMES.split("|")),
)
_NUMBER_IN_WORDS = re.compile(rf"\b(?:(?:{_DIGITS})[\s\-,.]{{1,2}}){{6,9}}(?:{_DIGITS})\b")
# Tried where two such words stand in a row: it begins with what few characters are.
_TWO_IN_WORDS = re.compile(rf"[\s\-,.](?:{_DIGITS})[\s\-,.]{{1,2}}(?:{_DIGITS})\b")
_SPACED_NUMBER = re.compile(r"\d(?<![\w.\-]\d)(?:[\s.\-]\d){9}(?![\w\-])")
_LINK = PrefilteredPattern(
    rf"(?<![@\w.\-])(?:https?://)?(?:www\.)?((?:[a-z0-9][a-z0-9\-]{{0,62}}\.){{1,4}}(?:{_TOPS})|signal\.group|wa\.link|telegram\.dog)(?![\w@\-])(?:[/?#][^\s<>\"')\]]{{0,300}})?",
    words=(*(f".{top}" for top in _TOPS.split("|")), ".group", ".link", ".dog"),
)
_SHORT = PrefilteredPattern(rf"(?<![\w.@\-])(?:{'|'.join(map(re.escape, sorted(SHORTENERS)))})(?![\w.\-])(?:/[\w\-]{{0,60}})?")
_SCHEME = PrefilteredPattern(r"(?:https?://|\bwww\.)(?:[^\s/@]{1,100}@)?([a-z0-9.\-]{1,253})[^\s<>\"')\]]{0,300}")
_HANDLE = re.compile(
    r"\b(?:telegram|whats ?app|signal|wechat|skype|discord|viber|kik)\b[^.\n@+\d]{0,30}(?:@[a-z]\w{2,31}"
    r"|\+?\d[\d\s().\-]{8,16}\d)"
    r"|\b(?:text|message|add|dm|ping|write(?: to)?|contact|reach)\s(?:\w+\s){0,3}@[a-z]\w{3,31}\b(?!\.)"
)
# "http://2130706433/": a machine by its number, which no employer's site is.
_NUMERIC = re.compile(r"0x[0-9a-f]{6,8}|\d{8,12}|(?:\d{1,3}\.){3}\d{1,3}")
# Honest notices give such details for people who need help with applying.
_FOR_HELP = re.compile(r"accommodat|disabilit|\btty\b|\btdd\b|relay|eeo|e-verify|equal (?:employment )?opportunit")
_AROUND = 160

_DIGIT = re.compile(r"\d")

Found = list[tuple[str, int, int]]
Mention = tuple[Contact, str, int, int]  # the kind, the words, and from where to where they stand


def is_public_mail(domain: str) -> bool:
    """Say whether anybody gets an address at a domain, so that it says nothing of where a person works."""
    domain = domain.lower()
    if any(domain == one or domain.endswith(f".{one}") for one in FREE_MAIL | _PROVIDERS):
        return True
    return domain in _EXAMPLES or domain.partition(".")[0] in _ANY_COUNTRY


def contacts(text: str) -> dict[Contact, Found]:
    """Give what a text in small letters holds of each kind, with where it stands; what is given for help alone is left out."""
    found: dict[Contact, Found] = {}
    for kind, words, start, end in chain(_addresses(text), _telephones(text), _hints(text), _links(text)):
        if kind in _QUIET and _FOR_HELP.search(text, max(0, start - _AROUND), end + 60):
            continue
        found.setdefault(kind, []).append((" ".join(words.split())[:120], start, end))
    return found


def _addresses(text: str) -> Iterator[Mention]:
    for match in _EMAIL.finditer(text) if "@" in text else ():
        yield Contact.FREE_EMAIL if match[1] in FREE_MAIL else Contact.EMAIL, match[0], *match.span()


def _telephones(text: str) -> Iterator[Mention]:
    if not _DIGIT.search(text):
        return
    for match in _TELEPHONE.finditer(text):
        yield Contact.TELEPHONE, match[0], *match.span()
    for match in _RUN_OF_DIGITS.finditer(text):
        yield Contact.TELEPHONE, match[1], *match.span(1)


def _hints(text: str) -> Iterator[Mention]:
    """Give what hides an address, and what names an account at a messenger."""
    in_words = _NUMBER_IN_WORDS.finditer(text) if _TWO_IN_WORDS.search(text) else ()
    for match in chain(_HIDDEN.finditer(text), in_words, _SPACED_NUMBER.finditer(text)):
        yield Contact.HIDDEN, match[0], *match.span()
    for match in _HANDLE.finditer(text) if "@" in text or "+" in text or _names_messenger(text) else ():
        yield Contact.MESSENGER, match[0], *match.span()


def _links(text: str) -> Iterator[Mention]:
    """Give the links, each host once."""
    if "." not in text and "://" not in text:
        return
    for match in _SHORT.finditer(text):
        yield Contact.SHORT_LINK, match[0], *match.span()
    seen = set(SHORTENERS)
    for match in chain(_SCHEME.finditer(text), _LINK.finditer(text)):
        host = match[1].removeprefix("www.").rstrip(".")
        if _NUMERIC.fullmatch(host):
            yield Contact.HIDDEN, match[0], *match.span()
        elif host not in seen and "." in host and not host.endswith(_KNOWN):
            seen.add(host)
            yield _link(host, match)


def _link(host: str, match: re.Match[str]) -> Mention:
    if host in FREE_MAIL:
        return Contact.FREE_EMAIL, host, *match.span()
    if host in MESSENGERS:
        return Contact.MESSENGER, match[0], *match.span()
    return Contact.LINK, host, *match.span()


_QUIET = frozenset({Contact.TELEPHONE, Contact.EMAIL, Contact.LINK})


def _names_messenger(text: str) -> bool:
    return any(word in text for word in ("telegram", "whatsapp", "whats app", "signal", "wechat", "viber"))
