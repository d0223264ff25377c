"""What a person reads in real announcements: 32 federal coding rows and the coding rows of a general file, by line.

Only slugs and values stand here; the announcements are read where they lie. A field that is not named may be read as anything a
person could stand by; one that is named with () or None is said nowhere.
"""

from __future__ import annotations

from typing import Any

VA = "tribal-va-military"
BOTH = frozenset({"inpatient", "outpatient-facility"})
MASTERY = frozenset({"ccs", "ccs-p", "rhit", "rhia", "cpc", "coc", "cic"})
APPRENTICE = frozenset({"cca", "cpc-a", "coc-a"})
CDI = frozenset({"cdip", "ccds"})

# Line of federal_postings.jsonl -> the specialties somebody may find it under.
SPECIALTIES: dict[int, frozenset[str]] = {
    2: frozenset({VA}),
    3: frozenset({VA, "inpatient"}),
    8: BOTH | {VA},
    10: frozenset({VA, "dental"}),
    11: frozenset({VA, "auditing"}),
    14: frozenset({VA, "coding-management"}),
    16: frozenset({VA, "inpatient", "inpatient-drg"}),
    19: frozenset({VA, "outpatient-facility"}),
    21: frozenset({VA, "coding-management"}),
    25: BOTH | {VA},
    26: frozenset({VA, "cdi", "outpatient-facility", "inpatient"}),
    27: frozenset({VA, "cdi", "outpatient-facility", "inpatient"}),
    36: frozenset({VA, "auditing"}),
    42: BOTH | {VA},
    46: frozenset({VA, "outpatient-facility"}),
    51: frozenset({VA, "outpatient-facility"}),
    61: frozenset({VA, "coding-management"}),
    62: frozenset({VA, "auditing"}),
    63: BOTH | {VA},
    81: frozenset({VA, "coding-management"}),
    111: BOTH | {VA},
    113: BOTH | {VA},
    114: BOTH | {VA},
    116: frozenset({VA, "inpatient"}),
    118: frozenset({VA, "outpatient-facility"}),
    120: BOTH | {VA},
    129: BOTH | {VA},
    133: BOTH | {VA},
    136: BOTH | {VA, "auditing", "profee"},
    141: BOTH | {VA},
    150: frozenset({VA, "cdi", "inpatient"}),
    155: BOTH | {VA},
}
# Which credentials each may ask for as one of several; no federal row of the 32 asks everybody for one.
ANY_OF: dict[int, frozenset[str]] = {
    line: MASTERY | APPRENTICE | CDI if line in (116, 141) else MASTERY for line in SPECIALTIES
}
# In the whole file: line -> what everybody needs. All of them offer several ways.
FEDERAL_ALL_OF: dict[int, tuple[str, ...]] = {}
# Announcements whose text says it is full time; the others speak of résumés, experience, students and a scholarship.
FEDERAL_EMPLOYMENT: frozenset[int] = frozenset()

# Line of general_postings.jsonl -> what may be read; the other lines of the first sixteen are outside the United States.
GENERAL: dict[int, dict[str, Any]] = {
    10: {"specialties": {"cac-ai-validation"}, "any_of": MASTERY, "experience": "5-9", "pay": ("salary", 7_000_000, 8_500_000)},
    11: {"specialties": {"medical-billing", "denials-appeals"}, "employment": None, "pay": ("hourly", 2000, 2700)},
    12: {
        "specialties": {"medical-billing", "aba-autism"},
        "employment": None,
        "experience": "1-2",
        "pay": ("hourly", 2000, 2200),
    },
    13: {
        "specialties": {"medical-billing", "aba-autism"},
        "employment": None,
        "experience": "1-2",
        "pay": ("hourly", 1800, 2000),
    },
    14: {
        "specialties": {"cac-ai-validation"},
        "any_of": MASTERY,
        "experience": "3-4",
        "pay": ("salary", 8_110_000, 10_050_000),
    },
}
GENERAL_OUTSIDE = (8, 15, 16)
