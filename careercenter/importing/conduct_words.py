"""Out of words: where the team sits, what software codes, what is watched, and what an employer thinks of machine-written applications."""

from __future__ import annotations

import re
from collections.abc import Iterable

from careercenter.importing.fact_words import OF_THE_APPLICANT, POSSIBLE, Said, find_only, names_one, sayings
from careercenter.importing.statements import LONGEST, Statement
from careercenter.language.quantities import days_a_month
from careercenter.postings.content import AutonomousCoding, MachineApplications, Monitoring, TeamLocation

T, A, M, P = TeamLocation, AutonomousCoding, Monitoring, MachineApplications

_US = r"(?:the )?(?:US|U\.S\.A?\.?|USA|United States)\b"
_CODERS = r"(?:cod(?:ers|ing team|ing staff)|coding (?:and \w{1,12} )?teams?|team|staff|workforce)"
_ABROAD = r"(?:offshore|off-shore|overseas|abroad|outside (?:of )?(?:the )?(?:US|U\.S\.|United States)|India|the Philippines|Manila|Chennai|Bangalore|Hyderabad)"
_FEW = r"(?:[\w,’'-]{1,16} ){0,4}?"
_TEAM = sayings(
    (T.US_ONLY, rf"\b(?:all|every one|each) (?:of )?(?:our |the |its )?(?:\w{{1,12}} )?{_CODERS} (?:members )?(?:is|are|sits?|works?|lives?) {_FEW}(?:in|within) {_US}"),
    (T.US_ONLY, rf"\b(?:entirely|fully|wholly|all|100%|exclusively) (?:US|U\.S\.|United States|domestic|onshore)[- ]?(?:based )?{_CODERS}\b"),
    (T.US_ONLY, rf"\b{_CODERS} (?:is|are) (?:entirely|fully|wholly|all|100%|exclusively) (?:US|U\.S\.|in {_US}|domestic|onshore)"),
    (T.US_ONLY, r"\b(?:we (?:do not|don['’]t|never)|no (?:work|coding|chart|record) is|nothing is) (?:ever )?(?:offshored?|outsourced? (?:offshore|overseas)|sen[dt] (?:\w{1,12} ){0,3}(?:offshore|overseas|abroad))\b"),
    (T.US_ONLY, r"\bno off-?shor(?:e|ing) (?:coding|coders|teams?|vendors?|of )|\bno off-?shoring\b"),
    (T.MIXED, rf"\b{_CODERS} (?:is|are|sits?|works?) {_FEW}(?:both )?(?:in|across) {_US}[^.;]{{0,20}}\band {_FEW}{_ABROAD}"),
    (T.MIXED, r"\b(?:on-?shore|domestic|US|U\.S\.) (?:and|&|/) (?:off-?shore|overseas) (?:cod(?:ers|ing)|teams?|staff|vendors?|partners?)\b"),
    (T.MIXED, r"\b(?:our|the|with|of|audit\w{0,3}|review\w{0,3}) off-?shore (?:cod(?:ers|ing (?:teams?|staff|vendors?|partners?))|teams?|staff|vendors?|partners?)\b"),
    (T.OFFSHORE, rf"\b(?:most|the majority|nearly all) of (?:our|the) (?:\w{{1,12}} )?{_CODERS} (?:is|are|sits?|works?) {_FEW}(?:in )?{_ABROAD}"),
    denies=(T.US_ONLY,),
)  # fmt: skip
_CODED = r"(?:cod(?:e|es|ed|ing) )"
_RECORDS = r"(?:charts|records|encounters|visits|claims|accounts|cases|volume)"
_AUTONOMOUS = sayings(
    (A.NONE, r"\b(?:no|we (?:do not|don['’]t) use(?: any)?|without(?: any)?) (?:autonomous|AI|computer[- ]assisted|automated|auto-?) ?coding\b"),
    (A.NONE, r"\b(?:every|each) (?:chart|record|encounter|account) is coded by (?:a |our )?(?:person|people|human|coders?)\b"),
    (A.SUGGESTIONS, r"\b(?:review|validat|verif|accept|edit|confirm|check|correct)\w{0,4} (?:the |all )?(?:or \w{1,10} )?(?:CAC|computer[- ]assisted(?: coding)?|AI(?:-| )?(?:generated|suggested|assisted)?|auto-?suggested|system-?suggested) (?:\(CAC\) )?(?:suggest\w{1,5}|codes?|code suggestions|coding suggestions|output|results)\b"),
    (A.SUGGESTIONS, r"\b(?:we|you(?: will)?|our (?:coders|team)) (?:code|work|use)\w{0,2} (?:daily )?(?:with |in |using )?(?:\w{1,12} ){0,2}(?:computer[- ]assisted coding|CAC)\b"),
    (A.MOST, rf"\b(?:most|the majority|(?:over |about |some |more than )?(?:[5-9]\d|100)(?:%| percent)) of (?:our |the |all )?(?:\w{{1,12}} )?{_RECORDS} (?:is|are) (?:now )?(?:auto-?coded|autonomously coded|automatically coded|coded (?:autonomously|automatically|by (?:AI|software|an? (?:autonomous|AI) \w{{1,10}})))\b"),
    denies=(A.NONE,),
)  # fmt: skip
_WATCHED = r"(?:activity|keystrokes?|mouse|computer use|computer activity|work activity|idle time)"
_MONITORING = sayings(
    (M.NONE, rf"\b(?:no|without(?: any)?) (?:employee |remote |computer )?(?:{_WATCHED} )?(?:monitoring|tracking|surveillance|logging)(?: software| tools?| programs?)?(?! of (?:quality|patients?))"),
    (M.NONE, rf"\bwe (?:do not|don['’]t|never) (?:monitor|track|log|record|watch) (?:your |their |our coders['’]? )?(?:{_WATCHED}|screens?)\b"),
    (M.ACTIVITY, rf"\b{_WATCHED} (?:is|are|will be) (?:tracked|monitored|logged|recorded)\b"),
    (M.ACTIVITY, rf"\b(?:{_WATCHED}|time|productivity)[- ]?(?:tracking|monitoring|logging) (?:software|tool|program|system) (?:is|will be|runs|records|must be)\b"),
    (M.ACTIVITY, rf"\b(?:we|the (?:company|employer)|our (?:team|company)) (?:will )?(?:monitors?|tracks?|logs?|uses? software (?:to|that) (?:monitors?|tracks?|logs?)) (?:your |their |all |coder |employee )?{_WATCHED}\b"),
    (M.RECORDING, r"\bscreens? (?:is|are|will be) (?:recorded|captured|monitored by (?:recording|screenshots?))\b|\b(?:takes?|records?|captures?) (?:random |periodic |your |regular )?screen ?(?:shots?|captures?|recordings?)\b"),
    (M.RECORDING, r"\b(?:web ?)?cam(?:era)?s? (?:must|has to|have to|needs? to|is to|will|is|are)? ?(?:be |stay |remain )?(?:left |kept |turned )?on (?:during|throughout|for) (?:your |the |all |entire |whole ){0,3}(?:shift|work(?:ing)? (?:hours|day))\b"),
    denies=(M.NONE,),
)  # fmt: skip
_MADE = r"(?:AI|A\.I\.|ChatGPT|LLM|machine|bot)(?:[- ](?:generated|written|produced|made|submitted|assisted))?"
_PAPERS = r"(?:applications?|r[ée]sum[ée]s?|cover letters?|answers|submissions|materials)"
_APPLICATIONS = sayings(
    (P.NOT_WANTED, rf"\b{_MADE} {_PAPERS} (?:is|are|will be|will) (?:not (?:be )?(?:accepted|considered|read|reviewed|wanted)|rejected|declined|discarded|disqualified)\b"),
    (P.NOT_WANTED, rf"\b(?:do not|don['’]t|please no|no|never) (?:submit |send (?:us )?|use )?{_MADE} (?:for your )?{_PAPERS}\b"),
    (P.NOT_WANTED, rf"\bwe (?:do not|don['’]t|cannot) (?:accept|consider|read) (?:any )?{_MADE} {_PAPERS}\b"),
    (P.SAY_SO, rf"\b(?:tell us|say so|disclose|note|let us know) (?:if|when|where|whether) (?:you (?:have )?used? (?:AI|ChatGPT)|(?:AI|a machine|ChatGPT) (?:wrote|helped|was used))\b|\buse of AI (?:in|for) (?:your |the )?{_PAPERS} must be disclosed\b"),
    (P.WELCOME, rf"\b{_MADE} {_PAPERS} (?:is|are) (?:welcome|fine|accepted|read like any other)\b"),
    denies=(P.NOT_WANTED,),
    unless=(re.compile(r"\b(?:chatbot|AI tools? (?:to|that) (?:screen|review|rank))\b", re.IGNORECASE),),
)  # fmt: skip

_DAYS = {"once": 1, "one": 1, "two": 2, "twice": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8, "ten": 10}
_COUNT = rf"(?P<count>{'|'.join(_DAYS)}|[1-9]\d?)"
_THERE = r"(?:in (?:the|our) office|in[- ]office|on[- ]?site|on campus|in[- ]person|at (?:the|our) (?:office|hospital|campus|clinic))"
_ONSITE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![-–\d] )(?<![-–\d])\b{_COUNT}(?: \(\d\))?(?: days?)? ?(?:a|per|each|every|/) ?(?P<span>week|month)\b[^.;,]{{0,12}}\b{_THERE}\b",
        rf"\b{_THERE}\b (?:work )?(?:for )?{_COUNT}(?: \(\d\))?(?: days?)? ?(?:a|per|each|every|/) ?(?P<span>week|month)\b",
    )
)
_A_RANGE = re.compile(
    r"\d ?(?:-|–|to|or) ?\d|\b(?:one|two|three|four) (?:to|or) (?:two|three|four|five)\b|\bup to\b|\bat (?:least|most)\b|\bminimum\b|\bor more\b",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:many|people|others|lunch\w{0,2}|manager|director|supervisor|team lead|physicians?)\b", re.IGNORECASE
)
_BEGINNING = re.compile(
    r"\b(?:train\w{0,4}|orientation|onboarding|first (?:\w{1,10} ){0,2}(?:days?|weeks?|months?)|initial\w{0,2}|until|probation\w{0,4})\b",
    re.IGNORECASE,
)


def find_conduct(stated: list[Statement]) -> dict[str, Said]:
    return find_only(stated, {"team_location": _TEAM, "autonomous_coding": _AUTONOMOUS, "monitoring": _MONITORING})


def find_onsite_days(stated: Iterable[Statement]) -> Said | None:
    """Read the days a month one has to come; days a week are counted as 52 weeks in 12 months. Two numbers say nothing."""
    found: dict[int, str] = {}
    for one in stated:
        text = one.text
        if not names_one(text, ("office", "site", "campus", "person"), ("week", "month")):
            continue
        if (
            POSSIBLE.search(text)
            or OF_THE_APPLICANT.search(text)
            or any(pattern.search(text) for pattern in (_A_RANGE, _BEGINNING, _OF_OTHERS))
        ):
            continue
        for match in (match for pattern in _ONSITE for match in pattern.finditer(text)):
            count = _DAYS.get(match["count"].lower()) or int(match["count"])
            weekly = match["span"].lower() == "week"
            if count <= (4 if weekly else 23):  # five days a week are no hybrid work
                found.setdefault(days_a_month(count) if weekly else count, text)
    return next(iter(found.items())) if len(found) == 1 else None


_OF_MACHINES = re.compile(
    r"\bA\.?I\b|GPT|\bLLMs?\b|\b(?:machine|bot)[- ](?:written|generated|made|produced|submitted|assisted)"
)
_SENTENCES = re.compile(r"(?<=[a-z)]{2})[.!]\s{1,9}(?=[A-Z])|\n")


def find_machine_applications(text: str) -> Said | None:
    """Read the whole text: statements leave out what is said of applications."""
    found: dict[MachineApplications, str] = {}
    if any(map(text.__contains__, ("AI", "A.I", "GPT", "LLM", "achine", "bot"))) and _OF_MACHINES.search(text):
        for sentence in _SENTENCES.split(text):
            for value in _APPLICATIONS.values_in(sentence[:LONGEST]):
                found.setdefault(value, sentence[:LONGEST].strip())
    return next(iter(found.items())) if len(found) == 1 else None
