"""Names of which the parts stand apart: "hcc coder, medicare advantage"."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from careercenter.language import lexicon

if TYPE_CHECKING:
    from careercenter.job_search.understanding.recognizer import EntityRecognizer


def read(recognizer: EntityRecognizer) -> None:
    """Read two phrases for one specialty as a more exact one, where its name holds both."""
    for (one, slugs), (other, others) in combinations(recognizer.specialty_runs, 2):
        child = lexicon.child_named([token.form for token in (*one, *other)], slugs) if slugs == others else None
        if child is None:
            continue
        recognizer.entities = [
            entity for entity in recognizer.entities if entity.kind != "specialty" or set(entity.values) != slugs
        ]
        recognizer.mark(one[0].start, one[-1].end, "specialty", child)
        recognizer.phrases[f"specialty:{child}"] = tuple(token.form for token in (*one, *other))
