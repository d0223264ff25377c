"""What every test of the desk begins with."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.factories.moderation import load_reasons


@pytest.fixture(autouse=True)
def _reasons(request: pytest.FixtureRequest) -> None:
    if "session" in request.fixturenames or "app" in request.fixturenames or "client" in request.fixturenames:
        session: Session = request.getfixturevalue("session")
        load_reasons()
        session.commit()
