import pytest

from careercenter.core.enums import EnumColumn
from careercenter.postings.lifecycle import PostingStatus


def test_a_member_has_its_words() -> None:
    assert PostingStatus.PENDING.label == "Waiting for review"
    assert PostingStatus("pending") is PostingStatus.PENDING
    assert ("live", "Live") in PostingStatus.choices()


def test_a_member_is_found_by_its_value() -> None:
    assert {PostingStatus.PENDING: 1}["pending"] == 1  # type: ignore[index]


def test_a_column_refuses_what_is_no_member() -> None:
    with pytest.raises(ValueError):
        EnumColumn(PostingStatus).process_bind_param("published", None)  # type: ignore[arg-type]
