import random
from datetime import UTC, datetime

from bench import words
from bench.generate import documents, postings

AT = datetime(2026, 11, 1, tzinfo=UTC)


def test_a_posting_is_the_same_whichever_others_are_asked_for() -> None:
    all_of_them = list(postings(range(5), AT))
    assert list(postings([3], AT)) == [all_of_them[3]]
    assert len({one.content.description for one in all_of_them}) == 5


def test_documents_are_of_the_postings() -> None:
    posting, document = next(postings([7], AT)), next(documents([7], AT))
    assert document.id == posting.public_id
    assert document.texts["title"] == posting.content.title
    assert document.closes_at == posting.closes_at


def test_words_are_many_and_each_stands_once() -> None:
    assert len(words.vocabulary()) == len(set(words.vocabulary())) > 20_000


def test_common_words_stand_in_nearly_every_text_and_rare_ones_hardly_anywhere() -> None:
    rng = random.Random(1)
    texts = [set(words.text(rng, 300).split()) for _ in range(200)]
    common, rare = words.vocabulary()[10], words.vocabulary()[-10:]
    assert sum(common in text for text in texts) > 150
    assert sum(word in text for text in texts for word in rare) < 10
