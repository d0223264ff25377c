import pytest

from careercenter.core import places


def test_fifty_states_dc_and_five_territories_are_known():
    assert len(places.STATES) == 56
    assert places.state_name("tx") == "Texas"
    assert {"DC", "PR", "GU", "VI", "AS", "MP"} <= places.STATES.keys()


@pytest.mark.parametrize("text", ["WA", "wa", "Washington", " washington "])
def test_a_state_is_read_from_its_code_or_name(text):
    assert places.state_code(text) == "WA"


def test_what_is_no_state_is_none():
    assert places.state_code("Ontario") is None
    assert places.state_name("ZZ") is None


def test_a_zip_gives_city_state_point_and_time_zone():
    found = places.lookup_zip("95117")
    assert (found.city, found.state, found.time_zone) == ("San Jose", "CA", "America/Los_Angeles")
    assert found.latitude == pytest.approx(37.31, abs=0.01)
    assert found.longitude == pytest.approx(-121.96, abs=0.01)
    assert places.lookup_zip("95117-1234") == found


@pytest.mark.parametrize("text", ["", "9511", "951170", "abcde", "95117-12", "٩٥١١٧", "09001", "00000", "\0"])
def test_what_is_no_zip_of_a_state_is_none(text):
    assert places.lookup_zip(text) is None


def test_a_territory_has_zips_too():
    assert places.lookup_zip("96910").state == "GU"


@pytest.mark.parametrize(
    ("city", "state"),
    [("Houston", "TX"), ("saint paul", "MN"), ("St. Paul", "MN"), ("Winston-Salem", "NC"), ("Mayagüez", "PR")],
)
def test_cities_are_found_as_people_write_them(city, state):
    assert places.locate(city, state) is not None


def test_the_same_name_in_two_states_is_two_places():
    assert places.distance_miles(places.locate("Portland", "OR"), places.locate("Portland", "ME")) > 2000
    assert places.locate("Nowhere At All", "TX") is None


def test_distance_is_in_miles():
    dallas, houston = places.locate("Dallas", "TX"), places.locate("Houston", "TX")
    assert places.distance_miles(dallas, houston) == pytest.approx(225, abs=15)
    assert places.distance_miles(dallas, dallas) == 0
