"""The visitor's side, read only. Its pages stand one a file; `views` gathers them."""

from flask import Blueprint

bp = Blueprint("browse", __name__)
