"""A board whose postings say nothing but what a test has them say."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from careercenter.postings.models import Posting
from tests.factories.postings import PLAIN_DESCRIPTION


@pytest.fixture
def plain_board(board: Callable[..., list[Posting]]) -> Callable[..., list[Posting]]:
    """Make live postings and let them be found, each with a description that names no work."""
    return lambda *said: board(*({"description": PLAIN_DESCRIPTION, **changes} for changes in said))
