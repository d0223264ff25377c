from bench.search.table import Line


def lines(number: int) -> list[Line]:
    return []
