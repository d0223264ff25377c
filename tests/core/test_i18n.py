"""Counts in the words of rules: the number is written as people write it, and the word agrees with it."""

from __future__ import annotations

import pytest
from flask import Flask

from careercenter.core.i18n import _n


@pytest.mark.parametrize(("num", "said"), [(1, "1 job of Ana"), (2, "2 jobs of Ana"), (1204, "1,204 jobs of Ana")])
def test_a_count_names_its_number(app: Flask, num: int, said: str) -> None:
    with app.test_request_context():
        assert _n("%(num)s job of %(name)s", "%(num)s jobs of %(name)s", num, name="Ana") == said
