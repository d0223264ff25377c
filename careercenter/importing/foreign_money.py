"""Money of other countries in words: "£28,000", "80k eur", "$35/hr Cdn", "(Canadian)", "all amounts in Canadian dollars"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from babel import Locale
from babel.numbers import get_territory_currencies

# A "€¢" is a bullet that was read in another encoding.
_SIGNS = re.compile(
    r"€(?!¢)|[£¥₹₱₩₪฿₺₦₫₽₴₵₡₲₸₾₼₮៛৳]|zł"
    r"|(?<![A-Za-z])(?:CA|CAN|CDN|Cdn|AU|AUS|A|NZ|NT|S|SG|HK|C|R|MX|MEX|Mex|RD|TT|BZ|FJ|COL)\$"
    r"|(?<![A-Za-z])(?:CAN|Can|CDN|Cdn|AUS|MEX|Mex) \$|\b[Rr]s\.? ?\d|\b(?:B/|S/)\.? ?\d"
    r"|\b(?:kr|Kr|Fr|fr|Ft)\.? ?\d|\d ?(?:kr|Kr|SFr|sFr|Fr|fr|Ft)\b"
)
# Each with its dollars, pesos and so on, or alone beside an amount: a Canadian employer may pay in US dollars.
_COUNTRIES = (
    "canadian|australian|singapore|singaporean|new zealand|hong kong|taiwan(?:ese)?|jamaican|bahamian|barbados|belize"
    "|bermuda(?:n)?|caymans?|namibian|fiji(?:an)?|trinidad|mexican|philippine|indian|british|swiss|danish|swedish"
    "|norwegian|brazilian|colombian|argentine|chilean"
)
_NAMED = re.compile(
    rf"\bpounds? sterling\b|\b(?:{_COUNTRIES}) (?:dollars?|funds|currency|\$|pesos?|rupees?|pounds?|francs?|reais)"
    rf"|\((?:{_COUNTRIES})\)",
    re.IGNORECASE,
)
# What counts beside an amount alone: three letters may be a code of ISO 4217.
_BESIDE = re.compile(
    r"(?<![A-Za-z])(?:(?P<code>[a-z]{3})|(?P<unit>euros?|rupees?|pesos?|lakhs?|lpa|crores?|yuan|renminbi|shekels?|rands?|reais"
    r"|francs?|zlotys?|zloty|kron(?:or|er|a|e)|rubles?|roubles?|dirhams?|riyals?|naira|ringgits?|baht|forints?|lira|taka|quid|shillings?)"
    rf"|(?P<pounds>pounds?)|(?P<country>{_COUNTRIES}))(?![A-Za-z])",
    re.IGNORECASE,
)
_AMOUNT_BEFORE = re.compile(
    r"\dk?\+?\s{0,2}(?:(?:/|per |an |a )?(?:hr|hour|h|year|yr|annum|annually|month|week|day|hourly)\.?\s{0,2})?\$?\s?\(?$",
    re.IGNORECASE,
)
_IN_BEFORE = re.compile(r"(?:\bin |\(|\(in )$", re.IGNORECASE)
_AMOUNT_BEHIND = re.compile(r"\s{0,2}\$?\s?\d|\$")
_OF_THE_WORK = re.compile(r" (?:patient|client|hospital|employee|coder|office|clinic|province|account|chart)", re.IGNORECASE)
_NEARBY = 24  # characters before a code in which its amount ends
# Codes that are words or abbreviations of another thing where amounts stand.
_ALSO_WORDS = frozenset("ALL AMD ANG BAM BOB COP CUP DOP ERN GEL LAK MAD MDL MOP PEN RON SOS TOP TRY".split())
_OURS = frozenset({"USD", "USN", "USS"})
# What a text says once of all its amounts.
_OF_ALL = re.compile(
    r"\b(?:amounts?|figures?|salar(?:y|ies)|pay|wages?|compensation|rates?|ranges?|paid|quoted|stated|dollars|currency)\b"
    rf"[^.\n]{{0,40}}(?:\b(?:in|are|is)\s{{1,3}}|:\s{{0,3}}|\()(?:the )?(?:(?P<code>[a-z]{{3}})\b"
    rf"|(?:{_COUNTRIES}) (?:dollars?|funds|currency|pesos?|rupees?|pounds?))",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    """Give the codes of the money that is paid with today, but for our own."""
    territories = (str(one) for one in Locale("en").territories)
    paid = {code for one in territories if len(one) == 2 for code in get_territory_currencies(one)}
    return frozenset((paid | {"CAN", "CDN", "RMB"}) - _OURS - _ALSO_WORDS)


def _is_code(letters: str, *, column: bool) -> bool:
    """In a column of pay a code counts in any letters; in prose it has capitals: "can" and "sek" are words there."""
    return letters.upper() in _codes() and (column or letters.isupper() or letters in ("Cdn", "Cad"))


def foreign_money(text: str, *, column: bool = True) -> str:
    """Give what says that a text of pay is in another money than US dollars: "£", "CAD"; "" where nothing does."""
    found = _SIGNS.search(text) or _NAMED.search(text) or next(_beside(text, column=column), None)
    return (found[0].strip("0123456789.,-–— \u00a0()/") or found[0].strip()) if found else ""


def _beside(text: str, *, column: bool) -> Iterator[re.Match[str]]:
    for found in _BESIDE.finditer(text):
        if found["code"] and not _is_code(found["code"], column=column):
            continue
        before = text[max(0, found.start() - _NEARBY) : found.start()]
        paid = bool(_AMOUNT_BEFORE.search(before))
        if found["code"]:
            paid = paid or bool(_IN_BEFORE.search(before) or _AMOUNT_BEHIND.match(text, found.end()))
            # A column has no room for a word that only looks like a code.
            paid = paid or (column and not (before.strip() and text[found.end() :].strip(" .)")))
        if found["pounds"]:
            paid = paid and (column or not text.startswith(" of", found.end()))
        if found["country"]:
            paid = paid and not _OF_THE_WORK.match(text, found.end())
        if paid:
            yield found


def pays_in_other_money(text: str) -> bool:
    """Say whether a text says of all its amounts that they are in another money."""
    return any(not found["code"] or _is_code(found["code"], column=False) for found in _OF_ALL.finditer(text))
