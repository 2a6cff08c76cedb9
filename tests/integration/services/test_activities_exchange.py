"""Meetings, conventions and the rest on two posts that do not see each other: nothing that anybody typed is lost."""

import dataclasses
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mvl_desktop.domain import kinds
from mvl_desktop.domain.periode import Periode
from mvl_desktop.ports.store import Query
from mvl_desktop.services import annuaire, bilans, conventions, reunions_copil
from mvl_desktop.services.records import add_record, list_records, modify_record, show_record
from mvl_desktop.services.reunions import follow_decision, move_minutes
from mvl_desktop.services.revisions import write_revision
from mvl_desktop.services.standing_of import facts_of
from tests.fakes.offices import SETTINGS, Office, open_office, two_offices
from tests.fakes.world import SetClock, World, memory_folder, open_copied_store

A, B, D = "00000000000000aa", "00000000000000bb", "00000000000000dd"
MEETING: dict[str, object] = {
    "objet": "GTRDO fictif",
    "type_reunion": "gtrdo",
    "tenue_le": "2026-11-12",
    "etat": "tenue",
    "points": [{"id": A, "intitule": "Activité"}, {"id": B, "intitule": "Situations"}],
    "decisions": [{"id": D, "point": A, "texte": "Écrire une fiche.", "etat": "a_faire"}],
}
SHIPPED = [
    each for path in sorted((SETTINGS.resources / "annuaire").glob("*.json")) for each in json.loads(path.read_bytes())
]
Pair = tuple[Office, Office, str]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    first, second = two_offices(tmp_path)
    rec = add_record(first.ports, "reunion", MEETING, lists=first.nomenclatures)
    first.give(second)
    yield first, second, rec
    first.close()
    second.close()


def meet(first: Office, second: Office) -> None:
    second.give(first)
    first.give(second)


def change(office: Office, rec: str, group: str, id_: str, **said: object) -> None:
    """Type in one element of a group, as its form writes it: the others are given as they are shown."""
    held: Any = show_record(office.ports, rec).champs.get(group, [])
    modify_record(office.ports, rec, {group: [{**one, **said} if one["id"] == id_ else one for one in held]})


def add(office: Office, rec: str, group: str, **said: object) -> None:
    held: Any = show_record(office.ports, rec).champs.get(group, [])
    modify_record(office.ports, rec, {group: [*held, said]})


def both(first: Office, second: Office, rec: str) -> Any:
    """Return what both posts show: the same."""
    one, other = show_record(first.ports, rec), show_record(second.ports, rec)
    assert one.champs == other.champs
    assert one.conflits.keys() == other.conflits.keys()
    return one


def test_minutes_typed_under_two_points_at_once_are_both_there(pair: Pair) -> None:
    first, second, rec = pair
    change(first, rec, "points", A, texte="Chaque pôle a parlé.")
    add(first, rec, "interventions", point=A, fonction="Préfet", verbe="precise", texte="D’ici.")
    change(second, rec, "points", B, texte="Deux situations vues.")
    add(second, rec, "interventions", point=B, fonction="Procureur", verbe="precise", texte="De là.")
    meet(first, second)
    sheet = both(first, second, rec)
    assert [one["texte"] for one in sheet.champs["points"]] == ["Chaque pôle a parlé.", "Deux situations vues."]
    assert {one["texte"] for one in sheet.champs["interventions"]} == {"D’ici.", "De là."}
    assert not sheet.conflits


def test_two_sentences_added_to_the_minutes_of_one_point_are_both_kept(pair: Pair) -> None:
    first, second, rec = pair
    for office, words in ((first, "Une phrase d’ici."), (second, "Une phrase de là.")):
        change(office, rec, "points", A, texte=words)
    meet(first, second)
    sheet = both(first, second, rec)
    versions = {str(one.valeur) for key in sheet.conflits for one in sheet.conflits[key]}
    assert versions == {"Une phrase d’ici.", "Une phrase de là."}


def test_a_decision_that_two_marked_is_said_to_both(pair: Pair) -> None:
    first, second, rec = pair
    follow_decision(first.ports, rec, D, "faite", "Écrite le matin.", lists=first.nomenclatures)
    follow_decision(second.ports, rec, D, "en_cours", "À moitié.", lists=second.nomenclatures)
    meet(first, second)
    sheet = both(first, second, rec)
    assert {str(one.valeur) for one in sheet.conflits[f"decisions/{D}/etat"]} == {"faite", "en_cours"}
    assert {str(one.valeur) for one in sheet.conflits[f"decisions/{D}/suite"]} == {"Écrite le matin.", "À moitié."}


def test_the_same_mark_of_both_is_one_mark(pair: Pair) -> None:
    first, second, rec = pair
    for office in (first, second):
        follow_decision(office.ports, rec, D, "faite", lists=office.nomenclatures)
    meet(first, second)
    sheet = both(first, second, rec)
    assert sheet.champs["decisions"][0]["etat"] == "faite"
    assert not sheet.conflits


def test_a_point_taken_out_while_another_types_under_it_is_for_somebody_to_decide(pair: Pair) -> None:
    first, second, rec = pair
    change(second, rec, "points", B, texte="Deux situations vues.")
    held: Any = show_record(first.ports, rec).champs["points"]
    modify_record(first.ports, rec, {"points": held[:1]})
    meet(first, second)
    assert f"points/{B}" in both(first, second, rec).conflits


def test_minutes_validated_here_and_completed_there_are_said_to_have_changed(pair: Pair) -> None:
    first, second, rec = pair
    for move in ("relire", "valider"):
        move_minutes(first.ports, rec, move)
    change(second, rec, "points", B, texte="Ajouté sans le savoir.")
    meet(first, second)
    for office in (first, second):
        told = " ".join(fact.texte for fact in facts_of(office.ports, rec))
        assert "a changé depuis sa validation" in told
    assert both(first, second, rec).champs["points"][1]["texte"] == "Ajouté sans le savoir."


ONE_OF_EACH: dict[str, dict[str, object]] = {
    "organisme": {"nom": "Service fictif"},
    "emploi": {"intitule": "Référent", "tenues": [{"nom": "Nom fictif"}]},
    "convention": {"intitule": "Convention fictive", "axes": [{"code": "axe 1"}]},
    "fiche-action": {"titre": "Action fictive", "etapes": [{"intitule": "Commencer"}]},
    "reunion": MEETING,
    "formation": {"intitule": "Formation fictive", "seances": [{"le": "2026-02-03"}]},
    "etude": {"intitule": "Étude fictive"},
    "serie": {"intitule": "Série fictive", "unite": "n", "valeurs": [{"periode": "2025", "valeur": "3"}]},
    "mise-en-garde": {"titre": "Mise en garde fictive"},
    "bilan": {"intitule": "Bilan fictif"},
}


def test_a_post_that_does_not_know_these_kinds_yet_keeps_them_for_the_day_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = open_office(tmp_path, "Alix")
    newer.found()
    recs = {kind: add_record(newer.ports, kind, champs) for kind, champs in ONE_OF_EACH.items()}
    shown = {kind: show_record(newer.ports, rec).champs for kind, rec in recs.items()}
    with monkeypatch.context() as past:
        for kind in ONE_OF_EACH:
            past.delitem(kinds._declarations, kind)
        older = open_office(tmp_path, "Camille")
        newer.admit(older, "Délégation fictive")
        newer.give(older)
        older.close()
    updated = open_copied_store(tmp_path / "Camille", SetClock())
    ports = dataclasses.replace(older.ports, store=updated)
    for kind, rec in recs.items():
        assert list_records(ports, Query(kind))[0] == 1
        assert show_record(ports, rec).champs == shown[kind]
    updated.close()
    newer.close()


def test_they_go_through_the_service_as_any_other() -> None:
    world = World(memory_folder())
    first, second = world.community(2)
    recs = {kind: add_record(first.ports, kind, champs) for kind, champs in ONE_OF_EACH.items()}
    first.sync()
    second.sync()
    for kind, rec in recs.items():
        assert show_record(second.ports, rec).champs == show_record(first.ports, rec).champs
        assert list_records(second.ports, Query(kind))[0] == 1
    world.close()


def test_a_bilan_that_two_posts_freeze_is_one_bilan_to_decide_on(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    for number in range(6):
        add_record(first.ports, "signalement", {"objet": f"Fictif {number}", "recu_le": "2026-02-03"})
    over = Periode(date(2026, 1, 1), date(2026, 6, 30))
    rec = bilans.prepare_bilan(first.ports, periode=over, lists=first.nomenclatures)
    first.give(second)
    add_record(second.ports, "signalement", {"objet": "Connu de lui seul", "recu_le": "2026-02-04"})
    for office in (first, second):
        assert bilans.freeze_bilan(office.ports, office.chiffres, rec).integre
    count = len(bilans.read_bilan(first.ports, first.chiffres, rec).mesures)
    meet(first, second)
    sheet = both(first, second, rec)
    assert len(sheet.champs["mesures"]) == count, "each figure once, whoever froze it"
    said = {key.rpartition("/")[2] for key in sheet.conflits}
    assert {"valeur", "empreinte"} <= said
    assert not bilans.read_bilan(first.ports, first.chiffres, rec).integre, "two say not the same: somebody decides"
    kept = {key: versions[0].valeur for key, versions in sheet.conflits.items()}
    device = next(iter(sheet.conflits.values()))[0].poste
    assert {versions[0].poste for versions in sheet.conflits.values()} == {device}, "what is shown is of one hand"
    with first.ports.store.work() as uow:
        view = uow.records.get(bytes.fromhex(rec))
        assert view is not None
        write_revision(uow, first.ports, view.espace, view.rec, "bilan", kept, view.state.heads)
        uow.commit()
    meet(first, second)
    assert not both(first, second, rec).conflits
    for office in (first, second):
        assert bilans.read_bilan(office.ports, office.chiffres, rec).integre
        office.close()


def test_indicators_that_two_posts_freeze_in_one_copil_stand_once(pair: Pair) -> None:
    first, second, rec = pair
    for office in (first, second):
        reunions_copil.freeze(office.ports, office.chiffres, rec, ["I1.1", "I2.1"])
    meet(first, second)
    sheet = both(first, second, rec)
    assert [each["code"] for each in sheet.champs["mesures"]] == ["I1.1", "I2.1"]
    assert not sheet.conflits


def test_a_convention_signed_on_both_sides_apart_is_signed_by_both(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    agreed = {"intitule": "Fictive", "parties": [{"partie": "ars"}, {"partie": "miviludes"}]}
    rec = add_record(first.ports, "convention", agreed)
    first.give(second)
    conventions.sign(first.ports, rec, "ars", date(2026, 3, 1))
    conventions.sign(second.ports, rec, "miviludes", date(2026, 3, 9))
    meet(first, second)
    both(first, second, rec)
    for office in (first, second):
        found = conventions.read_convention(office.ports, rec)
        assert found.vie.signee_le == date(2026, 3, 9), "read from the parties, whatever nobody could write"
    for office, article in ((first, "1"), (second, "2")):
        made = conventions.NouvelAvenant(objet=article, article=article, apres="Autre rédaction.")
        conventions.add_avenant(office.ports, rec, made)
    meet(first, second)
    sheet = both(first, second, rec)
    assert {each["objet"] for each in sheet.champs["avenants"]} == {"1", "2"}
    assert not sheet.conflits
    first.close()
    second.close()


def test_what_is_shipped_added_by_two_posts_apart_is_proposed_once(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    for office in (first, second):
        assert len(annuaire.add_default_directory(office.ports, SHIPPED)) == len(SHIPPED)
        assert annuaire.add_default_directory(office.ports, SHIPPED) == [], "twice is once"
    mine = annuaire.competent_for(first.ports, first.nomenclatures, "75")[0]
    modify_record(first.ports, mine.id, {"telephone": "01 00 00 00 00"})
    meet(first, second)
    proposed = []
    for office in (first, second):
        found = annuaire.competent_for(office.ports, office.nomenclatures, "75")
        assert len(found) == len({each.code for each in found}), "nobody is proposed twice"
        assert next(each for each in found if each.code == mine.code).telephone == "01 00 00 00 00"
        assert len(annuaire.list_verifications(office.ports)) <= len(SHIPPED)
        assert annuaire.add_default_directory(office.ports, SHIPPED) == []
        assert list_records(office.ports, Query("organisme"))[0] == 2 * len(SHIPPED), "nothing is taken out"
        proposed.append([each.id for each in found])
    assert proposed[0] == proposed[1], "the same one on both"
    first.close()
    second.close()
