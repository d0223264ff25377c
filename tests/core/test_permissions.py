from enum import StrEnum

import pytest

from careercenter.core.permissions import all_of, allow, any_of, can, none_of
from careercenter.web.auth import VISITOR


class Door(StrEnum):
    OPEN = "door.open"
    UNDECLARED = "door.undeclared"


def yes(_actor: object, _subject: object) -> bool:
    return True


def no(_actor: object, _subject: object) -> bool:
    return False


def test_sentences_of_predicates() -> None:
    assert any_of(no, yes)(None, None)
    assert not all_of(no, yes)(None, None)
    assert none_of(no)(None, None)


def test_a_permission_nobody_declared_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        can(VISITOR, Door.UNDECLARED)


def test_a_permission_is_declared_once() -> None:
    allow(Door.OPEN, yes)
    assert can(VISITOR, Door.OPEN)
    with pytest.raises(ValueError, match="twice"):
        allow(Door.OPEN, no)
