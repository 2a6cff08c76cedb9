"""How records are named, by machines and on the phone."""

import pytest

from mvl_desktop.domain.errors import ReferenceInvalideError
from mvl_desktop.domain.references import Reference, make_reference, read_reference, short_code

ESPACE = bytes(range(16))


def test_a_reference_between_espaces_goes_to_text_and_back() -> None:
    reference = Reference(ESPACE, bytes(16))
    assert str(reference) == f"ref:{ESPACE.hex()}:{'00' * 16}"
    assert Reference.parse(str(reference)) == reference


@pytest.mark.parametrize("text", ["", "ref:", f"ref:{'ab' * 16}:{'cd' * 15}", f"ref:{'AB' * 16}:{'cd' * 16}", "x\n"])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ReferenceInvalideError):
        Reference.parse(text)


def test_no_two_posts_of_an_espace_have_the_same_short_code() -> None:
    codes = [short_code(ESPACE, entry) for entry in range(21_000)]
    assert len(set(codes)) == len(codes)
    assert {len(code) for code in codes[:660]} == {2}
    assert {len(code) for code in codes[660:20_460]} == {3}
    assert {len(code) for code in codes[20_460:]} == {4}


def test_short_codes_hold_no_sign_that_is_heard_or_read_for_another() -> None:
    assert not set("".join(short_code(ESPACE, entry) for entry in range(2000))) & set("01ILOU")


def test_neighbours_in_an_espace_and_founders_of_two_do_not_look_alike() -> None:
    pairs = [(short_code(ESPACE, entry), short_code(ESPACE, entry + 1)) for entry in range(600)]
    assert all(one[0] != other[0] and one[1] != other[1] for one, other in pairs)
    assert len({short_code(bytes([n] * 16), 0) for n in range(40)}) > 30


def test_a_human_reference_is_read_however_it_is_said() -> None:
    reference = make_reference("93", 2026, "K7", 12)
    assert reference == "93-2026-K7-0012"
    for said in ("93-2026-K7-0012", "93 2026 k7 12", " 93/2026/K7/12 ", "93-2026-k7-000012"):
        assert read_reference(said) == reference
    assert read_reference("2a 2026 k7 12345") == "2A-2026-K7-12345"
    assert read_reference(make_reference(None, 2026, "K7", 3)) == "00-2026-K7-0003"


@pytest.mark.parametrize("text", ["", "bonjour", "93-2026", "93-2026-K7-", "93-26-K7-0012", "a-93-2026-K7-0012"])
def test_what_is_no_reference_is_left_to_the_search(text: str) -> None:
    assert read_reference(text) is None
