from careercenter.browse.facets import SHOWN, employers_shown, groups
from careercenter.search.port import Criteria, Facet, Found


def found(**counts: dict[str, int]) -> Found:
    return Found((), 0, 1, {Facet(name): values for name, values in counts.items()})


def test_only_what_leaves_something_is_offered() -> None:
    (group,) = groups(Criteria(), found(setting={"remote": 3, "hybrid": 0}), {})
    assert [(choice.value, choice.count) for choice in group.shown] == [("remote", 3)]


def test_what_is_chosen_stays_offered_with_its_count_of_nothing() -> None:
    (group,) = groups(Criteria(chosen={Facet.WORK_SETTING: ("onsite",)}), found(setting={}), {})
    assert [(choice.value, choice.count, choice.chosen) for choice in group.shown] == [("onsite", 0, True)]


def test_the_most_common_come_first_and_the_rest_are_folded_by_name() -> None:
    counts = {"cpc": 9, "ccs": 8, "coc": 7, "cic": 6, "crc": 5, "rhit": 4, "cca": 3}
    (group,) = groups(Criteria(), found(credential=counts), {})
    assert [choice.label for choice in group.shown] == ["CPC", "CCS", "COC", "CIC", "CRC"]
    assert [choice.label for choice in group.more] == ["CCA", "RHIT"]
    assert group.size == 7


def test_what_is_folded_is_made_only_when_asked_for_and_counted_always() -> None:
    counts = {"cpc": 9, "ccs": 8, "coc": 7, "cic": 6, "crc": 5, "rhit": 4, "cca": 3}
    (group,) = groups(Criteria(), found(credential=counts), {}, opened=(Facet.SPECIALTY,))
    assert len(group.shown) == SHOWN
    assert group.more == ()
    assert group.size == 7


def test_of_many_employers_only_those_shown_are_named() -> None:
    many = {f"{number:012d}": number for number in range(1, 41)}
    chosen = Criteria(chosen={Facet.EMPLOYER: ("000000000001",)})
    named = employers_shown(chosen, found(employer=many), opened=())
    assert {"000000000001", "000000000040", "000000000036"} <= named
    assert len(named) < 10
    (group,) = groups(chosen, found(employer=many), {one: f"Clinic {one}" for one in named}, opened=())
    assert [choice.count for choice in group.shown] == [1, 40, 39, 38, 37]
    assert group.size == 40
    assert employers_shown(chosen, found(employer=many), opened=(Facet.EMPLOYER,)) == set(many)


def test_a_chosen_value_is_never_folded_away() -> None:
    counts = {"cpc": 9, "ccs": 8, "coc": 7, "cic": 6, "crc": 5, "rhit": 4, "cca": 1}
    (group,) = groups(Criteria(chosen={Facet.CREDENTIAL: ("cca",)}), found(credential=counts), {})
    assert group.shown[0].value == "cca"
    assert group.shown[0].chosen


def test_a_single_one_is_not_folded() -> None:
    counts = dict.fromkeys(["cpc", "ccs", "coc", "cic", "crc", "rhit"][: SHOWN + 1], 2)
    (group,) = groups(Criteria(), found(credential=counts), {})
    assert not group.more


def test_scales_and_enums_keep_their_order() -> None:
    pay, experience = groups(Criteria(), found(pay={"4000": 1, "2000": 5}, experience={"10-up": 9, "0-1": 1}), {})
    assert [choice.value for choice in pay.shown] == ["2000", "4000"]
    assert pay.kind == "radios"
    assert [choice.value for choice in experience.shown] == ["0-1", "10-up"]


def test_an_employer_without_a_name_is_not_offered() -> None:
    offered = groups(Criteria(), found(employer={"bcdfghjkmnpq": 2, "qqqqqqqqqqqq": 1}), {"bcdfghjkmnpq": "Lakeshore"})
    assert [choice.label for choice in offered[0].shown] == ["Lakeshore"]
