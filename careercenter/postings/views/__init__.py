"""The employer's side of postings, split by page."""

from careercenter.postings.views import bulk, publication, starting, templates, unsaved, words, writing
from careercenter.postings.views.blueprint import blueprint

blueprints = (blueprint,)

__all__ = ["blueprints", "bulk", "publication", "starting", "templates", "unsaved", "words", "writing"]
