"""The employer's pages; each module puts its own on the blueprint."""

from __future__ import annotations

from careercenter.employers import invitations, profile, team  # noqa: F401
from careercenter.employers.blueprint import blueprint

blueprints = (blueprint,)
