"""Handing out a résumé so that no browser runs or shows anything in it."""

from __future__ import annotations

import io

from flask import Response, send_file

from careercenter.profiles.models import Resume, ResumeKind

TYPES = {
    ResumeKind.PDF: "application/pdf",
    ResumeKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def attachment(resume: Resume, content: bytes) -> Response:
    """Give the file as a download; its name is written as RFC 6266 says, whatever characters it has."""
    response = send_file(
        io.BytesIO(content), mimetype=TYPES[resume.kind], as_attachment=True, download_name=resume.name, etag=False, max_age=0
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response
