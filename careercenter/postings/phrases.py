"""Phrases known from scams, as rules: plain words, nothing in them backtracks, and none is tried before its word was found."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from careercenter.core.looks import look_of
from careercenter.core.prefiltered import PrefilteredPattern

_TAG = re.compile(r"<[^<>]{0,2000}>")
_BLOCK_TAG = re.compile(r"</?(?:p|li|ul|ol|br|div|h\d|tr)\b[^<>]{0,2000}>")
_MARKS = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "*": " ", "_": "_", "。": ".", "｡": ".", "․": "."})
# Characters nobody sees within a word: joiners, soft hyphens, marks of direction, selectors of emoji.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_OTHER_LETTERS = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_WORD = re.compile(r"[^\W\d_]+")
# "t e l e g r a m": single letters, five and more of them, are a word.
_PERHAPS_SPACED = re.compile(r"[ .\-·][a-z][ .\-·][a-z][ .\-·]")
_SPACED = re.compile(r"(?<![\w'])[a-z](?:[ .\-·][a-z]){4,30}(?![\w'])")


def plain(text: str) -> str:
    """Write a text in small letters as it reads: without HTML, emphasis and what nobody sees, letters that look alike as one.

    Blocks become lines, so that sentences end with them.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text))
    text = text.translate(_MARKS).lower()
    if "&" in text:
        text = html.unescape(text)
    if _OTHER_LETTERS.search(text):
        text = _WORD.sub(lambda word: look_of(word[0]) if _OTHER_LETTERS.search(word[0]) else word[0], text)
    if "<" in text:
        text = _TAG.sub(" ", _BLOCK_TAG.sub("\n", text))
    return text if not _PERHAPS_SPACED.search(text) else _SPACED.sub(lambda word: re.sub(r"[ .\-·]", "", word[0]), text)


@dataclass(frozen=True)
class Rule:
    """With `near`, one of its words has to stand in the same stretch too."""

    level: str
    why: str
    pattern: PrefilteredPattern
    near: re.Pattern[str] | None = None

    def found_in(self, text: str) -> Iterator[re.Match[str]]:
        for match in self.pattern.finditer(text):
            if self.near is None or self.near.search(text, max(0, match.start() - NEAR), match.end() + NEAR):
                yield match


NEAR = 70  # characters before and after: about a sentence


def _rule(level: str, why: str, pattern: str, near: str = "") -> Rule:
    return Rule(level, why, PrefilteredPattern(pattern), re.compile(near) if near else None)


_PAID = r"\b(?:paid|pay|pays|payment|payments|salary|wages?|deposits?|send|transfer|buy|purchase|fees?)\b"
_MEET = (
    r"\binterview|\bcontact\b|\b(?:message|text|write|reach|add|call|ping|dm|hit) (?:to )?(?:us|me|him|her|our|the|mr"
    r"|ms|hr)\b"
    r"|\bchat (?:with|on)\b|\bapply\b|\bhiring manager|\brecruiter|\bhr\b|\bdetails\b|\bonboarding\b|@\w|\bid\b"
    r"|\bonly\b|\bdownload\b"
)

PHRASES: tuple[Rule, ...] = (
    _rule("block", "money",
        r"\b(?:training|application|processing|certification|registration|enrollment|admin(?:istration|istrative)?"
        r"|onboarding) fee"
        r"|starter kit|refundable deposit|pay for (?:the|your|a|your own) background check|purchase our software"
        r"|(?:purchase|buy) (?:the|your|your own) (?:kit|equipment)|\b(?:security|equipment|laptop) deposit of\b|\bpay (?:a|the"
        r"|an) (?:small |one-time )?fee\b"),
    _rule("block", "mule",
        r"(?:mail|mailed|send) you a che(?:ck|que)|deposit the che(?:ck|que)|cashier'?s che(?:ck|que)|\bzelle\b"
        r"|\bcash ?app\b|\bvenmo\b"
        r"|approved vendor for your equipment|re-?shipping|western union|moneygram"),
    _rule("block", "mule",
        r"\bbitcoins?\b|\bcrypto(?:currency|currencies)?\b|\busdt\b|\bgift cards?\b|\b(?:google play|itunes) cards?\b",
        near=r"\b(?:paid|pay you|payments? (?:in|by|via)|salary (?:in|by|via)|wages? (?:in|by|via)"
        r"|buy|purchase|scratch|deposit)\b"),
    _rule("block", "messenger",
        r"\btelegram\b|\bwhats ?app\b|\bsignal (?:app|messenger|chat)\b|\b(?:on|via|over) signal\b(?! and| from| to)"
        r"|text-only interview"
        r"|interview (?:is |will be )?(?:by|via|over) text|google (?:hangouts|chat)|teams chat interview|\bwire app\b"
        r"|\bwickr\b|discord interview"
        r"|\bwechat\b|\bviber\b",
        near=_MEET),
    _rule("warn", "names_messenger", r"\btelegram\b|\bwhats ?app\b|\bwechat\b"),
    _rule("hold", "too_good",
        r"\bearn (?:easily )?(?:up to |from )?\$\d[\d,]{0,9}k?(?: ?(?:to|-|–) ?\$?\d[\d,]{0,9}k?)? (?:a |per |every "
        r"|each )?(?:day|daily|week|weekly|month|monthly)\b"
        r"|\bcash jobs?\b|\bearn (?:money|cash) (?:from|at|working from) home\b"),
    _rule("hold", "too_good",
        r"guaranteed income|guaranteed (?:job|employment|placement)|hired on the spot"
        r"|\bno interviews?\b(?! (?:travel|expenses|costs?|will be|slots?))|unlimited earnings?"
        r"|earn up to \$?\d{1,9}k? (?:a|per) week|easy money"
        r"|\b(?:your|gain|want|dream of|path to|road to|enjoy) (?:own )?financial freedom|be your own boss"),
    _rule("hold", "papers",
        r"send (?:us )?(?:your )?(?:ssn|social security)|social security number|copy of (?:your )?driver'?s? licen[cs]e"
        r"|\bbank (?:login (?:details|information|credentials)|account (?:number|details|information)|details)\b"
        r"|voided che(?:ck|que)|front and back of (?:your )?id\b|online banking (?:login|password|details|credentials|id)"),
    _rule("warn", "sells",
        r"job guaranteed after|enroll in our|our (?:cpc|coding) (?:class|course|boot ?camp)|\bfranchise\b"
        r"|start your own (?:billing|coding) business|buy the software|\bmlm\b|multi-level marketing"),
    _rule("warn", "data_entry",
        r"\bdata entry\b|envelope stuffing|typing jobs?\b|copy.paste jobs?"),
    _rule("note", "real_records",
        r"unpaid (?:test|trial|training)|(?:real|live) (?:patient )?charts (?:before|prior to) (?:hire|an offer)"
        r"|test on live charts"),
)  # fmt: skip

NO_EXPERIENCE = re.compile(
    r"no (?:prior |previous |coding )?experience (?:is )?(?:needed|necessary|required)|no experience", re.IGNORECASE
)
