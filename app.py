"""The application, found by name by `flask` and gunicorn."""

import os
import sys

from careercenter.config import read_settings
from careercenter.factory import UnsafeSettings, create_app

# Commands for a board that is there: in a wrong folder they say so, and begin no empty one.
ON_A_BOARD = {"accounts", "applications", "audit", "check", "make", "mail", "moderation", "postings", "search", "worker"}

# What the board writes is its owner's alone to read, whichever command writes it.
os.umask(0o077)

try:
    app = create_app(read_settings(begin=ON_A_BOARD.isdisjoint(sys.argv)))
except UnsafeSettings as unsafe:
    sys.stderr.write(f"{unsafe}\n")
    sys.exit(3)  # the code by which gunicorn gives up at once, instead of trying again
except OSError as error:  # a full disk, or a folder that cannot be written
    sys.stderr.write(f"The board cannot start: {error.strerror or error}. {error.filename or ''}\n")
    sys.exit(3)
