"""A dry run is a value: each record on a line, opened on both sides, left aside or not, applied as it was shown."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from mvl_desktop.services import carrying, records
from mvl_desktop.services.lot_comparing import RecordSides, compare_record
from mvl_desktop.services.lot_paper import write_report
from mvl_desktop.services.lot_plans import PlanDepasseError, verdicts
from mvl_desktop.services.lot_reports import LotPlan, PlanLine
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office

Pair = tuple[Office, Office]
SAME = {
    "objet": "Stage de jeûne prolongé",
    "recu_le": "2026-11-03",
    "commune": "69123",
    "departement": "69",
    "resume": "Une patiente suivie pour un cancer arrête ses soins après un stage de jeûne de vingt et un jours, sur "
    "les conseils d’un praticien sans diplôme qui promet la guérison et demande trois mille euros.",
    "adresses_web": ["https://exemple.invalid/stage"],
}


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    alix, camille = open_office(tmp_path, "Alix"), open_office(tmp_path, "Camille")
    alix.found()
    alix.admit(camille, "Délégation fictive")
    alix.give(camille)
    camille.give(alix)
    yield alix, camille
    alix.close()
    camille.close()


def export(office: Office, name: str = "lot.mvl", *espaces: str) -> Path:
    office.clock.at += 1000
    carrying.export_lot(office.ports, office.medium, espaces, "tous", office.folder / name)
    return office.folder / name


def look(office: Office, *lots: Path) -> LotPlan:
    return carrying.examine_lots(office.ports, office.medium, lots)


def line(plan: LotPlan, rec: str) -> PlanLine:
    [found] = [each for each in plan.lines if each.id == rec]
    return found


def sides(office: Office, rec: str, *lots: Path) -> RecordSides:
    return compare_record(office.ports, office.medium, lots, rec)


def objet(office: Office, rec: str) -> object:
    return records.show_record(office.ports, rec).champs.get("objet")


def test_every_state_has_its_line_and_the_two_lots_are_told_together(pair: Pair) -> None:
    alix, camille = pair
    names = ("connu", "fusionne", "arbitre")
    recs = {name: records.add_record(alix.ports, "signalement", {"objet": name}) for name in names}
    alix.give(camille)
    camille.give(alix)
    records.modify_record(alix.ports, recs["fusionne"], {"canal": "telephone"})
    records.modify_record(alix.ports, recs["arbitre"], {"objet": "vu par Alix"})
    records.modify_record(camille.ports, recs["arbitre"], {"objet": "vu par Camille"})
    recs["nouveau"] = records.add_record(alix.ports, "signalement", {"objet": "nouveau"})
    alix.found("Autre espace")
    dominique = open_office(alix.folder, "Dominique", in_memory=True)
    alix.admit(dominique, "Autre espace")
    apart = records.add_record(alix.ports, "signalement", {"objet": "ailleurs"}, espace="Autre espace")
    first = export(alix, "1.mvl")
    records.modify_record(alix.ports, recs["nouveau"], {"canal": "courriel"})
    second = export(alix, "2.mvl")

    plan = look(camille, second, first)
    sorts = {name: line(plan, rec).sort for name, rec in recs.items() if name != "connu"}
    assert sorts == {"nouveau": "nouveau", "fusionne": "fusionne", "arbitre": "a_arbitrer"}
    assert line(plan, recs["nouveau"]).lots == (0,), "the second only brings again what the first brought"
    assert line(plan, recs["arbitre"]).champs == ("objet",)
    assert line(plan, recs["nouveau"]).titre == "nouveau"
    assert line(plan, recs["nouveau"]).espace == "Délégation fictive"
    [outside] = [each for each in plan.lines if each.sort == "hors_perimetre" and each.lots == (1,)]
    assert outside.nombre >= 1
    assert apart not in {each.id for each in plan.lines}
    assert plan.lots[1].hors_perimetre == outside.nombre
    assert {each.kind for each in plan.lines} <= {"signalement", ""}, "what people do not file is on no line"
    with pytest.raises(RefusError):
        objet(camille, recs["nouveau"])

    applied = carrying.merge_lots(camille.ports, camille.medium, (second, first), expecting=verdicts(plan.lines))
    assert applied.lines == plan.lines
    assert objet(camille, recs["nouveau"]) == "nouveau"
    again = look(camille, first, second)
    assert set(again.states()) == {"connu", "hors_perimetre"}
    assert line(again, recs["nouveau"]).titre == "nouveau"


def test_what_changed_between_the_dry_run_and_the_merge_is_said_and_nothing_is_merged(pair: Pair) -> None:
    alix, camille = pair
    rec = records.add_record(alix.ports, "signalement", {"objet": "au départ"})
    alix.give(camille)
    records.modify_record(alix.ports, rec, {"objet": "vu par Alix"})
    other = records.add_record(alix.ports, "signalement", {"objet": "autre"})
    lot = export(alix)
    plan = look(camille, lot)
    assert line(plan, rec).sort == "fusionne"
    records.modify_record(camille.ports, rec, {"objet": "tapé entre-temps"})

    with pytest.raises(PlanDepasseError) as caught:
        carrying.merge_lots(camille.ports, camille.medium, (lot,), expecting=verdicts(plan.lines))
    [difference] = caught.value.differences
    assert (difference.id, difference.avant, difference.apres) == (rec, "fusionne", "a_arbitrer")
    assert objet(camille, rec) == "tapé entre-temps"
    with pytest.raises(RefusError):
        objet(camille, other)
    # The plan made anew is the one to go on with; what is left aside is no difference.
    anew = verdicts(caught.value.plan.lines)
    done = carrying.merge_lots(camille.ports, camille.medium, (lot,), excluding=[rec], expecting=anew)
    assert line(done, rec).sort == "ecarte"
    assert objet(camille, other) == "autre"
    assert objet(camille, rec) == "tapé entre-temps"


def test_a_line_opens_on_both_sides_and_nothing_is_kept_by_looking(pair: Pair) -> None:
    alix, camille = pair
    rec = records.add_record(alix.ports, "signalement", {"objet": "au départ", "canal": "courrier"})
    alix.give(camille)
    records.modify_record(alix.ports, rec, {"objet": "vu par Alix"})
    first = export(alix, "1.mvl")
    records.modify_record(alix.ports, rec, {"niveau": "a_risque"})
    second = export(alix, "2.mvl")
    records.modify_record(camille.ports, rec, {"objet": "vu par Camille"})
    new = records.add_record(alix.ports, "signalement", {"objet": "nouveau"})
    third = export(alix, "3.mvl")

    camille.journal.lines.clear()
    found = {each.champ: each for each in sides(camille, rec, second, first).champs}
    assert (found["objet"].ici, found["objet"].lot) == (("vu par Camille",), ("vu par Alix",))
    assert set(found["objet"].apres) == {"vu par Camille", "vu par Alix"}
    assert (found["niveau"].ici, found["niveau"].lot, found["niveau"].apres) == ((), ("a_risque",), ("a_risque",))
    assert not found["canal"].differe
    assert camille.journal.of(rec) == ["consultation"]
    opened = sides(camille, new, third)
    assert (opened.connu, opened.titre) == (False, "nouveau")
    assert all(not each.ici for each in opened.champs)
    with pytest.raises(RefusError):
        objet(camille, new)
    assert objet(camille, rec) == "vu par Camille"
    with pytest.raises(RefusError):
        sides(camille, "00" * 16, first)


def test_what_probably_repeats_something_says_so_with_its_evidence(pair: Pair) -> None:
    alix, camille = pair
    held = records.add_record(camille.ports, "signalement", SAME)
    come = records.add_record(alix.ports, "signalement", {**SAME, "objet": "Stage de jeune prolongé"})
    records.add_record(alix.ports, "signalement", {"objet": "Tout autre chose", "recu_le": "2025-02-01"})
    lot = export(alix)
    plan = look(camille, lot)
    likely = line(plan, come)
    assert likely.sort == "nouveau"
    assert [each.autre for each in likely.doublons] == [held]
    assert likely.doublons[0].titre == SAME["objet"]
    assert likely.doublons[0].raisons
    assert (plan.lots[0].doublons_probables, plan.states()["doublon_probable"]) == (1, 1)
    assert likely.is_in(["doublon_probable"])
    applied = carrying.merge_lots(camille.ports, camille.medium, (lot,))
    assert applied.lots[0].doublons_probables == 1


def _odt(path: Path) -> str:
    with zipfile.ZipFile(path) as file:
        return file.read("content.xml").decode()


@pytest.mark.parametrize("masked", [False, True])
def test_the_report_says_every_record_and_masks_who_is_named(pair: Pair, tmp_path: Path, masked: bool) -> None:
    alix, camille = pair
    rec = records.add_record(alix.ports, "signalement", {"objet": "CANARI Zibeline"})
    plan = look(camille, export(alix))
    phrases = {"objet_malforme": "…"}
    target = tmp_path / "rapport.odt"
    write_report(camille.ports, camille.printer, plan, target, phrases, masked=masked)
    said = _odt(target)
    assert ("CANARI Zibeline" in said) is not masked
    assert rec[:8] in said if masked else True
    assert "Nouveau" in said
    pdf = tmp_path / "rapport.pdf"
    assert write_report(camille.ports, camille.printer, plan, pdf, phrases, done=True) == pdf.stat().st_size
    assert pdf.read_bytes().startswith(b"%PDF")
    with pytest.raises(RefusError):
        write_report(camille.ports, camille.printer, plan, tmp_path / "rapport.txt", phrases)
