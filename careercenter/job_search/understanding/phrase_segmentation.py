"""A run of words cut into the phrases that are understood."""

from __future__ import annotations

from careercenter.language import lexicon, locations
from careercenter.language.typed_text import Token

_WEIGHTLESS = frozenset({"coding", "specialist"})


def best_cut(run: list[Token]) -> list[tuple[int, int]]:
    """Cut a run into phrases that are understood: as much of it as can be, in as few phrases, the longest first.

    What says nothing by itself counts for nothing. "infusion charge capture" is infusion and charge capture,
    though "infusion charge" is a phrase too.
    """
    forms = tuple(token.form for token in run)
    known = lexicon.meanings()
    best: list[tuple[int, int, list[tuple[int, int]]]] = [(0, 0, [])]  # up to each token: (understood, -phrases, cut)
    for end in range(1, len(run) + 1):
        chosen = best[end - 1]
        for length in range(1, min(lexicon.longest(), end) + 1):
            part = forms[end - length : end]
            if part in known or locations.is_city(part):
                before = best[end - length]
                telling = sum(form not in _WEIGHTLESS for form in part)
                cut = (before[0] + telling, before[1] - 1, [*before[2], (end - length, length)])
                if cut[:2] > chosen[:2] or (cut[:2] == chosen[:2] and cut[2] < chosen[2]):
                    chosen = cut
        best.append(chosen)
    return best[-1][2]
