from careercenter.core.paging import Page, page_number


def test_numbers_show_the_ends_and_the_neighbours() -> None:
    assert Page([], 1000, 7, 25).numbers() == [1, None, 6, 7, 8, None, 40]
    assert Page([], 100, 1, 25).numbers() == [1, 2, 3, 4]
    assert Page([], 0, 1, 25).numbers() == [1]


def test_what_a_page_shows() -> None:
    page = Page(["x"] * 25, 51, 2, 25)
    assert (page.first_item, page.last_item, page.last) == (26, 50, 3)


def test_anything_but_a_number_is_page_one() -> None:
    assert [page_number(text) for text in (None, "", "x", "-3", "0", "²", "9" * 40, "3")] == [1, 1, 1, 1, 1, 1, 1, 3]
