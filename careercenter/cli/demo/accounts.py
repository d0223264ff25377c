"""The accounts a visitor of a demonstration may use. They exist only there: production refuses to start with one."""

from __future__ import annotations

PASSWORD = "careercenter-demo"  # noqa: S105 - printed at every start, on purpose

CODER = "coder@example.com"
OWNER = "owner@example.com"
RECRUITER = "recruiter@example.com"
MODERATOR = "moderator@example.com"
ADMIN = "admin@example.com"

DEMONSTRATION_ACCOUNTS: tuple[tuple[str, str], ...] = (
    (CODER, "a coder with a profile, a résumé and applications"),
    (OWNER, "owns Ninebark University Hospitals"),
    (RECRUITER, "recruits for Ninebark University Hospitals"),
    (MODERATOR, "judges jobs, edits and reports"),
    (ADMIN, "runs the board"),
)
