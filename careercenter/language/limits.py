"""How much of what a person typed is read."""

from __future__ import annotations

LONGEST_QUERY = 200  # characters; what follows is not read
MOST_WORDS = 12
SHORTEST_PREFIX = 3
