"""Cards of jobs: none is taller than what lets a reader scan the list, of all the demonstration has."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

Visit = Callable[..., Page]

# Width of the screen in px: the tallest a card may be.
TALLEST = {1280: 190, 390: 330}
# Every job there is, and searches that show where their words stand.
LISTS = ("/jobs", "/jobs?q=denials", "/jobs?q=epic+audit&state=OH")


def heights(page: Page, path: str) -> Iterator[tuple[float, str]]:
    """Give the height of each card a list shows, page after page, and its words."""
    more: str | None = path
    while more:
        page.goto(more)
        cards = page.locator(".job-card")
        yield from cards.evaluate_all("cards => cards.map(card => [card.getBoundingClientRect().height, card.innerText])")
        following = page.locator(".pagination a[rel=next]")
        more = following.get_attribute("href") if following.count() else None


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("width", TALLEST)
def test_no_card_is_taller_than_one_can_scan(visit: Visit, width: int, path: str) -> None:
    found = list(heights(visit(width=width), path))
    mean = statistics.mean(height for height, _ in found)
    print(f"{path} at {width} px: {len(found)} cards, mean {mean:.0f}, tallest {max(found)[0]:.0f} px")
    assert [card for card in found if card[0] > TALLEST[width]] == []
