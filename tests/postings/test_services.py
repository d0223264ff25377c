import pytest
from tests.factories.postings import make_posting
from careercenter.postings.lifecycle import PostingStatus

@pytest.mark.parametrize("status", PostingStatus)
def test_walk(session, status):
    assert make_posting(status).status is status
