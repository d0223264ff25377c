"""Differences in words."""

import dataclasses
from datetime import date

from careercenter.postings import content as c
from careercenter.postings.content import Place
from careercenter.postings.diff import Difference, Piece, differences, word_pieces
from tests.factories.postings import COMPLETE


def changed(**fields) -> list[Difference]:
    return differences(COMPLETE, dataclasses.replace(COMPLETE, **fields))


def test_the_same_content_does_not_differ() -> None:
    assert differences(COMPLETE, dataclasses.replace(COMPLETE)) == []


def test_another_order_of_what_was_chosen_is_no_difference() -> None:
    assert changed(specialties=COMPLETE.specialties[::-1], live_in_states=("NY", "CA")) == []
    assert changed(benefits=COMPLETE.benefits[::-1]) == []
    assert [d.field for d in changed(ehrs=("Cerner", "Epic"))] == ["ehrs"]


def test_line_ends_and_what_nobody_sees_are_no_difference() -> None:
    text = "You code.\n\n- Infusions\n- Visits"
    old = dataclasses.replace(COMPLETE, description=text, title="Coder", ehrs=("Epic\u00a0Beaker",))
    new = dataclasses.replace(
        COMPLETE, description=text.replace("\n", "\r\n") + " ", title=" Coder\u200b", ehrs=("Epic Beaker",)
    )
    assert differences(old, new) == []
    [change] = differences(old, dataclasses.replace(old, description=text.replace("\n", "\r\n").replace("code", "audit")))
    assert [piece.text for piece in change.pieces if piece.kind != "same"] == ["code.", "audit."]


def test_values_are_said_as_people_read_them() -> None:
    said = {
        d.field: (d.old, d.new)
        for d in changed(
            pay_min=3650, credentials_any=("cpc", "cic"), work_setting=c.WorkSetting.ONSITE, live_in_states=(),
            closing_on=date(2026, 12, 5),
            places=(Place("Houston", "TX", "77030"),), apprentice_accepted=True, accuracy_percent=96, specialties=("bmt",),
        )
    }  # fmt: skip

    assert said["pay_min"] == ("$34", "$36.50")
    assert said["credentials_any"] == ("CPC, CCS", "CPC, CIC")
    assert said["work_setting"] == ("Remote", "On site")
    assert said["live_in_states"] == ("California, New York", "")
    assert said["closing_on"] == ("", "Dec 5, 2026")
    assert said["places"] == ("", "Houston, TX 77030")
    assert said["apprentice_accepted"] == ("No", "Yes")
    assert said["accuracy_percent"] == ("95%", "96%")
    assert said["specialties"][1] == "Blood and marrow transplant"


def test_what_a_declared_field_holds_is_said_in_the_words_of_its_choice() -> None:
    [one] = changed(monitoring=c.Monitoring.ACTIVITY)
    assert (one.label, one.old, one.new) == ("Monitoring at work", "None", "Activity or time tracking")


def test_prose_is_compared_word_by_word() -> None:
    assert word_pieces("Code the infusion visits daily", "Code all infusion visits") == (
        Piece("same", "Code "),
        Piece("old", "the"),
        Piece("new", "all"),
        Piece("same", " infusion visits"),
        Piece("old", " daily"),
    )


def test_the_pieces_join_to_both_texts() -> None:
    old, new = COMPLETE.description, COMPLETE.description.replace("charges", "all charges").replace("\n\n", "\n")
    pieces = word_pieces(old, new)

    assert "".join(p.text for p in pieces if p.kind != "new") == old
    assert "".join(p.text for p in pieces if p.kind != "old") == new


def test_lists_are_compared_item_by_item() -> None:
    (one,) = changed(credentials_any=("cpc", "cic"))
    assert one.pieces == (
        Piece("same", "CPC"),
        Piece("same", ", "),
        Piece("old", "CCS"),
        Piece("same", ", "),
        Piece("new", "CIC"),
    )


def test_lists_with_nothing_in_common_have_no_pieces() -> None:
    (one,) = changed(credentials_any=("crc",))
    assert (one.old, one.new, one.pieces) == ("CPC, CCS", "CRC", ())


def test_what_is_new_altogether_has_no_pieces() -> None:
    [one] = [d for d in changed(hiring_steps="") if d.field == "hiring_steps"]

    assert (one.new, one.pieces) == ("", ())


def test_very_long_texts_are_not_compared_word_by_word() -> None:
    assert [p.kind for p in word_pieces("a " * 3000 + "a", "b " * 3000 + "b")] == ["old", "new"]


def test_what_long_texts_begin_and_end_with_alike_is_not_compared() -> None:
    same = "yes | no\n" * 5000
    pieces = word_pieces(f"{same}CPC {same}", f"{same}CCS {same}")
    assert [(p.kind, len(p.text)) for p in pieces] == [("same", 45_000), ("old", 3), ("new", 3), ("same", 45_001)]


def test_a_long_table_is_compared_line_by_line() -> None:
    was = [f"yes | no | {number}\n" for number in range(900)]
    now = [line if number % 300 else f"changed {line}" for number, line in enumerate(was)]
    pieces = word_pieces("".join(was), "".join(now))
    assert "".join(p.text for p in pieces if p.kind != "old") == "".join(now)
    assert "".join(p.text for p in pieces if p.kind == "new").split("changed ")[1:] == [
        "yes | no | 0\n",
        "yes | no | 300\n",
        "",
    ]
