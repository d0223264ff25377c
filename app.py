"""The application, found by name by `flask` and gunicorn."""

import sys

from careercenter.factory import UnsafeSettings, create_app

try:
    app = create_app()
except UnsafeSettings as unsafe:
    sys.stderr.write(f"{unsafe}\n")
    sys.exit(3)  # the code by which gunicorn gives up at once, instead of trying again
