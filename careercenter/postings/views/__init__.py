"""The employer's side of postings, split by page."""

from careercenter.postings.views import publication, starting, templates, unsaved, writing
from careercenter.postings.views.blueprint import blueprint

blueprints = (blueprint,)

__all__ = ["blueprints", "publication", "starting", "templates", "unsaved", "writing"]
