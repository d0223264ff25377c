"""The machine's side of the board: what everybody may read, as JSON."""

from __future__ import annotations

from careercenter.api.v1 import postings

blueprints = (postings.bp,)
