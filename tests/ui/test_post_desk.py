"""The desk over real posts: what the windows ask really happens, from the first start to a decided conflict."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import pytest

from mvl_desktop.ports.store import StoreError
from mvl_desktop.services.refusals import RefusError
from tests.fakes.stores import cheap_passphrases
from tests.ui.desks import merge, undecided
from ui.app import BootstrapPosts, relaunch_command
from ui.captures.posts import PHRASE, NoWatch, partnership
from ui.desk import Desk
from ui.values import Wanted

WATCH = NoWatch()


@dataclass
class Pair:
    """Two posts of one espace, and the folder where they leave files for each other."""

    first: Desk
    second: Desk
    folder: Path


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("postes")
    with cheap_passphrases():
        first, second = (
            cast("Desk", BootstrapPosts(folder / name).create(name, PHRASE).confirm()) for name in ("Camille", "Claude")
        )
    first.found("Délégation de l’Ain")
    first.invite([first.espaces()[0].id], "referent", folder / "i")
    code = second.request(folder / "i", folder / "d")
    wrong = ("1" if code[0] != "1" else "2") + code[1:]
    with pytest.raises(RefusError) as refused:
        first.accept(folder / "d", wrong, folder / "r")
    assert refused.value.code == "code_surete_different"
    first.accept(folder / "d", code, folder / "r")
    second.join(folder / "r")
    yield Pair(first, second, folder)
    first.close()
    second.close()


def test_what_who_discovers_the_application_finds_is_all_there(pair: Pair) -> None:
    partnership(pair.first)
    shown = {"convention": 1, "fiche-action": 7, "reunion": 2, "formation": 1, "mise-en-garde": 1, "bilan": 1}
    for kind, count in shown.items():
        assert len(pair.first.numbers(Wanted(kind))) == count, kind
    assert pair.first.numbers(Wanted("serie"))
    assert pair.first.decisions_ouvertes()


def _add(desk: Desk, **champs: object) -> str:
    return desk.save(replace(desk.begin("signalement"), champs=champs))


def _change(desk: Desk, rec: str, **champs: object) -> None:
    typed = desk.edit(rec)
    desk.save(replace(typed, champs={**typed.champs, **champs}))


def test_a_record_is_listed_searched_and_read_again(pair: Pair) -> None:
    rec = _add(pair.first, objet="Stage de jeûne prolongé", departement="01", natures=["mineur_en_danger"])
    numbers = pair.first.numbers(Wanted("signalement", "jeune prol"))
    rows = [row for row in pair.first.rows("signalement", numbers) if row]
    assert [row.id for row in rows] == [rec]
    record = pair.first.read(rec)
    assert record.titre == "Stage de jeûne prolongé"
    assert record.reference.startswith("01-")
    assert record.detail_envoi == "À envoyer"
    past = pair.first.history(rec)
    assert past[0].poste == "Camille"
    assert ("Objet", "Non renseigné", "Stage de jeûne prolongé") in [
        (change.champ, change.avant, change.apres) for change in past[0].changes
    ]


def test_a_draft_is_found_again_and_becomes_one_record(pair: Pair) -> None:
    typed = replace(pair.first.begin("signalement"), champs={"objet": "En cours"})
    pair.first.keep(typed)
    line = next(draft for draft in pair.first.drafts() if draft.titre == "En cours")
    resumed = pair.first.resume(line.id)
    assert resumed.champs["objet"] == "En cours"
    assert pair.first.save(resumed) == pair.first.save(typed)
    assert not [draft for draft in pair.first.drafts() if draft.id == line.id]


def test_a_piece_is_attached_and_written_out_identical(pair: Pair) -> None:
    source = pair.folder / "annexe.txt"
    source.write_bytes("Élément à l’appui\n".encode() * 999)
    record = pair.first.attach(_add(pair.first, objet="Avec pièce"), source)
    (piece,) = record.pieces
    assert (piece.nom, piece.octets) == ("annexe.txt", source.stat().st_size)
    told = [change.champ for past in pair.first.history(record.id) for change in past.changes]
    assert "Pièces jointes – Nom du fichier" in told
    assert not [champ for champ in told if "Empreinte" in champ or "inconnu" in champ]
    pair.first.extract(record.id, piece.id, pair.folder / "copie.txt")
    assert (pair.folder / "copie.txt").read_bytes() == source.read_bytes()


def test_a_conflict_by_lots_is_shown_decided_and_taken_back(pair: Pair) -> None:
    rec = _add(pair.first, objet="Au départ", recu_le="2026-11-01")
    pair.first.export_lot(pair.folder / "aller.mvl", None, WATCH)
    assert {each.etat for each in pair.first.unsent() if each.id == rec} == {"remis"}
    merge(pair.second, pair.folder / "aller.mvl", pair.folder / "recu.mvl")
    merge(pair.first, pair.folder / "recu.mvl")
    assert pair.first.read(rec).etat_envoi == "atteste"
    _change(pair.first, rec, objet="Vu par Camille")
    _change(pair.second, rec, objet="Vu par Claude")
    pair.second.export_lot(pair.folder / "retour.mvl", None, WATCH)

    seen = pair.first.examine_lots([pair.folder / "retour.mvl"], WATCH)
    assert seen.lots[0].a_arbitrer == 1
    [line] = [each for each in seen.lignes if each.id == rec]
    sides = pair.first.compare_line(seen, line)
    assert [(each.libelle, each.ici, each.lot) for each in sides.champs if each.differe] == [
        ("Objet", "Vu par Camille", "Vu par Claude")
    ]
    assert undecided(pair.first) == []
    merge(pair.first, pair.folder / "retour.mvl")

    (found,) = undecided(pair.first)
    assert {(version.poste, version.dite) for version in found.versions} == {
        ("Camille", "Vu par Camille"),
        ("Claude", "Vu par Claude"),
    }
    kept = next(version for version in found.versions if version.poste == "Claude")
    pair.first.keep_version(found, kept.revision, "plus précis")
    assert undecided(pair.first) == []
    assert pair.first.edit(rec).champs["objet"] == "Vu par Claude"
    decided = next(change for change in pair.first.history(rec)[0].changes if change.champ == "Objet")
    assert (decided.nom, decided.valeur_avant, decided.apres) == ("", None, "Vu par Claude")
    assert decided.decide == "objet"
    pair.first.undo(found.id, found.champ)
    assert not any(change.decide for past in pair.first.history(rec) for change in past.changes)
    assert len(undecided(pair.first)) == 1
    with pytest.raises(RefusError, match="conflit_change"):
        pair.first.decide(found, "Écrit autrement", "synthèse")
    (again,) = undecided(pair.first)
    pair.first.decide(again, "Écrit autrement", "synthèse")
    assert pair.first.edit(rec).champs["objet"] == "Écrit autrement"


def test_members_are_named_with_their_role(pair: Pair) -> None:
    assert {(member.nom, member.role, member.ici) for member in pair.first.members()} == {
        ("Camille", "admin", True),
        ("Claude", "referent", False),
    }


def test_without_a_service_synchronising_is_refused_in_words(pair: Pair) -> None:
    with pytest.raises(RefusError) as refused:
        pair.first.synchronise(WATCH)
    assert refused.value.code == "aucun_service"


def test_a_forgotten_phrase_is_replaced_by_the_code_of_the_sheet(tmp_path: Path) -> None:
    posts = BootstrapPosts(tmp_path / "poste")
    made = posts.create("Camille", PHRASE)
    code = re.findall(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){5,}[0-9A-Z-]*", made.sheet)[0]
    desk = cast("Desk", made.confirm())
    desk.found("Ain")
    rec = _add(desk, objet="Avant l’oubli")
    desk.close()

    new = posts.rescue(code, "une autre phrase bien longue")
    assert code not in new.sheet
    again = cast("Desk", new.confirm())
    assert again.read(rec).titre == "Avant l’oubli"
    again.close()
    with pytest.raises(StoreError):
        posts.open(PHRASE)


def test_a_locked_program_is_the_same_program_on_the_same_profile(tmp_path: Path) -> None:
    command = relaunch_command(tmp_path)
    assert command[0] == sys.executable
    assert command[-2:] == ["--profil", str(tmp_path)]
    assert PHRASE not in " ".join(command)


def test_the_code_of_what_is_delivered_is_not_a_reference_to_say(pair: Pair) -> None:
    desk = pair.first
    desk.add_default_series()
    ids = [row.id for row in desk.rows("serie", desk.numbers(Wanted("serie"))) if row is not None]
    assert ids
    assert {desk.read(rec).reference for rec in ids} == {""}
