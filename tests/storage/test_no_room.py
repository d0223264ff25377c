"""A store that cannot write: the person is told, the operator too, and nothing is half kept."""

from __future__ import annotations

import errno
from typing import Any

import obstore
import pytest
from flask import Flask
from obstore.exceptions import BaseError, GenericError

from careercenter.core.db import db
from careercenter.core.errors import StorageUnavailable
from careercenter.storage.models import StoredFile


@pytest.mark.parametrize(
    "fault",
    [
        GenericError("Generic LocalFileSystem error: No space left on device (os error 28)"),
        OSError(errno.ENOSPC, "No space left"),
    ],
)
def test_a_full_store_is_said_and_leaves_no_row(
    app: Flask, monkeypatch: pytest.MonkeyPatch, fault: BaseError | OSError
) -> None:
    def fails(*_args: Any) -> None:
        raise fault

    monkeypatch.setattr(obstore, "put", fails)
    with app.app_context():
        with pytest.raises(StorageUnavailable):
            app.extensions["files"].put(b"content")
        assert db.session.query(StoredFile).count() == 0


def test_a_file_that_is_not_there_is_not_the_stores_fault(app: Flask) -> None:
    with app.app_context(), pytest.raises(FileNotFoundError):
        app.extensions["files"].get("0" * 64)
