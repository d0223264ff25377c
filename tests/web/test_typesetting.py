import pytest

from careercenter.web.typesetting import unbroken


@pytest.mark.parametrize("word", ["CAR-T", "CPC-A", "W-2", "MS-DRG", "ICD-10-CM", "CCS-P", "e-mail"])
def test_a_word_of_the_trade_stays_on_one_line(word: str) -> None:
    assert unbroken(f"A {word} coder") == f'A <span class="nowrap">{word}</span> coder'


@pytest.mark.parametrize("words", ["Follow-up coder", "Long-established hospital", "Radiology - remote", ""])
def test_other_words_may_break(words: str) -> None:
    assert unbroken(words) == words


def test_markup_in_words_stays_words() -> None:
    assert unbroken("<b>CAR-T</b> & more") == '&lt;b&gt;<span class="nowrap">CAR-T</span>&lt;/b&gt; &amp; more'
