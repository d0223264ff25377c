"""An employer's existing ad, read into a draft as an import reads one."""

from __future__ import annotations

from careercenter.core.markdown import mended
from careercenter.importing.inference import Words, infer
from careercenter.postings.completeness import contradictions
from careercenter.postings.content import PostingContent


def read_ad(title: str, text: str, *, employer: str, time_zone: str) -> tuple[PostingContent, dict[str, str]]:
    """Give what the ad says, and each guess with the words it came from; what contradicts itself is left to its author."""
    written = PostingContent(title=title, description=mended(text), time_zone=time_zone)
    content, guesses = infer(written, Words(title=title, text=written.description, employer=employer))
    return (written, {}) if any(contradictions(content)) else (content, guesses)
