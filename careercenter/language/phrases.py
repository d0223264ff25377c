"""Phrases people write for what a job is like, as `phrases.toml` lists them: value → phrases.

Every phrase is compared in the plain form of `tokenizer.phrase`: no marks, plurals and forms of one word alike.
"""

from __future__ import annotations

import re

from careercenter.taxonomy.vocabulary import vocabulary

_PHRASES = vocabulary().phrases
SETTINGS = _PHRASES["setting"]
EMPLOYMENT = _PHRASES["employment"]
SCHEDULES = _PHRASES["schedule"]
EHRS = _PHRASES["ehr"]
ENCODERS = _PHRASES["encoder"]


_DASHES = [f"{around}{dash}{around}" for dash in "-–—" for around in ("", " ")]


def stating(kind: str) -> dict[str, str]:
    """Map the values of a kind to a pattern of the phrases that state them in an announcement, for texts in any case."""
    wished = set(vocabulary().wished[kind])
    return {
        value: rf"\b(?:{'|'.join(_written(phrase) for phrase in phrases if phrase not in wished)})\b"
        for value, phrases in _PHRASES[kind].items()
    }


def _written(phrase: str) -> str:
    """Give a pattern of a phrase: a hyphen as any dash, between words as none too, and the last word in the plural too."""
    joints = _DASHES if re.search(r"\b\w\b", phrase) else (*_DASHES, "", " ")
    ways = (phrase.replace("-", joint) for joint in joints) if "-" in phrase else (phrase,)
    return "|".join(f"{way}s?" for way in ways)


# What says nothing about a job on a board of coding jobs. They count as words only where nothing else was typed.
GENERIC = vocabulary().generic
