"""Phrases people write for what a job is like, as `phrases.toml` lists them: value → phrases.

Every phrase is compared in the plain form of `tokenizer.phrase`: no marks, plurals and forms of one word alike.
"""

from __future__ import annotations

from careercenter.taxonomy.vocabulary import vocabulary

_PHRASES = vocabulary().phrases
SETTINGS = _PHRASES["setting"]
EMPLOYMENT = _PHRASES["employment"]
SCHEDULES = _PHRASES["schedule"]
EHRS = _PHRASES["ehr"]
ENCODERS = _PHRASES["encoder"]


# What says nothing about a job on a board of coding jobs. They count as words only where nothing else was typed.
GENERIC = vocabulary().generic
