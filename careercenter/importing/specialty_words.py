"""Specialties out of words: those a title names, and where it names none those a description ties to the coding itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from careercenter.core.prefiltered import LazyPattern, PrefilteredPattern
from careercenter.importing.credential_words import without_credentials
from careercenter.importing.statements import Statement
from careercenter.taxonomy import catalogue

MOST = 5

# A title that speaks of this work; and one that speaks of another trade with the same words.
_WORK = re.compile(
    r"\bcod(?:er|ers|ing)\b|\bbill(?:er|ers|ing)\b|medical rec(?:ord)?s?\b|\bmed rec\b|\bhealth information\b|\bH\.?I\.?M\.?S?\b|\bCDIS?\b"
    r"|\bclinical doc|\brevenue (?:cycle|integrity)\b|\bRCM\b|\bdenials?\b|\bappeals?\b|\bcharge (?:capture|master|analyst|entry|integrity|audit)"
    r"|\bchargemaster\b|\brisk adjustment\b|\bHCC\b|\bDRG\b|\bregistrar\b|\btumor registry\b|\babstract(?:or|er|ion)\b|\breimbursement\b"
    r"|\bprior auth|\bpre-?cert|\bauthorization specialist|\bpayment (?:integrity|post)|\bclaims?\b|\bHEDIS\b|\brejections?\b|\bCAC\b"
    r"|\bcoding audit|\bmedical audit|\bCD[EI]\b|\bMRT\b|\brelease of information\b|\bROI\b|\baccounts receivable\b|\binsurance follow"
    r"|\b(?:CPC|CCS|COC|CRC|CIC|RHIT|RHIA|CPB|CCA|CPMA|CHONC|CIRCC|CDIP|CCDS)(?:-[AP])?\b",
    re.IGNORECASE,
)
_OTHER_WORK = re.compile(
    r"engineer|developer|designer|software|scientist|product (?:manager|owner)|account (?:executive|manager)|sales|counsel\b|attorney"
    r"|architect|recruiter|marketing|programmer|devops|data entry|researcher|transcription|paralegal|insurance agent|adjuster",
    re.IGNORECASE,
)
_SURELY = re.compile(
    r"medical rec(?:ord)?s?\b|\bmed rec\b|health information|(?:medical|clinical|inpatient|outpatient|hospital|profee|HCC|DRG) (?:cod|bill)"
    r"|\bCDIS?\b|clinical doc|\bHIM\b|\bcoders?\b",
    re.IGNORECASE,
)
_HEALTH = PrefilteredPattern(
    r"\bICD\b|\bICD-?10|\bCPT\b|\bHCPCS\b|\bDRGs?\b|\bHCCs?\b|medical cod|clinical cod|medical bill|health ?care|\bHIPAA\b|\bpatients?\b"
    r"|\bhealth\b|\bcancer\b|\btrauma\b|\bC(?:PC|CS|OC|RC|PB|PMA)\b|\bRHI[AT]\b|\bhospital|\bphysician|\bclinic|\bMedicare\b|\bpayers?\b|\bmedical\b|health (?:record|information)|\bAHIMA\b|\bAAPC\b",
    re.IGNORECASE,
)

# Synonyms that mean something else in the title of a job, or in any text.
_NOT_IN_TITLES = frozenset(
    "query path rounding mat stars breast his sip ot pt ar uds ipf iec oto audit ods education qa trainer instructor curriculum ltc php "
    "medicine quality supplies compliance stroke vascular heme mds hours laboratory iva irr cts ap trauma surgery will".split()
) | {"no experience", "team lead", "data abstractor", "per diem", "medical records", "health information", "physician coding"}

# Words of titles the catalogue's synonyms do not have. A None: the words are used up and say nothing.
_TITLE_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"release of information|\bROI\b|health information tech\w{0,30}|\(HIT\)|\bHIT\b|scanner|office automation|\(OA\)|admissions|analyzer", ("him-records",)),
    (r"(?:cancer|tumou?r) regist\w{1,30}", ("cancer-registry",)),
    (r"trauma regist\w{1,30}", ("emergency",)),
    (r"in(?:-?patient)?\s{0,9}(?:/|and|&|or)\s{0,9}out(?:-?pat\w{0,30})?|out(?:-?pat\w{0,30})?\.?\s{0,9}(?:/|and|&|or)\s{0,9}in-?patient\b", ("inpatient", "outpatient-facility")),
    (r"\bcdis?\b|clinical document\w{1,30} (?:improvement|integrity|specialist)\w{0,30}(?: specialist)?", ("cdi",)),
    (r"\bIP ?-?DRG\b", ("inpatient-drg",)),
    (r"\bE[DR] (?:pro ?-?fee|professional|physician)|(?:pro ?-?fee|professional|physician) E[DR]\b", ("ed-profee",)),
    (r"\bE[DR]\b(?=\s{0,9}(?:/|and|&)?\s{0,9}(?:observation|facility|coder|coding|outpat))|emergency (?:department|room|medicine)", ("emergency",)),
    (r"\bout-?pat(?:ient)?s?\b\.?", ("outpatient-facility",)),
    (r"\bin-?pat(?:ient)?s?\b\.?", ("inpatient",)),
    (r"coding (?:quality )?audit\w{0,30}|\bauditors?\b|audit(?:ing)? specialist|coding quality (?:analyst|reviewer|specialist)|coding compliance audit\w{0,30}", ("auditing",)),
    (r"educators?\b|coding trainer|coding instructor|coding education", ("education-training",)),
    (r"(?:supervis\w{1,30}|manager|director|lead|chief|head)\b(?=.{0,120}(?:coder|coding|medical records|mrt|him\b|health information))"
     r"|(?:coder|coding|him|health information|medical records (?:administrat\w{1,30}|technician))\b[^,]{0,120}\b(?:supervisor|manager|director|lead|chief)|\bCHIM\b|medical records administrator", ("coding-management",)),
    (r"(?:denials?|appeals?|rejections?|underpayments?)(?: (?:management|specialist|analyst|coordinator|representative|nurse|prevention))?", ("denials-appeals",)),
    (r"payment post\w{0,30}|rcm posting|(?:cash|payment) poster|accounts receivable|insurance follow[- ]?up|medical reimbursement|claims (?:specialist|processor|representative|follow)|charge entry", ("medical-billing",)),
    (r"charge analyst|charge (?:capture|integrity|audit\w{0,30}|description)\w{0,30}|chargemaster|\bcdm\b", ("charge-capture-cdm",)),
    (r"revenue cycle(?: management)?|\brcm\b|revenue integrity", ("revenue-integrity",)),
    (r"insurance portability|\bhipaa\b|compliance (?:officer|analyst|specialist|manager|director)|coding compliance", ("compliance",)),
    (r"\bhem(?:e|atology)?\s{0,9}[/-]?\s{0,9}onc\w{0,30}|oncolog\w{1,30}\s{0,9}(?:/|and|&)\s{0,9}hematolog\w{1,30}|hematolog\w{1,30}\s{0,9}(?:/|and|&)\s{0,9}oncolog\w{1,30}", ("oncology",)),
    (r"\bpro[- ]?fee\b|professional fee|professional coder|physician (?:coder|coding|practice coder)", ("profee",)),
    (r"\bcoder (?:i|1)\b(?!i)|entry[- ]level|apprentice|trainee|\bintern(?:ship)?\b|extern(?:ship)?\b|junior|new grad\w{0,30}", ("entry-level",)),
    (r"\bprior auth\w{0,30}|authorization specialist|pre-?cert\w{0,30}", ("prior-authorization",)),
    (r"payment integrity|claims? audit\w{0,30}|\bsiu\b|fraud", ("payment-integrity",)),
    (r"\bai\b|autonomous coding|computer[- ]assisted coding|\bcac\b|annotat\w{1,30}", ("cac-ai-validation",)),
    (r"\bsame[- ]day surgery\b|\bSDS\b|ambulatory surgery(?! center)", ("same-day-surgery",)),
    (r"surgery center|\bASC\b", ("asc",)),
    (r"general surg\w{1,30}", ("general-surgery",)),
    (r"\bsurg(?:ery|ical)\b(?= (?:coder|coding|coding|specialist|biller|billing|profee))", ("surgery",)),
    (r"vascular\b", ("vascular-surgery",)),
    (r"\btrauma\b", ("emergency",)),
    (r"\blab(?:oratory)?\b", ("pathology-laboratory",)),
    (r"\bpath(?:ology)?\b", ("pathology-laboratory",)),
    (r"\bbehavioral health|mental health", ("behavioral-health",)),
    (r"\bphysical therapy|\bPT/OT\b|\boccupational therapy|speech therapy", ("physical-therapy",)),
    (r"\bmedical bill\w{0,30}|\bbillers?\b|\bbilling (?:specialist|representative|coordinator|analyst|manager|supervisor|clerk)", ("medical-billing",)),
    (r"\bedits?\b(?= (?:specialist|resolution|analyst))|\bdnfb\b|work queue", ("edit-resolution",)),
)  # fmt: skip
_TITLE_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), slugs) for pattern, slugs in _TITLE_WORDS)

_RECORDS = re.compile(r"medical rec(?:ord)?s?\b|\bmed rec\b|health information|\bHIM", re.IGNORECASE)
_FEDERAL = PrefilteredPattern(
    r"Veterans Health Administration|Department of Veterans Affairs|\bVHA\b|\bVA medical|\bVA health|\bVA hospital|Indian Health Service|\bIHS\b"
    r"|Defense Health Agency|Department of (?:Defense|the Army|the Navy|the Air Force)|Military Treatment Facilit|tribal (?:health|clinic|hospital)|\bDHA\b|military hospital",
)
# What an employee does beside coding, rather than what is coded: a description may still say that.
_ROLES = frozenset({
    "auditing", "compliance", "education-training", "coding-management", "medical-billing", "denials-appeals", "revenue-integrity",
    "edit-resolution", "charge-capture-cdm", "cac-ai-validation", "entry-level", "him-records", "profee", "tribal-va-military",
})  # fmt: skip


_OTHER_ROLES = _ROLES | {"cdi", "cancer-registry"}


def is_this_work(title: str, text: str) -> bool:
    """Say whether a posting is coding, billing or health records work at all, rather than of another trade."""
    if not _WORK.search(title) or _OTHER_WORK.search(title):
        return False
    if _SURELY.search(title):
        return True
    signs = set() if set(_of_title(title)) <= _ROLES else {"a specialty in the title"}
    # A long text of another trade has room for one such word; a short one of this trade may have no more.
    enough = 2 if len(text) > 800 else 1
    for match in _HEALTH.finditer(f"{title}\n{text}"):
        if len(signs) >= enough:
            break
        signs.add(match.group().lower())
    return len(signs) >= enough


def find_specialties(title: str, stated: Iterable[Statement], *, employer: str = "") -> tuple[tuple[str, ...], str]:
    """Give slugs, the most specific ones, in the order of the words, and the words that say them."""
    stated = list(stated)
    found = dict.fromkeys(_of_title(title), title)
    if set(found) <= _ROLES:
        # Beside a role in the title ("auditor") the text adds what is coded, not further roles.
        more = {
            slug: said for slug, said in _of_text(stated).items() if slug not in found and not (found and slug in _OTHER_ROLES)
        }
        found |= dict(list(more.items())[: 3 if found else MOST])
    if not found and _RECORDS.search(title) and not re.search(r"\bcod(?:er|ers|ing)\b", title, re.I):
        found["him-records"] = title
    if federal := next(
        (text for text in (employer, title, *(one.text for one in stated[:_FEDERAL_SAID_EARLY])) if _FEDERAL.search(text)), ""
    ):
        found["tribal-va-military"] = federal
    slugs = _specific(list(found))
    return slugs, " / ".join(dict.fromkeys(found[slug] for slug in slugs))


_FEDERAL_SAID_EARLY = 40  # statements; later ones speak of benefits and of whom the law prefers


def _specific(found: list[str]) -> tuple[str, ...]:
    """Leave out a parent beside its own child, then what is more than a posting may have."""
    parents = {parent.slug for slug in found for parent in catalogue.ancestors(slug)}
    kept = [slug for slug in dict.fromkeys(found) if slug not in parents and catalogue.specialty(slug)]
    return tuple(kept[:MOST])


@lru_cache(maxsize=1024)
def _of_title(title: str) -> tuple[str, ...]:
    title = rest = _WORD.sub(_spelled_right, title)
    found: list[tuple[int, str]] = []
    named = _title_names()
    squeezed = _squeezed(title)
    begun = {_squeezed(title[at.start() :])[:2] for at in re.finditer(r"\w+", title)}
    most, short = (
        [(pattern.whole, slugs) for key, pattern, slugs in names if key[:2] in begun and key in squeezed]
        for names in (named.most, named.short)
    )
    # Longest names first; what is read is blotted out, so that "interventional radiology" is not radiology too.
    for pattern, slugs in (*most, *_TITLE_PATTERNS, *short):
        for match in pattern.finditer(rest):
            found += [(match.start(), slug) for slug in slugs]
            rest = rest[: match.start()] + "#" * len(match.group()) + rest[match.end() :]
    return tuple(slug for _, slug in sorted(found, key=lambda pair: pair[0]))


_WORD = re.compile(r"[A-Za-z]{5,}")


def _spelled_right(match: re.Match[str]) -> str:
    return catalogue.misspellings().get(match[0].lower(), match[0])


def _squeezed(text: str) -> str:
    """Without spaces and hyphens: what a name is looked up by before its pattern is tried."""
    return re.sub(r"[\s-]+", "", text.lower())


_Patterns = tuple[tuple[str, LazyPattern, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Names:
    most: _Patterns
    short: _Patterns


@lru_cache(maxsize=1)
def _title_names() -> _Names:
    """Names and synonyms of the catalogue as patterns: those of two words or six letters and more, and the short ones."""
    meanings: dict[str, list[str]] = {}
    for one in catalogue.specialties():
        for name in (one.name.lower().removesuffix(" coding"), *one.synonyms):
            plain = name.strip()
            if plain not in _NOT_IN_TITLES and "," not in plain:
                meanings.setdefault(plain, []).append(one.slug)
    most: list[tuple[str, LazyPattern, tuple[str, ...]]] = []
    short: list[tuple[str, LazyPattern, tuple[str, ...]]] = []
    for name in sorted(meanings, key=len, reverse=True):
        slugs = tuple(meanings[name][:1])
        pattern = rf"(?i)(?<![\w#]){_loosely(name)}(?![\w#])"
        if len(name) <= 3:
            pattern = rf"(?<![\w#.-])(?:{_loosely(name.upper())}|{_loosely(name.capitalize())})(?![\w#.-])"
        generic = name in (
            "billing",
            "biller",
            "coding auditor",
            "auditor",
            "inpatient",
            "outpatient coder",
            "inpatient coder",
            "coding manager",
        )
        (most if len(name) >= 6 and not generic else short).append((_squeezed(name), LazyPattern(pattern), slugs))
    return _Names(tuple(most), tuple(short))


def _loosely(name: str) -> str:
    """Spaces and hyphens stand for each other: "car t", "CAR-T"."""
    return (
        r"[\s-]?".join(re.escape(word) for word in re.split(r"[\s-]+", name)) if re.search(r"[\s-]", name) else re.escape(name)
    )


# Near which words a specialty in a description is what is coded, not what the hospital is famous for.
_NEAR = re.compile(
    r"\bcod(?:e|er|ers|ing|es)\b|\bbill(?:er|ing|s)?\b|\bcharts?\b|\bencounters?\b|\babstract\w*|\bclaims?\b|\baudit\w*",
    re.I,
)
_TEXT_ONLY = (
    "oncology", "medical oncology", "radiation oncology", "surgical oncology", "hematology", "car-t", "cellular therapy", "bone marrow transplant",
    "stem cell transplant", "infusion", "cardiology", "interventional cardiology", "cath lab", "electrophysiology", "cardiothoracic surgery",
    "vascular surgery", "radiology", "interventional radiology", "diagnostic radiology", "nuclear medicine", "emergency department", "urgent care",
    "general surgery", "orthopedics", "orthopedic", "orthopaedic", "neurosurgery", "spine", "plastic surgery", "otolaryngology", "urology",
    "ophthalmology", "podiatry", "transplant", "anesthesia", "pain management", "primary care", "family medicine", "internal medicine", "pediatrics",
    "pediatric", "gastroenterology", "endoscopy", "pulmonology", "critical care", "nephrology", "dialysis", "rheumatology", "allergy", "dermatology",
    "mohs", "neurology", "wound care", "hospitalist", "ob/gyn", "obstetrics", "pathology", "laboratory", "molecular", "behavioral health",
    "mental health", "psychiatry", "substance use", "aba", "autism", "physical therapy", "inpatient rehabilitation", "inpatient", "drg", "ms-drg",
    "drg validation", "clinical documentation improvement", "clinical documentation integrity", "outpatient", "same day surgery",
    "ambulatory surgery center", "profee", "pro fee", "pro-fee", "professional fee", "risk adjustment", "hcc", "radv",
    "hedis", "home health", "hospice", "skilled nursing", "fqhc", "rural health clinic", "critical access hospital", "dme", "durable medical equipment",
    "orthotics", "ambulance", "specialty pharmacy", "home infusion", "dental", "denials", "chargemaster", "charge capture", "prior authorization",
    "release of information", "cancer registry", "tumor registry", "infusion coding", "facility ed", "ed facility", "facility-based ed",
)  # fmt: skip
_TEXT_MEANS = {
    "infusion": "infusion-injection", "infusion coding": "infusion-injection", "orthopedic": "orthopedics", "orthopaedic": "orthopedics",
    "neurosurgery": "neuro-spine", "spine": "neuro-spine", "transplant": "transplant-surgery", "pediatric": "pediatrics",
    "endoscopy": "gastroenterology", "pulmonology": "pulmonary-sleep", "laboratory": "pathology-laboratory", "pathology": "pathology-laboratory",
    "molecular": "molecular-pathology", "substance use": "substance-use", "inpatient rehabilitation": "inpatient-rehab", "drg": "inpatient-drg",
    "outpatient": "outpatient-facility", "skilled nursing": "snf", "orthotics": "orthotics-prosthetics", "denials": "denials-appeals",
    "emergency department": "emergency", "facility ed": "ed-facility", "ed facility": "ed-facility", "facility-based ed": "ed-facility",
    "internal medicine": "primary-care", "family medicine": "primary-care", "transplant surgery": "transplant-surgery", "autism": "aba-autism",
    "aba": "aba-autism", "tumor registry": "cancer-registry", "cancer registry": "cancer-registry", "mental health": "behavioral-health",
    "neurology": "neurology", "professional fee": "profee", "pro fee": "profee", "pro-fee": "profee", "hospitalist": "hospitalist",
}  # fmt: skip


# Where a statement names specialties without saying that they are what is coded here.
_ONLY_NAMED = re.compile(
    r"\bsuch as\b|\be\.g\b|\bi\.e\b|\band/or\b|\bbeing assigned\b|\bmulti-?specialty\b|\bone or more\b|\bany (?:of|one)\b|\bfamiliar|\bexposure\b|\bknowledge of (?:various|different|multiple)\b"
    r"|\bcourses?\b|\btraining program\b|\bcoding program\b|\bcertifications?\b|\bcredentials?\b|\bAHIMA\b|\bAAPC\b|\blicens|\bexperience (?:\w+ )?(?:including|in)\b|\bcoursework\b|\bdegree\b|\brelated to\b|\bincluding but not\b"
    r"|\b(?:and|or) other\b|\bfamily\b|\bbenefits?\b|\binsurance\b|\bcoverage\b|\bleading\b|\bwe are\b|\bour (?:hospital|health system|company|mission|clients)\b|\bfull scope of services\b",
    re.IGNORECASE,
)
# What is not coded here: "oncology coding is not part of this job", "no cardiology experience needed", "all charts except dental".
_DENIED = re.compile(
    r"\b(?:not|never|no|nor|neither|cannot|except|excluding|excludes?|excluded|unlike|without|other than|rather than|instead of|outside (?:of|the))\b(?! (?:limited|only|just|later|less)\b)|n['’]t\b",
    re.IGNORECASE,
)
# Software that codes, taught or checked: said again and again, and of the work rather than of the company's wares.
_AI = re.compile(r"\bAI\b|\bartificial intelligence\b|\bmachine learning\b|\bautonomous coding\b|\bLLMs?\b")
_TEACHES_IT = re.compile(
    r"\bmodels?\b|\bprompts?\b|\bvalidat|\bannotat|\b(?:AI|machine)-?(?:coded|generated)\b|\bsystems?\b|\btrain(?:s|ing)?\b|\blearn\b|\boutputs?\b",
    re.IGNORECASE,
)
_OF_THE_COMPANY = re.compile(
    r"\bour (?:growing |suite|mission)|\bsuite of\b|\bwe(?:'re|’re)? (?:power|build|are building)|\bmission\b|\bindustry\b",
    re.IGNORECASE,
)
_SAID_OFTEN = 3


def _of_text(stated: list[Statement]) -> dict[str, str]:
    """Count how often each specialty stands in a statement about coding; the most frequent come first, each with its words."""
    counts: dict[str, int] = {}
    said: dict[str, str] = {}
    taught = [
        one.text
        for one in stated
        if _AI.search(one.text) and _TEACHES_IT.search(one.text) and not _OF_THE_COMPANY.search(one.text)
    ]
    if len([text for text in taught if "coding" in text or "coded" in text or "coder" in text]) >= _SAID_OFTEN:
        return {"cac-ai-validation": taught[0]}
    for one in stated:
        for slug in _slugs_in(one.text):
            counts[slug] = counts.get(slug, 0) + 1
            said.setdefault(slug, one.text)
    ordered = sorted(counts, key=lambda slug: -counts[slug])
    # A list of everything says nothing of any: then only what is said again and again counts.
    if len(ordered) > 6:
        ordered = [slug for slug in ordered if counts[slug] >= max(2, counts[ordered[0]] / 2)][:3]
    return {slug: said[slug] for slug in ordered}


@lru_cache(maxsize=4096)  # announcements repeat most of their sentences
def _slugs_in(text: str) -> tuple[str, ...]:
    """Give the specialties a statement says are coded."""
    pattern, means = _text_names()
    text = without_credentials(text)
    if len(text) <= 15 or not _NEAR.search(text) or _ONLY_NAMED.search(text) or _DENIED.search(text):
        return ()
    return tuple(dict.fromkeys(means[_spelling(match.group())] for match in pattern.finditer(text)))


def _spelling(text: str) -> str:
    return re.sub(r"[\s-]+", " ", text.lower())


@lru_cache(maxsize=1)
def _text_names() -> tuple[re.Pattern[str], dict[str, str]]:
    synonyms: dict[str, str] = {}
    for one in catalogue.specialties():
        for name in (one.name.lower(), *one.synonyms):
            synonyms.setdefault(_spelling(name), one.slug)
    means: dict[str, str] = {}
    for name in _TEXT_ONLY:
        slug = _TEXT_MEANS.get(name) or synonyms.get(_spelling(name))
        if slug is not None:
            means[_spelling(name)] = slug
    words = "|".join(_loosely(name).replace(r"\ ", r"[\s-]") for name in sorted(means, key=len, reverse=True))
    return re.compile(rf"(?<![\w#])(?:{words})(?!\w)", re.IGNORECASE), means
