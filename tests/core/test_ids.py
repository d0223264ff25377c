import re

from hypothesis import given
from hypothesis import strategies as st

from careercenter.core.ids import PUBLIC_ID_LENGTH, public_id, slug


def test_public_ids_differ_and_can_be_read_out() -> None:
    ids = {public_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch(f"[2-9b-df-hj-kmnp-tv-xz]{{{PUBLIC_ID_LENGTH}}}", one) for one in ids)


def test_a_slug_is_the_words() -> None:
    assert slug("CAR-T & Cellular Therapy: Billing (Épic)") == "car-t-cellular-therapy-billing-epic"
    assert slug("日本語") == ""


def test_a_slug_ends_at_a_word() -> None:
    assert slug("alpha beta gamma", longest=11) == "alpha-beta"
    assert slug("a" * 100, longest=60) == "a" * 60


@given(st.text())
def test_any_text_gives_a_slug_fit_for_an_address(text: str) -> None:
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug(text))
    assert len(slug(text)) <= 60
