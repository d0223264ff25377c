"""The words of a description while they are written: pasted HTML as Markdown, and how coders will see them."""

from __future__ import annotations

from flask import make_response, request
from flask.typing import ResponseReturnValue

from careercenter.accounts.sign_in_flow import needs_proved_address
from careercenter.core.markdown import mended, to_markdown
from careercenter.core.markup import to_html
from careercenter.employers.models import Employer
from careercenter.postings.completeness import LONGEST_DESCRIPTION
from careercenter.postings.policy import PostingPermission
from careercenter.postings.views.blueprint import blueprint, load_employer
from careercenter.web.auth import requires
from careercenter.web.limits import limited


@blueprint.post("/employers/<employer>/postings/as-markdown")
@limited("words", "1200 per hour")
@requires(PostingPermission.CREATE, load=load_employer)
@needs_proved_address
def as_markdown(employer: Employer) -> ResponseReturnValue:
    """Give the HTML of a clipboard as Markdown, by the mechanism that imports are read with."""
    words = to_markdown(request.form.get("html", ""))
    return make_response(words, 200, {"Content-Type": "text/plain; charset=utf-8"})


@blueprint.post("/employers/<employer>/postings/as-shown")
@limited("words", "1200 per hour")
@requires(PostingPermission.CREATE, load=load_employer)
@needs_proved_address
def as_shown(employer: Employer) -> ResponseReturnValue:
    return to_html(mended(request.form.get("description", "")[: 2 * LONGEST_DESCRIPTION]))
