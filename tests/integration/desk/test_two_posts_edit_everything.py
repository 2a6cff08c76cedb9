"""Two posts change every field of one signalement without seeing each other: nothing typed is lost, and an agent can
understand each field that is to be decided.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import required
from tests.fakes.stores import cheap_passphrases
from tests.ui.desks import merge, undecided
from ui.app import BootstrapPosts
from ui.captures.posts import PHRASE, NoWatch
from ui.desk import Desk
from ui.values import Conflict, Version

WATCH = NoWatch()
SIGNALEMENT = required("signalement")
FIELDS = tuple(field for field in SIGNALEMENT.champs if not field.champ.cache and field.sort != "reference")
_HEX = re.compile(r"[0-9a-f]{8,}")


@dataclass
class Pair:
    """Two posts of one espace, which meet by lots."""

    first: Desk
    second: Desk
    folder: Path
    lots: int = 0

    def carry(self, sender: Desk, receiver: Desk) -> None:
        """Take everything from one to the other."""
        self.lots += 1
        lot = self.folder / f"{self.lots}.mvl"
        sender.export_lot(lot, None, WATCH)
        merge(receiver, lot)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with cheap_passphrases():
        first, second = (
            cast("Desk", BootstrapPosts(tmp_path / name).create(name, PHRASE).confirm())
            for name in ("Camille", "Claude")
        )
    first.found("Délégation de l’Ain")
    first.invite([first.espaces()[0].id], "referent", tmp_path / "i")
    code = second.request(tmp_path / "i", tmp_path / "d")
    first.accept(tmp_path / "d", code, tmp_path / "r")
    second.join(tmp_path / "r")
    yield Pair(first, second, tmp_path)
    first.close()
    second.close()


def _code(desk: Desk, field: DeclaredField, place: int) -> str:
    nomenclature = field.champ.nomenclature or ""
    choices = desk.codes(nomenclature) or desk.find(nomenclature, "bourg", 9)
    return choices[place % len(choices)].code


def _value(desk: Desk, field: DeclaredField, who: str) -> object:
    """Return something to type in a field: other words, another day, another code for each person."""
    place = {"début": 0, "Camille": 1, "Claude": 2}[who]
    match field.sort:
        case "texte_court":
            return f"{place}{place}:00" if field.champ.forme == "heure" else f"Dit par {who}"
        case "texte":
            return f"Récit fait par {who}."
        case "date":
            return f"2026-03-0{place + 1}"
        case "oui_non":
            return (None, True, False)[place]
        case "entier":
            return place + 3
        case "code":
            return _code(desk, field, place)
        case "codes":
            return [_code(desk, field, place)]
        case "liste":
            return [f"https://{who.lower()}.exemple.fr"]
        case _:
            raise AssertionError(field.sort)


def _filled(desk: Desk, who: str, elements: Mapping[str, object]) -> dict[str, object]:
    champs: dict[str, object] = {}
    for field in FIELDS:
        if field.sort != "elements":
            champs[field.name] = _value(desk, field, who)
            continue
        if field.libelle_element == "Pièce":
            continue
        inner = {
            one.name: _value(desk, one, who) for one in field.champs if one.sort != "reference" and not one.champ.cache
        }
        held = cast("list[dict[str, object]]", elements.get(field.name) or [{}])
        champs[field.name] = [{**held[0], **inner}]
    return champs


def _edit(desk: Desk, rec: str, who: str) -> dict[str, object]:
    typed = desk.edit(rec)
    champs = {**typed.champs, **_filled(desk, who, typed.champs)}
    desk.save(replace(typed, champs=champs))
    return champs


def _said(conflicts: list[Conflict], libelle: str) -> set[str]:
    return {version.dite for each in conflicts if each.libelle == libelle for version in each.versions}


def test_every_value_that_was_typed_stands_and_is_said_in_words(pair: Pair) -> None:
    """What forms show and let nobody type, an import alone fills: sent all the same, it is not written."""
    rec = pair.first.save(replace(pair.first.begin("signalement"), champs=_filled(pair.first, "début", {})))
    pair.carry(pair.first, pair.second)
    camille, claude = _edit(pair.first, rec, "Camille"), _edit(pair.second, rec, "Claude")
    pair.carry(pair.second, pair.first)
    pair.carry(pair.first, pair.second)

    for desk in (pair.first, pair.second):
        conflicts = [each for each in undecided(desk) if each.id == rec]
        for found in conflicts:
            _is_understandable(found)
        told = {each.champ for each in conflicts}
        for field in FIELDS:
            if field.champ.lecture:
                assert field.name not in told, field.libelle
                if field.sort != "elements":
                    assert not desk.edit(rec).champs.get(field.name), field.libelle
                continue
            if field.sort in ("codes", "elements"):
                continue
            assert field.name in told, field.libelle
            assert {_plain(camille[field.name]), _plain(claude[field.name])} == _values(conflicts, field.name)
        sets = desk.edit(rec).champs
        for field in FIELDS:
            if field.sort == "codes":
                both = cast("list[str]", camille[field.name]) + cast("list[str]", claude[field.name])
                assert set(both) <= set(cast("list[str]", sets[field.name])), field.libelle
    assert _told(pair.first, rec) == _told(pair.second, rec)
    assert {"Dit par Camille", "Dit par Claude"} <= _said(undecided(pair.first), "Objet")


def _values(conflicts: list[Conflict], champ: str) -> set[object]:
    found = [version.valeur for each in conflicts if each.champ == champ for version in each.versions]
    return {_plain(value) for value in found}


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _told(desk: Desk, rec: str) -> set[tuple[str, str]]:
    return {(each.champ, version.dite) for each in undecided(desk) if each.id == rec for version in each.versions}


def _is_understandable(conflict: Conflict) -> None:
    assert "/" not in conflict.libelle, conflict.libelle
    assert "_" not in conflict.libelle, conflict.libelle
    assert not _HEX.search(conflict.libelle), conflict.libelle
    assert len(conflict.versions) == 2, conflict.libelle
    assert {version.poste for version in conflict.versions} == {"Camille", "Claude"}
    said = [version.dite for version in conflict.versions]
    assert len(set(said)) == 2, (conflict.libelle, said)
    for version in conflict.versions:
        _is_said(conflict, version)


def _is_said(conflict: Conflict, version: Version) -> None:
    assert version.dite.strip(), conflict.libelle
    assert "_" not in version.dite, (conflict.libelle, version.dite)
    assert not _HEX.search(version.dite), (conflict.libelle, version.dite)


def test_what_is_being_typed_while_a_lot_arrives_is_kept_and_stands_beside_what_came(pair: Pair) -> None:
    rec = pair.first.save(replace(pair.first.begin("signalement"), champs={"objet": "Au départ", "resume": "Un fait."}))
    pair.carry(pair.first, pair.second)
    typing = pair.first.edit(rec)
    typing = replace(typing, champs={**typing.champs, "objet": "Tapé pendant l’appel", "resume": "Un fait. Un autre."})
    pair.first.keep(typing)
    other = pair.second.edit(rec)
    pair.second.save(replace(other, champs={**other.champs, "objet": "Venu de Claude", "resume": "Un fait précis."}))
    pair.carry(pair.second, pair.first)

    (line,) = [draft for draft in pair.first.drafts() if draft.titre == "Tapé pendant l’appel"]
    assert pair.first.save(pair.first.resume(line.id)) == rec
    assert _told(pair.first, rec) >= {("objet", "Tapé pendant l’appel"), ("objet", "Venu de Claude")}
    resume = {said for champ, said in _told(pair.first, rec) if champ == "resume"} or {
        str(pair.first.edit(rec).champs["resume"])
    }
    assert any("Un autre." in said for said in resume)
    assert any("précis" in said for said in resume)
