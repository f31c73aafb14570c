"""Personal numbers at rest: only the vault opens them, altered ones are noticed, keys can be renewed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.organisation import build_organisation
from engine.connectors.vault import KeyVault
from engine.model.errors import CorruptState
from forms.identifiers import nik, nip

OLD = KeyVault({"k1": b"1" * 32})
NEW = KeyVault({"k2": b"2" * 32, "k1": b"1" * 32})


@given(st.text(max_size=50))
def test_what_is_sealed_is_opened_and_twice_looks_different(value):
    sealed = OLD.seal(value)
    assert OLD.open(sealed) == value
    assert sealed != OLD.seal(value)
    assert NEW.open(sealed) == value, "a new key in front leaves old values readable"
    assert NEW.index(value) == OLD.index(value), "and findable"


@given(place=st.integers(0, 40), bit=st.integers(0, 7))
def test_a_changed_bit_is_noticed(place, bit):
    sealed = bytearray(OLD.seal("3603994508900001"))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(CorruptState):
        OLD.open(bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"\x02", b"\x02k9" + b"x" * 40, b"\xff" * 5])
def test_what_was_never_sealed_is_refused(sealed):
    with pytest.raises(CorruptState):
        OLD.open(sealed)


def test_a_key_of_another_installation_opens_nothing():
    with pytest.raises(CorruptState):
        KeyVault({"k1": b"3" * 32}).open(OLD.seal("x"))
    with pytest.raises(ValueError, match="32 bytes"):
        KeyVault({"k1": b"short"})


def test_everybody_of_the_demonstration_has_a_fictional_nik_and_a_nip_that_agree():
    people = build_organisation("", OLD).people
    seen = set()
    for person in people:
        number = OLD.open(person.nik_sealed)
        assert number.startswith("360399")
        assert nik(number) == number
        seen.add(person.nik_index)
        if person.nip is None:  # who is elected is no civil servant
            continue
        assert nip(person.nip) == person.nip
        day, woman = int(number[6:8]), person.nip[14] == "2"
        assert (day > 40) == woman
        assert f"{day - 40 * woman:02d}{number[8:12]}" == f"{person.nip[6:8]}{person.nip[4:6]}{person.nip[2:4]}"
    assert len(seen) == len(people)
