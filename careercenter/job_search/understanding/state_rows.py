"""States in a row without commas: "tx la ms"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from careercenter.language import locations

if TYPE_CHECKING:
    from careercenter.job_search.understanding.recognizer import EntityRecognizer

_A_ROW = 3  # states


def among_three(recognizer: EntityRecognizer, at: int) -> bool:
    """Say whether a token stands among three states or more in a row, one of them beyond doubt."""
    first = last = at
    while first and _like_a_state(recognizer, first - 1):
        first -= 1
    while last + 1 < len(recognizer.tokens) and _like_a_state(recognizer, last + 1):
        last += 1
    row = range(first, last + 1)
    sure = (recognizer.consumed[number] or recognizer.tokens[number].form in locations.PLAIN for number in row)
    return len(row) >= _A_ROW and any(sure)


def _like_a_state(recognizer: EntityRecognizer, at: int) -> bool:
    token = recognizer.tokens[at]
    if recognizer.consumed[at]:
        spans = (recognizer.spans[one.key] for one in recognizer.entities if one.kind == "state")
        return any(start <= token.start < end for start, end in spans)
    return token.form in locations.PLAIN or token.form in locations.DOUBTFUL or locations.state_written_out(token.form)
