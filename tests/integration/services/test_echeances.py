"""What is due, over a store: by person and by espace, what is said of it, what leaves, a clock that is late."""

import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from mvl_desktop.services import echeances
from mvl_desktop.services.asides import reference_of
from mvl_desktop.services.echeances import Due, Said, decide, record_deadlines, todo, typed_deadlines
from mvl_desktop.services.echeances_agenda import export_agenda, print_todo
from mvl_desktop.services.echeances_rules import keep_rule, list_rules
from mvl_desktop.services.espaces import list_espaces
from mvl_desktop.services.export_register import list_exports, show_export
from mvl_desktop.services.home import home
from mvl_desktop.services.records import add_record, modify_record, show_record
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office, two_offices
from tests.integration.services.test_habilitations import apart, chief, enter

__all__ = ["chief"]

LATE, SOON = timedelta(days=60), timedelta(days=1)
CANARY = "Zibeline"


def _today(office: Office) -> date:
    return office.clock.now().date()


def _add(office: Office, **champs: object) -> str:
    received = (_today(office) - LATE).isoformat()
    return add_record(office.ports, "signalement", {"objet": "Fictif", "recu_le": received, **champs})


def _codes(office: Office, **wish: object) -> list[tuple[str, str]]:
    found = todo(office.ports, office.timetable, **wish)  # type: ignore[arg-type]
    return [(due.rec, due.echeance.regle.code if due.echeance.regle else due.echeance.libelle) for due in found.lignes]


def _one(office: Office, rec: str, code: str) -> Due:
    found = record_deadlines(office.ports, office.timetable, rec)
    return next(due for due in found if due.echeance.regle is not None and due.echeance.regle.code == code)


def test_the_most_late_comes_first_by_person_too(office: Office) -> None:
    mine = _add(office, titulaire="Alix")
    older = _add(office, titulaire="Claude", recu_le=(_today(office) - 2 * LATE).isoformat())
    _add(office, titulaire="Alix", statut="clos")
    _add(office, niveau="a_risque")
    soon = _add(office, niveau="a_risque", a_reprendre_le=(_today(office) + SOON).isoformat(), titulaire="Alix")
    assert _codes(office) == [(older, "qualification"), (mine, "qualification"), (soon, "reprise")]
    assert _codes(office, personne="Alix") == [(mine, "qualification"), (soon, "reprise")]
    assert _codes(office, until=_today(office)) == [(older, "qualification"), (mine, "qualification")]
    found = home(office.ports, office.timetable)
    assert (found.retards, found.du_jour, found.horloge_douteuse) == (2, 0, False)


def test_what_is_said_is_kept_in_the_record_and_noted(office: Office) -> None:
    rec = _add(office)
    late = _one(office, rec, "qualification").echeance
    until = _today(office) + timedelta(days=3)
    decide(
        office.ports,
        office.timetable,
        rec,
        Said(etat="reportee", cle=late.key, pour_le=until, motif=" Pièces attendues "),
    )
    held = show_record(office.ports, rec).champs["echeances"]
    assert isinstance(held, list)
    assert {name: held[0].get(name) for name in ("etat", "motif", "dit_par", "pour_le")} == {
        "etat": "reportee",
        "motif": "Pièces attendues",
        "dit_par": "Alix",
        "pour_le": until.isoformat(),
    }
    assert _one(office, rec, "qualification").echeance.etat == "reportee"
    assert "modification" in office.journal.of(rec)
    decide(office.ports, office.timetable, rec, Said(etat="sans_objet", cle=late.key, motif="Doublon"))
    assert _codes(office) == []
    decide(office.ports, office.timetable, rec, Said(etat="a_tenir", cle=late.key))
    assert _codes(office) == [(rec, "qualification")]
    added = decide(
        office.ports,
        office.timetable,
        rec,
        Said(etat="a_tenir", libelle="Rappeler la mairie", pour_le=_today(office), responsable="Claude"),
    )
    assert _codes(office, personne="Claude") == [(rec, "Rappeler la mairie")]
    decide(office.ports, office.timetable, rec, Said(etat="tenue", cle=added))
    assert _codes(office, personne="Claude") == []


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said(etat="reportee", cle="k", motif="M"), "date_requise"),
        (Said(etat="sans_objet", cle="k"), "motif_requis"),
        (Said(etat="perdue", cle="k"), "etat_inconnu"),
        (Said(etat="tenue", cle="00" * 8), "echeance_inconnue"),
        (Said(etat="a_tenir", pour_le=date(2026, 12, 1)), "libelle_requis"),
        (Said(etat="a_tenir", libelle="Rappeler"), "date_requise"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(memory: Office, said: Said, code: str) -> None:
    rec = _add(memory)
    with pytest.raises(RefusError) as refused:
        decide(memory.ports, memory.timetable, rec, said)
    assert refused.value.code == code
    assert "echeances" not in show_record(memory.ports, rec).champs


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path, "Alix", in_memory=True)
    made.found()
    yield made
    made.close()


def test_two_who_speak_of_one_deadline_apart_meet_in_one_element(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    rec = _add(first)
    first.give(second)
    for office, motif in ((first, "Doublon"), (second, "Hors champ")):
        key = _one(office, rec, "qualification").echeance.key
        decide(office.ports, office.timetable, rec, Said(etat="sans_objet", cle=key, motif=motif))
    second.give(first)
    sheet = show_record(first.ports, rec)
    held = sheet.champs["echeances"]
    assert isinstance(held, list)
    assert len(held) == 1
    assert [key.rpartition("/")[2] for key in sheet.conflits] == ["dit_par", "motif"]
    first.close()
    second.close()


def test_the_form_sees_the_deadlines_of_what_is_typed(memory: Office) -> None:
    espace = list_espaces(memory.ports)[0].id.hex()
    typed: dict[str, object] = {"recu_le": "2026-11-02", "canal": "courriel", "departement": "93"}
    found = {
        each.regle.code: each.le
        for each in typed_deadlines(memory.ports, memory.timetable, espace, typed)
        if each.regle
    }
    assert found["accuse_reception"] == date(2026, 11, 17)
    key = next(
        each.key
        for each in typed_deadlines(memory.ports, memory.timetable, espace, typed)
        if each.regle and each.regle.code == "accuse_reception"
    )
    said = Said(etat="tenue", cle=key)
    after = echeances.decide_typed(memory.ports, memory.timetable, espace, typed, said)
    again = typed_deadlines(memory.ports, memory.timetable, espace, after)
    assert [each.etat for each in again if each.key == key] == ["tenue"]
    assert typed == {"recu_le": "2026-11-02", "canal": "courriel", "departement": "93"}


def test_an_espace_has_its_own_rules_and_who_may_not_is_refused(tmp_path: Path) -> None:
    first = open_office(tmp_path, "Alix", in_memory=True)
    first.found()
    second = open_office(tmp_path, "Camille", in_memory=True, clock=first.clock)
    first.admit(second, "Délégation fictive", role="agent")
    rec = _add(first, recu_le=(_today(first) - timedelta(days=10)).isoformat())
    assert _codes(first, until=_today(first)) == []
    rule = {"code": "qualification", "libelle": "Qualifier vite", "evenement": "reception", "nombre": 2}
    keep_rule(first.ports, rule)
    assert keep_rule(first.ports, {**rule, "nombre": 3}) == list_rules(first.ports, first.timetable)[2][9].id
    assert _codes(first, until=_today(first)) == [(rec, "qualification")]
    first.give(second)
    assert _codes(second, until=_today(second)) == [(rec, "qualification")]
    assert not list_rules(second.ports, second.timetable)[1]
    with pytest.raises(RefusError) as refused:
        keep_rule(second.ports, rule)
    assert refused.value.code == "role_insuffisant"
    with pytest.raises(RefusError) as refused:
        keep_rule(first.ports, {"libelle": "Rien d’où compter"})
    assert refused.value.code == "regle_incomplete"


def _events(path: Path) -> list[Any]:
    return list(Calendar.from_ical(path.read_bytes()).walk("VEVENT"))


def test_a_calendar_file_names_nobody_and_updates_what_it_wrote(office: Office, tmp_path: Path) -> None:
    rec = _add(office, objet=f"Stage {CANARY}", titulaire=CANARY, canal="courriel", resume=CANARY)
    decide(
        office.ports,
        office.timetable,
        rec,
        Said(etat="a_tenir", libelle=f"Rappeler {CANARY}", pour_le=_today(office), responsable=CANARY),
    )
    keep_rule(office.ports, {"libelle": f"Voir {CANARY}", "evenement": "reception", "nombre": 1, "unite": "mois"})
    target = tmp_path / "agenda.ics"
    left = export_agenda(office.ports, office.timetable, office.agenda, office.medium, target)
    assert CANARY.lower() not in target.read_text("utf-8").lower()
    events = _events(target)
    assert len(events) == left.lignes == 4
    reference = str(show_record(office.ports, rec).champs["reference"])
    assert all(str(event["summary"]).startswith(f"{reference}\u00a0: ") for event in events)
    assert all(event.walk("VALARM") for event in events)
    entry, records = show_export(office.ports, left.numero)
    assert (entry.format, entry.lignes, [each.rec for each in records]) == ("ics", 1, [rec])
    assert [code for code, _rec in office.journal.lines].count("export") == 1
    # The date moves: the same events are read again, on other days.
    modify_record(office.ports, rec, {"recu_le": (_today(office) - LATE - SOON).isoformat()})
    office.clock.at += 120_000
    export_agenda(office.ports, office.timetable, office.agenda, office.medium, target)
    again = _events(target)
    assert {str(event["uid"]) for event in again} == {str(event["uid"]) for event in events}
    assert all(later["sequence"] > events[0]["sequence"] for later in again)
    assert len(list_exports(office.ports)) == 2


def test_a_printed_list_names_nobody(memory: Office, tmp_path: Path) -> None:
    _add(memory, objet=f"Stage {CANARY}", titulaire=CANARY)
    target = tmp_path / "liste.odt"
    assert print_todo(memory.ports, memory.timetable, memory.printer, target) == 1
    with zipfile.ZipFile(target) as packed:
        said = packed.read("content.xml").decode()
    assert "Qualifier le signalement" in said
    assert CANARY not in said
    with pytest.raises(RefusError) as refused:
        print_todo(memory.ports, memory.timetable, memory.printer, tmp_path / "liste.txt")
    assert refused.value.code == "format_inconnu"


def test_a_clock_that_is_a_year_late_hides_nothing(memory: Office) -> None:
    rec = _add(memory, recu_le=(_today(memory) - timedelta(days=5)).isoformat())
    assert _codes(memory, until=_today(memory)) == []
    memory.clock.at += 40 * 86_400_000
    add_record(memory.ports, "signalement", {"objet": "Autre", "niveau": "a_risque"})
    assert _codes(memory, until=_today(memory)) == [(rec, "qualification")]
    memory.clock.at -= 365 * 86_400_000
    found = todo(memory.ports, memory.timetable)
    assert found.today.doubtful
    assert [due.rec for due in found.lignes if due.echeance.etat == "en_retard"] == [rec]
    assert home(memory.ports, memory.timetable).horloge_douteuse


def test_the_deadlines_of_a_whistle_blower_are_for_who_may_read_the_signalant(chief: Office, tmp_path: Path) -> None:
    signalant = add_record(
        chief.ports, "signalant", {"nom": "Fictif", "lanceur_alerte": True}, espace=apart(chief, "signalant").name
    )
    reference = reference_of(chief.ports, signalant)
    received = (_today(chief) - LATE).isoformat()
    rec = add_record(
        chief.ports,
        "signalement",
        {"objet": "Fictif", "recu_le": received, "signalant": reference, "niveau": "a_risque"},
        espace="Délégation fictive",
    )
    assert [code for _rec, code in _codes(chief)] == ["lanceur_accuse", "lanceur_retour"]
    due = _one(chief, rec, "lanceur_accuse")
    with pytest.raises(RefusError) as refused:
        decide(chief.ports, chief.timetable, rec, Said(etat="tenue", cle=due.echeance.key))
    assert refused.value.code == "echeance_reservee"
    target = tmp_path / "agenda.ics"
    export_agenda(chief.ports, chief.timetable, chief.agenda, chief.medium, target)
    assert "lanceur" not in target.read_text("utf-8").lower()
    reader = enter(chief, open_office(tmp_path, "Camille", clock=chief.clock), "lecteur")
    chief.give(reader)
    assert _codes(reader) == []
    reader.close()
