"""What answers searches in this application: the index, and what stands in for it."""

from __future__ import annotations

from flask import current_app

from careercenter.search.interface import SearchReader


def search_reader() -> SearchReader:
    """Give the reader that the factory put together."""
    reader: SearchReader = current_app.extensions["job_search"]
    return reader
