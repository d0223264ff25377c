"""How many applied to a posting: asked of the feature above, which alone knows applications."""

from __future__ import annotations

from collections.abc import Callable

from careercenter.postings.models import Posting

Applied = tuple[int, int]  # all, and the new ones among them


class _Applications:
    """Who answers; `applications` names itself when it is set up."""

    count: Callable[[Posting], Applied] = staticmethod(lambda posting: (0, 0))


def set_applications_count(count: Callable[[Posting], Applied]) -> None:
    _Applications.count = staticmethod(count)


def applied_to(posting: Posting) -> Applied:
    """Give how many applied, and how many of those nobody has looked at yet."""
    return _Applications.count(posting)
