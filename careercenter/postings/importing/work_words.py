"""Where the work is done, as which kind of employment, and with which code sets, out of words."""

from __future__ import annotations

import re

from careercenter.postings.content import CodeSet, EmploymentType, PatientType, WorkSetting
from careercenter.postings.importing.sought import Sought

W = WorkSetting
E = EmploymentType

_REMOTE = r"(?:remote(?:ly)?|work(?:ing)?[- ]from[- ]home|wfh|telecommut\w+|home[- ]based|virtual)"
_AFTER_TRAINING = Sought(
    rf"\b{_REMOTE}\b[^.\n]{{0,60}}\b(?:after|following|upon completion of|once|when)\b[^.\n]{{0,50}}\b(?:train\w*|orientation|onboarding|probation\w*)"
    rf"|\b(?:train\w*|orientation|onboarding)\b[^.\n]{{0,50}}\b(?:on-?site|in[- ]person|in (?:the |our )?office)\b[^.\n]{{0,80}}\b(?:then|before|followed by|after which|prior to)\b[^.\n]{{0,50}}{_REMOTE}"
    rf"|\b(?:on-?site|in[- ]person|in[- ]office)\b[^.\n]{{0,40}}\b(?:train\w*|orientation|onboarding)\b[^.\n]{{0,60}}\b(?:then|before|followed by|after which|prior to|transition\w*)\b[^.\n]{{0,40}}{_REMOTE}"
    rf"|\bafter\b[^.\n]{{0,40}}\b(?:train\w*|orientation|onboarding|(?:days|weeks|months) on-?site)\b[^.\n]{{0,60}}\b{_REMOTE}",
    re.IGNORECASE,
)  # fmt: skip
_NOT_REMOTE = Sought(
    r"\bnot (?:a |an |currently |eligible for |available for )?(?:fully )?(?:remote|telework|telecommut|work[- ]from[- ]home|virtual)"
    r"|\bno (?:remote|telework|telecommut)|remote (?:work )?(?:is |option is )?not|(?:telework|remote)(?: job| eligible)?:? ?no\b"
    r"|100% on-?site|fully on-?site|must (?:work|be|report) (?:fully )?on-?site",
    re.IGNORECASE,
)
# "Hybrid Title 38" is a kind of federal appointment, and a hybrid cloud no place of work.
_HYBRID = Sought(
    r"\bhybrid\b(?!,? ?(?:title|t-?38|\(?t(?:itle)? ?-?38|cloud|appoint|and (?:electric|multi)|vehicle|, ?etc|mobile|model of care|search|app\b|positions? under|infra|record))"
    r"(?=[ -](?:work|role|position|schedule|remote|model|environment|setting|opportunity|arrangement|job|team|office|policy|working|coder|coding)|[:,.)\]]|$)"
    r"|\b(?:is|be|a|as|are|offer\w*) (?:an? )?hybrid\b(?!,? ?(?:title|cloud|t38|t-38))"
    r"|\b(?:one|two|three|four|\d)(?:[-–/ ]+(?:to |or )?(?:two|three|four|five|\d))?\s*(?:\(\d\) )?days?\s*(?:a|per|/|each|every)\s*week\b[^.\n]{0,30}\b(?:in|at|from|on)\b[^.\n]{0,15}\b(?:office|site|campus|on-?site|person|hq)"
    r"|\b(?:in (?:the |our )?office|on-?site|in-person)\b[^.\n]{0,25}\b(?:one|two|three|four|\d)(?:[-–/ ]+\d)? days?",
    re.IGNORECASE | re.MULTILINE,
)  # fmt: skip
_IS_REMOTE = Sought(
    rf"\b(?:100%|fully|completely|entirely|permanent(?:ly)?|full[- ]time) {_REMOTE}\b"
    rf"|\b{_REMOTE}[- ](?:position|role|opportunity|job|coder|coding|first\b|eligible|team|company|contract|employee|schedule|within|in the|anywhere|\(us)"
    rf"|\b(?:position|role|job|opportunity|this)\b[^.\n]{{0,25}}\b(?:is|will be|are)\b(?! not)[^.\n]{{0,25}}\b{_REMOTE}\b"
    r"|\bwork(?:ing)?[- ]from[- ]home\b|\bwork remotely\b|\btelecommut(?:e|ing)\b|\b100% (?:telework|virtual)\b|\bfrom the comfort of your (?:own )?home\b"
    r"|\b(?:location|work setting|workplace)\s*:?\s*\**\s*(?:100% |fully )?remote\b|\bremote\b\s*[,(–-]\s*(?:US|USA|United States|anywhere)\b"
    r"|\bwork from anywhere\b",
    re.IGNORECASE,
)  # fmt: skip
_IS_ONSITE = Sought(
    r"\bon-?site (?:position|role|only|required|job|opportunity|work|at|in|coder)\b|\bin[- ]person (?:position|role|job|only)\b|\bin[- ]office (?:position|role|job|only)\b"
    r"|\b(?:position|role|job|this)\b[^.\n]{0,25}\b(?:is|will be)\b(?! not)[^.\n]{0,15}\b(?:on-?site|in[- ]person|in[- ]office)\b"
    r"|\b(?:location|work setting|workplace)\s*:?\s*\**\s*on-?site\b|\breport to (?:the|our) office\b|\bwork (?:is performed )?(?:on-?site|in (?:the|our) office)\b",
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


def find_setting(text: str) -> WorkSetting | None:
    """Find in a description where the work is done; possibilities ("may be considered") do not count."""
    if _AFTER_TRAINING.search(text):
        return W.REMOTE_AFTER_TRAINING
    if _NOT_REMOTE.search(text):
        return W.HYBRID if _HYBRID.search(text) else W.ONSITE
    for pattern, setting in ((_HYBRID, W.HYBRID), (_IS_REMOTE, W.REMOTE), (_IS_ONSITE, W.ONSITE)):
        if any(not _only_possible(text, match) for match in pattern.finditer(text)):
            return setting
    return None


def _only_possible(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start() - 60) : match.end() + 50]
    return bool(
        re.search(
            r"\bmay be\b|\bmight\b|\bpossib|\boption\b|\bif (?:the|a|you)|\bexperience (?:in|with|working)\b|\bprior\b|\bcandidates\b[^.]{0,20}prefer"
            r"|\bability to\b|\bable to\b|\bwould be considered\b|\bprevious\b|\beither\b|\bremote and (?:hybrid|on-?site)\b|\bor (?:remote|hybrid)\b",
            around,
            re.IGNORECASE,
        )
    )


_EMPLOYMENT = (
    (E.CONTRACT_TO_HIRE, r"contract[- ]to[- ](?:hire|perm\w*)|temp(?:orary)?[- ]to[- ](?:hire|perm\w*)|\bC2H\b|\bCTH\b"),
    (E.CONTRACT_1099, r"\b1099\b|independent contractor|\bfreelance\b|\bself[- ]employed\b"),
    (E.INTERNSHIP, r"\bintern(?:ship)?s?\b(?! medicine| audit)|\bexternship\b|\bapprenticeship\b"),
    (E.PRN, r"\bPRN\b|\bper[- ]diem\b(?! rate)|\bas[- ]needed (?:basis|position|role)\b|\bpool position\b"),
    (E.CONTRACT_W2, r"\bW-?2 contract\b|\bcontract(?:or)?\b(?! (?:manag|nego|admin|law|review|compliance|term))|\btemporary\b|\btemp\b|\bassignment\b|\btravel\b|\bfixed[- ]term\b"),
    (E.PART_TIME, r"\bpart[- ]?time\b"),
    (E.FULL_TIME, r"\bfull[- ]?time\b|\bFTE\b|\bF/T\b"),
)  # fmt: skip
_KINDS = tuple((kind, Sought(pattern, re.IGNORECASE)) for kind, pattern in _EMPLOYMENT)
_OF_THE_JOB = r"(?:position|role|job|opportunity|employment|schedule|status|type|hours|coder|coding|basis|contract|W-?2|regular|permanent|benefits|remote)"


def read_employment(text: str) -> EmploymentType | None:
    """Read a column: "FullTime", "Part-time", "Contract", "PRN", "w2_full_time"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).replace("_", " ")
    return next((kind for kind, pattern in _KINDS if pattern.search(words)), None)


_THIS = r"\b(?:this|position|role|job|opportunity|employment(?: type)?|type|status|schedule|hours|commitment)\b[^.\n]{0,25}?(?:\bis\b|\bwill be\b|:|-)[^.\n]{0,25}?"
_OF_JOB = rf"\W{{0,3}}(?:\w+ )?{_OF_THE_JOB}\b"
_SAID = (
    (E.CONTRACT_TO_HIRE, r"\bcontract[- ]to[- ](?:hire|perm\w*)|\btemp(?:orary)?[- ]to[- ](?:hire|perm\w*)"),
    (E.CONTRACT_1099, rf"\b1099\b{_OF_JOB}|\b(?:as an?|is an?|on an?) (?:1099|independent contractor)\b|\b(?:independent contractor|freelance){_OF_JOB}|\b1099 contract"),
    (E.INTERNSHIP, rf"\b(?:intern(?:ship)?|externship)\b{_OF_JOB}"),
    (E.PRN, rf"\bPRN\b|\bper[- ]diem{_OF_JOB}|{_THIS}\bper[- ]diem\b"),
    (E.CONTRACT_W2, r"\b(?:contract(?:or)?|temporary|temp|fixed[- ]term) (?:position|role|opportunity|assignment|job|basis only)\b|"
        rf"{_THIS}\b(?:\d+[- ]months?|contract(?! (?:manag|nego|admin|review))|temporary)\b"),
    (E.PART_TIME, rf"\bpart[- ]?time\b{_OF_JOB}|{_THIS}\bpart[- ]?time\b"),
    (E.FULL_TIME, rf"\bfull[- ]?time\b{_OF_JOB}|{_THIS}\bfull[- ]?time\b|\b(?:1\.0|full) FTE\b"),
)  # fmt: skip
_SAID_PATTERNS = tuple((kind, Sought(pattern, re.IGNORECASE)) for kind, pattern in _SAID)
_EITHER = re.compile(r"(?:full|part)[- ]?time\s*(?:or|and|/|,)\s*(?:full|part)[- ]?time", re.IGNORECASE)


def find_employment(title: str, text: str) -> EmploymentType | None:
    """Find it in the title, else in a description where it is said of the job and of no other choice."""
    if kind := read_employment(title):
        return kind
    text = _EITHER.sub(" ", text)
    said = [kind for kind, pattern in _SAID_PATTERNS if pattern.search(text)]
    if E.PART_TIME in said and E.FULL_TIME in said:
        return None
    return said[0] if said else None


_SETS = (
    (CodeSet.ICD10_CM, r"ICD-?\s?10(?:-?\s?CM)?\b(?!-?\s?PCS)|\bICD CM\b|\bICD\b"),
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
_CODE_SETS = tuple((one, Sought(pattern)) for one, pattern in _SETS)


def find_code_sets(text: str) -> tuple[CodeSet, ...]:
    return tuple(one for one, pattern in _CODE_SETS if pattern.search(text))


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
