"""Who may bring an employer's jobs in from a file."""

from __future__ import annotations

from enum import StrEnum

from careercenter.core.permissions import allow
from careercenter.postings.policy import recruiting_members


class ImportPermission(StrEnum):
    IMPORT = "import.import"


# An employer, or a batch of one.
allow(ImportPermission.IMPORT, recruiting_members)
