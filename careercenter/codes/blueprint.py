"""What is known of each medical code, and the jobs that ask for it."""

from flask import Blueprint

bp = Blueprint("codes", __name__)
