"""Who may bring jobs in from a file: of one employer, or of several at once."""

from __future__ import annotations

from enum import StrEnum

from careercenter.core.permissions import Actor, admins, allow, any_of
from careercenter.employers.models import Employer
from careercenter.importing.models import ImportBatch
from careercenter.importing.queries import employers_of
from careercenter.postings.policy import recruiting_members


class ImportPermission(StrEnum):
    IMPORT = "import.import"
    IMPORT_OF_SEVERAL = "import.import_of_several"


def may_import(actor: Actor, subject: Employer | ImportBatch) -> bool:
    """Who recruits for the employer; a file with an employer a row is seen by who uploaded it."""
    if isinstance(subject, ImportBatch) and subject.employer_id is None:
        return actor.account_id == subject.account_id
    return recruiting_members(actor, subject)


def writes_for_several(actor: Actor, _subject: object = None) -> bool:
    return len(employers_of(actor)) > 1


allow(ImportPermission.IMPORT, may_import)
allow(ImportPermission.IMPORT_OF_SEVERAL, any_of(writes_for_several, admins))
