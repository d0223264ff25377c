"""The application, found by name by `flask` and gunicorn."""

from careercenter.factory import create_app

app = create_app()
