"""In which states one may live to do remote work, out of words: "must reside in TX, OK or LA", "we cannot hire in California".

A list counts where the words before it ask for it and it follows at once. Two lists that differ (one for nurses, one for the office)
leave open which is meant, and so nothing is read.
"""

from __future__ import annotations

import re

from careercenter.core.places import HOME_STATES, state_code
from careercenter.core.prefiltered import PrefilteredPattern
from careercenter.importing.place_words import NOISE, US, read_places, state_alone
from careercenter.importing.statements import LONGEST, quote
from careercenter.postings.content import LiveIn

_NAMES = "|".join(
    [
        *sorted((re.escape(name) for name in HOME_STATES.values()), key=len, reverse=True),
        r"(?:US |United States )?(?<!British )Virgin Islands",
    ]
)
_CODES = "|".join(HOME_STATES)
# "Washington, DC" is one place, and "New York City" no state.
_STATE = rf"(?:Washington,? D\.?C\.?|(?:{_NAMES})(?! City\b)|(?:{_CODES})\b(?![-'’]))"
_SEPARATOR = r"(?: ?[,;/&|] ?(?:and |or |& )?| (?:and|or|nor|&) | ?\n[-*• ]{0,3})"
_STATES = re.compile(
    r"(?:\s|[:(-]|\b(?:the|following|approved|these|listed|below|any|one|all|of|only|states?|in|are|include[sd]?|is|a|resident|residents|US|U\.S\.)\b){0,14}"
    rf"(?P<list>{_STATE}(?:{_SEPARATOR}(?={_STATE}){_STATE}){{0,59}})(?!,? ?(?:\d{{5}}|time ?zone))"
)
_ONE = re.compile(_STATE)
# "TX, OK and 30 other states": the list is not the whole.
_GOES_ON = re.compile(
    r",? ?(?:(?:and|or|plus|as well as) )?(?:\d|many|several|most|other|more\b|etc|surrounding|neighbou?ring|select|additional)",
    re.IGNORECASE,
)
# What asks for a home in the states that follow at once.
_LISTED = PrefilteredPattern(
    r"\b(?:must|should|need(?:s|ed)? to|required to|have to|only|currently|candidates? (?:who|that)|applicants? (?:who|that))\b[^.\n]{0,60}\b(?:resid(?:e|ing)|liv(?:e|ing)|located|based|residents?|residency|hir(?:e|ing)|employ(?:ing)?|accept(?:ing)?|open|available)\b(?: (?:to|for|in|of|from|candidates|applicants|residents|people|employees|those|located|based|living|residing|who|live|reside|are|and|willing|work)){0,8}"
    r"|\b(?:available|open|eligible|limited|restricted)\b(?: (?:only|to|for|in|residents?|of|candidates|applicants|those|living|based|located|who|live|reside|people)){1,6}"
    r"|\b(?:fully |100% |completely )?remote(?:ly)?\b(?: (?:position|role|job|work|opportunity|only|available|is|within|from|in|for|to|residents|of|candidates|employees)){1,6}"
    r"|\b(?:approved|eligible|hiring|permitted|allowed) states?\b(?: (?:are|include|for remote work|list))?"
    r"|\b(?:hire|hiring|employ|recruit)\b(?: (?:only|remotely|remote|candidates|employees|applicants|people|coders|in|from|who|live|reside|residing|living)){1,6}"
    r"|\bfollowing states?\b|\bresidents of\b|\bwork from home in\b|\blive in one of\b",
    re.IGNORECASE,
)
_BUT = PrefilteredPattern(
    r"\b(?:anywhere|nationwide|states?|USA?|U\.S\.|United States|country|remote(?:ly)?|everywhere|any|hir(?:e|ing)|employ)\b[^.\n]{0,60}\b(?:except(?:ing|ion)?(?: for| of| in)?|excluding|excludes?|other than|besides|but(?: not)?(?: in| for)?|not in|minus|with the exception of)"
    r"|\b(?:not|n['’]t|unable to|cannot|no longer)\b(?: (?:currently|able|to|yet|presently|be|considering|consider|hire|hiring|employ|employing|accept|accepting|available|open|eligible|applicants|candidates|residents|remote|employees|people|located|based|living|residing|who|live|reside|offered)){1,8}(?: (?:in|to|from|of|for|by))"
    r"|\bexcluded states?\b(?: (?:are|include))?|\b(?:states? (?:not (?:eligible|available|approved|included))|ineligible states?)\b",
    re.IGNORECASE,
)
_ALL = PrefilteredPattern(
    r"anywhere (?:in|within) the (?:US|U\.S\.|United States|continental)|(?:all|any) (?:of the )?(?:50|fifty) (?:US |U\.S\. )?states"
    r"|(?:from|in|within) any (?:US )?state\b|\b(?:remote(?:ly)?|hir(?:e|es|ing)|candidates|applicants|open|available|eligible)\b[^.\n]{0,40}\bnationwide\b|\bnationwide\b[^.\n]{0,20}\b(?:remote|candidates|applicants)"
    r"|work from anywhere in the (?:US|United States)|\b(?:remote(?:ly)?|hir(?:e|es|ing)|candidates|applicants|open|available|eligible)\b[^.\n]{0,40}\ball states\b(?! but| except)"
    r"|must (?:reside|live|be located|be based) (?:in|within) the (?:continental )?(?:US|U\.S\.|United States)"
    r"|need to (?:reside|live|be located|be based) (?:in|within) the (?:continental )?(?:US|U\.S\.|United States)",
    re.IGNORECASE,
)
# What is said of a list behind it: "residents of Alaska and Hawaii are not eligible", "coders in Texas only cannot apply".
_TURNED_DOWN = re.compile(
    r"[^.;\n]{0,30}?\b(?:(?:are|is|will|can|may|do|does)(?: currently| presently| also)? ?(?:not|n['’]t)\b|cannot\b|can['’]t\b|aren['’]t\b|won['’]t\b"
    r"|(?:are|is|will be)(?: currently)? (?:ineligible|excluded|exempt|prohibited|barred|disqualified|declined|rejected)\b"
    r"|need not apply\b|ineligible\b|excluded\b)",
    re.IGNORECASE,
)
# A wish, a condition of something else, or what pay depends on.
_NOT_ASKED = re.compile(
    r"\bprefer|\bideal|\bif you|\bcompensation\b|\bsalary\b|\bpay range\b|\bprivacy\b|\bmarket\b|\bcommut|\bapply to residents\b|\bpursuant\b|\blaws? of\b|\bclients?\b|\blicens|\btime ?zones?\b",
    re.IGNORECASE,
)
_PERHAPS = PrefilteredPattern(
    r"state|resid|\bliv|locat|\bbased\b|remote|\bhir|nationwide|anywhere|everywhere|\bUS\b|U\.S\.|open to|work from home",
    re.IGNORECASE,
)
_PART_OF_US = re.compile(r"non-|outside|coast|time ?zone|midwest|north ?east|south", re.IGNORECASE)


def states_in(text: str) -> tuple[str, ...]:
    """Give the states of a list ("TX, Ohio or DC")."""
    found = ("DC" if one[0].startswith("Washington") and "C" in one[0] else state_code(one[0]) for one in _ONE.finditer(text))
    return tuple(dict.fromkeys(code for code in found if code))


def find_live_in(text: str) -> tuple[LiveIn | None, tuple[str, ...], str]:
    """Find in which states one may live, and the words that say it; (None, (), "") where nothing is said, or two things are."""
    found: dict[tuple[LiveIn, tuple[str, ...]], str] = {}
    everywhere = ""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if not _PERHAPS.search(line):
            continue
        for part in _parts(line, "\n".join(lines[number + 1 : number + 60])):
            if read := _read(part):
                found.setdefault(read, quote(part.replace("\n", " ")))
            elif not everywhere and _ALL.search(part):
                everywhere = quote(part)
    if len(found) == 1:
        (meaning, states), said = next(iter(found.items()))
        return meaning, states, said
    return (LiveIn.ALL, (), everywhere) if everywhere and not found else (None, (), "")


def _parts(line: str, following: str) -> list[str]:
    """Cut a line into sentences of bounded length; one that ends with a colon has the list below it."""
    parts = [part[: LONGEST * 2] for part in re.split(r"(?<=[a-z)A-Z]{2})[.!]\s{1,9}(?=[A-Z])", line)]
    if line.rstrip().endswith(":"):
        parts[-1] = f"{parts[-1].rstrip()}\n{following[:LONGEST]}"
    return parts


def _read(part: str) -> tuple[LiveIn, tuple[str, ...]] | None:
    head = part.split("\n", 1)[0]
    if _NOT_ASKED.search(head):
        return None
    for pattern, meaning in ((_BUT, LiveIn.ALL_BUT), (_LISTED, LiveIn.LISTED)):
        for match in pattern.finditer(head):
            listed = _STATES.match(part, match.end())
            if listed and not _GOES_ON.match(part, listed.end()) and (states := states_in(listed["list"])):
                turned_down = meaning is LiveIn.LISTED and _TURNED_DOWN.match(part, listed.end())
                return (LiveIn.ALL_BUT if turned_down else meaning), states
    return None


def live_in_of_location(text: str) -> tuple[LiveIn | None, tuple[str, ...]]:
    """Read in which states one may live from a location column that says "remote"."""
    rest = NOISE.sub(" ", text)
    listed = [code for part in re.split(r"[|;,/&()]|\bor\b|\band\b| - ", rest) if (code := state_alone(part))]
    if listed and not any(place.city for place in read_places(text)):
        return LiveIn.LISTED, tuple(dict.fromkeys(listed))
    return (LiveIn.ALL, ()) if US.search(text) and not read_places(text) and not _PART_OF_US.search(text) else (None, ())
