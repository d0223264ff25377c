"""What coders type for credentials, specialties, tools and states."""

from __future__ import annotations

import pytest

from careercenter.profiles.naming import Named, choices, read, suggest
from careercenter.taxonomy import catalogue


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        (Named.CREDENTIALS, "CPC", ("cpc",)),
        (Named.CREDENTIALS, "cpc-a", ("cpc-a",)),
        (Named.CREDENTIALS, "CPC CCS-P RHIT", ("cpc", "ccs-p", "rhit")),
        (Named.CREDENTIALS, "cpc, ccs and crc", ("cpc", "ccs", "crc")),
        (Named.CREDENTIALS, "cpc; ccs & crc", ("cpc", "ccs", "crc")),
        (Named.CREDENTIALS, "Certified Professional Coder", ("cpc",)),
        (Named.CREDENTIALS, "CPC, Certified Professional Coder", ("cpc",)),
        (Named.CREDENTIALS, "CTR", ("ods-c",)),
        (Named.CREDENTIALS, "CDC", ("cdc",)),  # in a search an agency; here what the box is for
        (Named.SPECIALTIES, "ear, nose and throat, IR", ("ent", "interventional-radiology")),
        (Named.SPECIALTIES, "denials and appeals, HCC", ("denials-appeals", "risk-adjustment")),
        (Named.TOOLS, "Epic, 3M 360, cerner", ("Epic", "Solventum 360 Encompass", "Oracle Health")),
        (Named.STATES, "TX, new york and fl", ("TX", "NY", "FL")),
        (Named.STATES, "", ()),
    ],
)
def test_a_list_is_read_as_people_type_it(kind: Named, typed: str, meant: tuple[str, ...]) -> None:
    reading = read(kind, typed)
    assert (reading.meant, reading.unclear) == (meant, ())


def test_every_credential_is_read_by_abbreviation_and_by_name() -> None:
    for one in catalogue.credentials():
        assert read(Named.CREDENTIALS, one.abbr).meant == (one.slug,), one.abbr
        assert read(Named.CREDENTIALS, one.name).meant == (one.slug,), one.name


def test_every_choice_is_read_by_its_own_words_and_suggested_first() -> None:
    for kind in Named:
        for one in choices(kind):
            assert read(kind, one.words).meant == (one.value,), one
            assert suggest(kind, one.words)[0] == one, one


def test_what_is_not_certain_comes_with_what_it_may_mean() -> None:
    (part, may_be), (other, none) = read(Named.CREDENTIALS, "CPC, onc coder, juggling").unclear
    assert (part, [one.words for one in may_be]) == ("onc coder", ["CHONC", "ROCC", "ODS-C"])
    assert (other, none) == ("juggling", ())


@pytest.mark.parametrize(
    ("kind", "typed", "first"),
    [
        (Named.CREDENTIALS, "cp", "CPC"),
        (Named.CREDENTIALS, "cpc-a", "CPC-A"),
        (Named.CREDENTIALS, "risk adj", "CRC"),
        (Named.SPECIALTIES, "infus", "Infusion and injection"),
        (Named.STATES, "oh", "Ohio"),
        (Named.TOOLS, "3m", "Solventum 360 Encompass"),
    ],
)
def test_the_likeliest_is_suggested_first(kind: Named, typed: str, first: str) -> None:
    assert suggest(kind, typed)[0].words == first


@pytest.mark.parametrize("typed", ["", " ", "the", "zzzz", "\0", "a" * 100_000, "," * 5_000])
def test_what_says_nothing_suggests_nothing(typed: str) -> None:
    assert suggest(Named.CREDENTIALS, typed) == []
