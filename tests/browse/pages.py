"""What tests read from the visitor's pages."""

from __future__ import annotations

import re


def titles(page: str) -> list[str]:
    """Give the titles of the cards, without their marks; close matches stand apart and are none of them."""
    return re.findall(r'job-card__title"><a[^>]*>([^<]+)<', re.sub("</?mark>", "", page.partition('id="close"')[0]))
