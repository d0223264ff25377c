"""Who may see and change how the board runs: administrators."""

from __future__ import annotations

from enum import StrEnum

from careercenter.core.permissions import admins, allow


class AdminPermission(StrEnum):
    OVERSEE = "admin.oversee"
    CHANGE = "admin.change"


allow(AdminPermission.OVERSEE, admins)
allow(AdminPermission.CHANGE, admins)
