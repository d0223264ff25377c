"""The board whose searches come from a drawer, for gunicorn to serve."""

from bench.search.canned import Canned
from careercenter.factory import create_app

app = create_app()
app.extensions["search"] = Canned(app.extensions["search"])
