"""Where the work is done, with which code sets, and on which patients, out of words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from careercenter.core.prefiltered import PrefilteredPattern
from careercenter.importing.statements import LONGEST, Statement, quote
from careercenter.postings.content import CodeSet, PatientType, WorkSetting

W = WorkSetting

_REMOTE = r"(?:remote(?:ly)?|work(?:ing)?[- ]from[- ]home|wfh|telecommut\w+|home[- ]based|virtual)"
_AFTER_TRAINING = PrefilteredPattern(
    rf"\b{_REMOTE}\b[^.\n]{{0,60}}\b(?:after|following|upon completion of|once|when)\b[^.\n]{{0,50}}\b(?:train\w*|orientation|onboarding|probation\w*)"
    rf"|\b(?:train\w*|orientation|onboarding)\b[^.\n]{{0,50}}\b(?:on-?site|in[- ]person|in (?:the |our )?office)\b[^.\n]{{0,80}}\b(?:then|before|followed by|after which|prior to)\b[^.\n]{{0,50}}{_REMOTE}"
    rf"|\b(?:on-?site|in[- ]person|in[- ]office)\b[^.\n]{{0,40}}\b(?:train\w*|orientation|onboarding)\b[^.\n]{{0,60}}\b(?:then|before|followed by|after which|prior to|transition\w*)\b[^.\n]{{0,40}}{_REMOTE}"
    rf"|\bafter\b[^.\n]{{0,40}}\b(?:train\w*|orientation|onboarding|(?:days|weeks|months) on-?site)\b[^.\n]{{0,60}}\b{_REMOTE}",
    re.IGNORECASE,
)  # fmt: skip
_NOT_REMOTE = PrefilteredPattern(
    r"\bnot (?:a |an |currently |eligible for |available for )?(?:fully )?(?:remote|telework|telecommut|work[- ]from[- ]home|virtual)"
    r"|\bno (?:remote|telework|telecommut)|remote (?:work )?(?:is |option is )?not|(?:telework|remote)(?: job| eligible)?:? ?no\b"
    r"|100% on-?site|fully on-?site|must (?:work|be|report) (?:fully )?on-?site",
    re.IGNORECASE,
)
# "Hybrid Title 38" is a kind of federal appointment, and a hybrid cloud no place of work.
_HYBRID = PrefilteredPattern(
    r"\bhybrid\b(?!,? ?(?:title|t-?38|\(?t(?:itle)? ?-?38|cloud|appoint|and (?:electric|multi)|vehicle|, ?etc|mobile|model of care|search|app\b|positions? under|infra|record))"
    r"(?=[ -](?:work|role|position|schedule|remote|model|environment|setting|opportunity|arrangement|job|team|office|policy|working|coder|coding)|[:,.)\]]|$)"
    r"|\b(?:is|be|a|as|are|offer\w*) (?:an? )?hybrid\b(?!,? ?(?:title|cloud|t38|t-38))"
    r"|\b(?:one|two|three|four|[1-4])(?:[-–/ ]+(?:to |or )?(?:two|three|four|five|\d))?\s{0,9}(?:\(\d\) )?days?\s{0,9}(?:a|per|/|each|every)\s{0,9}week\b[^.\n]{0,30}\b(?:in|at|from|on)\b[^.\n]{0,15}\b(?:office|site|campus|on-?site|person|hq)"
    r"|\b(?:in (?:the |our )?office|on-?site|in-person)\b[^.\n]{0,25}\b(?:one|two|three|four|\d)(?:[-–/ ]+\d)? days?",
    re.IGNORECASE | re.MULTILINE,
)  # fmt: skip
_IS_REMOTE = PrefilteredPattern(
    rf"\b(?:100%|fully|completely|entirely|permanent(?:ly)?|full[- ]time) {_REMOTE}\b"
    rf"|\b{_REMOTE}[- ](?:position|role|opportunity|job|coder|coding|first\b|eligible|team|company|contract|schedule|within|in the|anywhere|\(us)"
    rf"|\b(?:positions?|roles?|jobs?|opportunity|this)\b[^.\n]{{0,25}}\b(?:is|will be|are)\b(?! not)[^.\n]{{0,25}}\b{_REMOTE}\b(?! (?:employees|workers|teams|colleagues))"
    r"|\bwork(?:ing)?[- ]from[- ]home\b(?![- ](?:days?|support|stipend|budget|allowance|equipment|polic|flexib|options?|setup|set-up|reimburse))|\bwork remotely\b|\btelecommut(?:e|ing)\b|\b100% (?:telework|virtual)\b|\bfrom the comfort of your (?:own )?home\b"
    r"|\b(?:location|work setting|workplace)\s{0,9}:?\s{0,9}\**\s{0,9}(?:100% |fully )?remote\b|\bremote\b\s{0,9}[,(–-]\s{0,9}(?:US|USA|United States|anywhere)\b"
    rf"|\bwork from anywhere\b|^\W{{0,4}}(?:100% |fully )?{_REMOTE}(?: (?:role|position|job|work|opportunity|only))?(?=\W{{0,3}}$|[,;] (?:but|not|except|in|with)|\. | open\b)",
    re.IGNORECASE,
)  # fmt: skip
_IS_ONSITE = PrefilteredPattern(
    r"\bon-?site (?:position|role|only|required|job|opportunity|work|at|in|coder)\b|\bin[- ]person (?:position|role|job|only)\b|\bin[- ]office (?:position|role|job|only)\b"
    r"|\b(?:position|role|job|this)\b[^.\n]{0,25}\b(?:is|will be)\b(?! not)[^.\n]{0,15}\b(?:on-?site|in[- ]person|in[- ]office)\b"
    r"|\b(?:location|work setting|workplace)\s{0,9}:?\s{0,9}\**\s{0,9}on-?site\b|\breport to (?:the|our) office\b|\bwork (?:is performed )?(?:on-?site|in (?:the|our) office)\b",
    re.IGNORECASE,
)  # fmt: skip


def setting_of_label(text: str) -> WorkSetting | None:
    """Read a title or a location column, where a single word says it."""
    if _AFTER_TRAINING.search(text):
        return W.REMOTE_AFTER_TRAINING
    if _NOT_REMOTE.search(text) and not re.search(r"hybrid", text, re.I):
        return W.ONSITE
    if re.search(r"\bhybrid\b(?! title)", text, re.I):
        return W.HYBRID
    if re.search(rf"\b{_REMOTE}\b|\banywhere\b|\bworldwide\b", text, re.I):
        return W.REMOTE
    return W.ONSITE if re.search(r"\bon-?site\b|\bin[- ](?:office|person)\b", text, re.I) else None


_TELLING = (
    "remote", "home", "wfh", "telecommut", "telework", "virtual", "hybrid", "onsite", "on-site", "on site", "in-person", "in person", "office",
    "campus", "anywhere", "train", "orientation", "onboard",
)  # fmt: skip
_SENTENCE = re.compile(r"(?<=[a-z)]{2})[.!]\s{1,9}(?=[A-Z])")


@lru_cache(maxsize=4096)  # announcements repeat most of their lines
def _telling(line: str) -> tuple[str, ...]:
    """Give the sentences of a line that may say where the work is done, in pieces of bounded length."""
    low = line.lower()
    if not any(word in low for word in _TELLING):
        return ()
    return tuple(part[start : start + LONGEST] for part in _SENTENCE.split(line) for start in range(0, len(part), LONGEST))


def find_setting(text: str) -> tuple[WorkSetting, str] | None:
    """Find in a description where the work is done, with the words that say it; possibilities ("may be considered") do not count."""
    parts = [part for line in text.split("\n") for part in _telling(line)]
    if said := next((part for part in parts if _AFTER_TRAINING.search(part)), None):
        return W.REMOTE_AFTER_TRAINING, quote(said.strip())
    if said := next((part for part in parts if _NOT_REMOTE.search(part)), None):
        return W.HYBRID if any(_HYBRID.search(part) for part in parts) else W.ONSITE, quote(said.strip())
    for pattern, setting in ((_HYBRID, W.HYBRID), (_IS_REMOTE, W.REMOTE), (_IS_ONSITE, W.ONSITE)):
        for part in parts:
            if any(not _only_possible(part, match) for match in pattern.finditer(part)):
                return setting, quote(part.strip())
    return None


def _only_possible(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - 60) : match.end() + 50]
    return bool(
        re.search(
            r"\bmay be\b|\bmight\b|\bpossib|\boptions?\b|\bvary\b|\bdepending\b|\bblends?\b|\bbit of both\b|\b[Ss]ome roles\b|\bremotely abroad\b|\b(?:hubs?|offices?),? or\b|\bor \w+-based\b|\bdefined as\b|\breturning (?:all )?|\bopportunit(?:y|ies) (?:to|for)\b|\bability for\b|\bsome (?:days|remote)\b|\boccasional|\bif (?:the|a|you)|\bexperience (?:in|with|working)\b|\bprior\b|\bcandidates\b[^.]{0,20}prefer"
            r"|\b(?:support|supervis|manag|monitor|audit|coach|train|lead|help|assist|mentor)\w{0,3} (?:our |the |all |a team of |for )?(?:remote|home-based|virtual) (?:coder|coding|team)"
            r"|\b(?:was|were|used to be|had been|formerly|no longer)\b"
            r"|\bability to\b|\bable to\b|\bwould be considered\b|\bprevious\b|\beither\b|\bremote and (?:hybrid|on-?site)\b|\bor (?:remote|hybrid)\b",
            around,
            re.IGNORECASE,
        )
    )


_SETS = (
    (CodeSet.ICD10_CM, r"ICD-?\s?10(?:-?\s?CM)?\b(?!-?\s?PCS)|\bICD CM\b|\bICD\b(?!-?\s?(?:9|10|11))(?! PCS)"),
    (CodeSet.ICD10_PCS, r"ICD-?\s?10-?\s?(?:CM\s?/\s?)?PCS\b|\bPCS\b(?! orders)"),
    (CodeSet.CPT, r"\bCPT(?:-4|®|s)?\b"),
    (CodeSet.HCPCS, r"\bHCPCS\b"),
    (CodeSet.MS_DRG, r"\bMS-?\s?DRGs?\b"),
    (CodeSet.APR_DRG, r"\bAPR-?\s?DRGs?\b"),
    (CodeSet.APC, r"\bAPCs?\b|\bOPPS\b"),
    (CodeSet.HCC, r"\bHCCs?\b"),
    (CodeSet.CDT, r"\bCDT\b"),
    (CodeSet.EM_LEVELS, r"\bE\s?[/&]\s?M\b|evaluation (?:and|&) management"),
    (CodeSet.PDGM, r"\bPDGM\b"),
    (CodeSet.PDPM, r"\bPDPM\b"),
)  # fmt: skip
_CODE_SETS = tuple((one, re.compile(pattern)) for one, pattern in _SETS)


# What somebody has studied, or a list of what a programme teaches, is no word of the work.
_OF_A_COURSE = re.compile(
    r"\bcourses?\b|\bcoding program\b|\btraining program|\bcurriculum\b|\bcoursework\b|\bcompletion of\b|\bgraduate of\b|\bsemester\b|\bnursing education\b",
    re.IGNORECASE,
)
_PERHAPS_A_SET = re.compile(r"ICD|PCS|CPT|HCPCS|DRG|APC|OPPS|HCC|CDT|E\s?[/&]\s?M|PDGM|PDPM|valuation (?:and|&)")


def find_code_sets(stated: Iterable[Statement]) -> tuple[tuple[CodeSet, ...], str]:
    """Give the code sets that statements about the work name, and the first of these statements."""
    found: set[CodeSet] = set()
    said = ""
    for one in stated:
        if named := _sets_in(one.text):
            said = said or quote(one.text)
            found.update(named)
    return tuple(code_set for code_set, _ in _CODE_SETS if code_set in found), said


@lru_cache(maxsize=4096)  # announcements repeat most of their sentences
def _sets_in(text: str) -> tuple[CodeSet, ...]:
    if not _PERHAPS_A_SET.search(text) or _OF_A_COURSE.search(text):
        return ()
    return tuple(code_set for code_set, pattern in _CODE_SETS if pattern.search(text))


_PATIENTS = (
    (PatientType.INPATIENT_FACILITY, r"\bin-?\s?pat(?:ient|\b)|\bIP ?DRG\b|\bDRG\b|\bin/out"),
    (PatientType.OUTPATIENT_FACILITY, r"\bout-?\s?pat(?:ient|\b)|\bin/out|\bin ?/ ?out-?pat"),
    (PatientType.SAME_DAY_SURGERY, r"same[- ]day surgery|\bSDS\b"),
    (PatientType.OBSERVATION, r"\bobservation\b"),
    (PatientType.ED_FACILITY, r"\bE[DR] facility|facility(?:-based)? (?:E[DR]|emergency)"),
    (PatientType.ED_PROFEE, r"\bE[DR] pro[- ]?fee"),
    (PatientType.PROFEE, r"\bpro[- ]?fee\b|\bprofessional fee\b|\bphysician (?:coder|coding)\b"),
    (PatientType.RISK_ADJUSTMENT, r"\brisk adjustment\b|\bHCC\b"),
)
_PATIENT_TYPES = tuple((one, re.compile(pattern, re.IGNORECASE)) for one, pattern in _PATIENTS)


def patients_of_title(title: str) -> tuple[PatientType, ...]:
    """Only a title says it of the whole job; a description names every kind there is."""
    return tuple(one for one, pattern in _PATIENT_TYPES if pattern.search(title))
