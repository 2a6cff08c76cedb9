"""A meeting from its type to its minutes, its decisions, its copy for a third party; a COPIL and what it freezes."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from mvl_desktop.domain.compte_rendu import DIFFUSER, ROUVRIR, VALIDER
from mvl_desktop.domain.echeances_faits import elements
from mvl_desktop.domain.occulter import LIGNE, Passage, occurrences
from mvl_desktop.services import communicable_leaving, communicables, reunions, reunions_copil, reunions_suivi
from mvl_desktop.services.communicable_suggestions import suggestions
from mvl_desktop.services.communicables import Demande
from mvl_desktop.services.echeances import record_deadlines, todo
from mvl_desktop.services.presentation import Presentation, present
from mvl_desktop.services.printing import lay_out, print_record
from mvl_desktop.services.records import add_record, modify_record, show_record
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.standing_of import facts_of
from tests.fakes.offices import SETTINGS, Office, open_office

PROGRAMME = reunions.load_programme(SETTINGS.resources)
TODAY = date(2026, 11, 18)
NAME = "Éloïse Fictive"


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = open_office(tmp_path, "Alix", in_memory=True)
    made.found()
    return made


def begin(office: Office, type_reunion: str = "cdpd_groupe", **champs: object) -> str:
    given = {"tenue_le": "2026-03-10", "departement": "01", **champs}
    return reunions.create_meeting(office.ports, PROGRAMME, type_reunion, given, lists=office.nomenclatures)


def held(office: Office, **champs: object) -> str:
    """Return a meeting that was held, where somebody is named and two things were decided."""
    rec = begin(office, "cdpd_groupe", **champs)
    begun = show_record(office.ports, rec).champs
    points, people = begun["points"], begun["presences"]
    assert isinstance(points, list)
    assert isinstance(people, list)
    who = {"nom": NAME, "fonction": "Conseillère santé", "partie": "miviludes", "presence": "present"}
    said = f"Mme Fictive suit ce sujet ; {NAME} peut être jointe au 06 12 34 56 78."
    told = {
        "presences": [*people, who],
        "interventions": [
            {"point": points[1]["id"], "fonction": "Conseillère santé", "nom": NAME, "verbe": "precise", "texte": said}
        ],
        "decisions": [
            {
                "point": points[1]["id"],
                "texte": "Former",
                "responsable": NAME,
                "pour_le": "2026-04-01",
                "etat": "a_faire",
            },
            {"texte": "Écrire aux ordres", "responsable": "ARS", "pour_le": "2027-01-05", "etat": "a_faire"},
        ],
    }
    modify_record(office.ports, rec, told, lists=office.nomenclatures)
    reunions.set_state(office.ports, rec, "tenue")
    return rec


def said(office: Office, rec: str, *, masked: bool = False) -> str:
    sheet = lay_out(office.ports, rec, office.nomenclatures, masked=masked)
    lines = [line for section in sheet.sections for line in section.lines]
    return "\n".join((sheet.title, sheet.warning, *(" ".join((line.label, line.text, *line.cells)) for line in lines)))


def pdf_text(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(data)).pages)


def facts(office: Office, rec: str) -> list[str]:
    return [each.texte for each in facts_of(office.ports, rec)]


def refused(code: str, act: object) -> None:
    with pytest.raises(RefusError) as caught:
        act()  # type: ignore[operator]
    assert caught.value.code == code


def test_a_meeting_begins_with_the_agenda_of_its_type_and_functions_alone(office: Office) -> None:
    champs = show_record(office.ports, begin(office)).champs
    points, people = champs["points"], champs["presences"]
    assert isinstance(points, list)
    assert isinstance(people, list)
    assert points[0]["intitule"] == "Suivi des décisions de la réunion précédente"
    assert not any(each.get("nom") for each in people)
    assert (champs["etat"], champs["consacree"]) == ("prevue", True)


def test_a_meeting_to_come_is_not_held_and_one_without_a_day_is_not_convened(office: Office) -> None:
    ahead = begin(office, tenue_le="2027-01-10")
    refused("reunion_a_venir", lambda: reunions.set_state(office.ports, ahead, "tenue"))
    reunions.set_state(office.ports, ahead, "convoquee")
    assert show_record(office.ports, ahead).champs["convoquee_le"] == TODAY.isoformat()
    undated = begin(office, tenue_le=None)
    refused("reunion_sans_date", lambda: reunions.set_state(office.ports, undated, "convoquee"))
    refused("geste_impossible", lambda: reunions.set_state(office.ports, ahead, "inconnu"))


def test_minutes_without_names_say_functions_and_nothing_that_reaches_anybody(office: Office) -> None:
    rec = held(office)
    assert f"La conseillère santé ({NAME}) précise" in said(office, rec)
    masked = said(office, rec, masked=True)
    assert "La conseillère santé précise que la conseillère santé suit ce sujet" in masked
    for word in ("Fictive", "Éloïse", "06 12 34 56 78"):
        assert word not in masked
    assert "Conseillère santé, pour le 01/04/2026" in masked


@pytest.mark.parametrize("ending", [".pdf", ".odt"])
def test_minutes_print_and_the_name_is_in_no_file_without_names(office: Office, ending: str) -> None:
    rec, target = held(office), office.folder / f"compte-rendu{ending}"
    assert print_record(office.ports, office.printer, rec, target, office.nomenclatures, masked=True)
    data = target.read_bytes()
    text = pdf_text(data) if ending == ".pdf" else ZipFile(BytesIO(data)).read("content.xml").decode()
    assert "précise que" in text
    assert "Fictive" not in text


def test_validated_minutes_that_change_are_told_and_validated_again(office: Office) -> None:
    rec = held(office)
    refused("geste_impossible", lambda: reunions.move_minutes(office.ports, rec, DIFFUSER))
    reunions.move_minutes(office.ports, rec, VALIDER)
    assert any("validé le 18/11/2026" in each for each in facts(office, rec))
    modify_record(office.ports, rec, {"lieu": "Une autre salle"})
    assert any("a changé depuis sa validation" in each for each in facts(office, rec))
    assert "a changé depuis" in said(office, rec)
    refused("geste_impossible", lambda: reunions.move_minutes(office.ports, rec, DIFFUSER))
    reunions.move_minutes(office.ports, rec, VALIDER)
    reunions.move_minutes(office.ports, rec, DIFFUSER)
    reunions.move_minutes(office.ports, rec, ROUVRIR)
    assert show_record(office.ports, rec).champs.get("valide_le") is None
    planned = begin(office)
    refused("reunion_non_tenue", lambda: reunions.move_minutes(office.ports, planned, VALIDER))


def test_decisions_are_followed_and_go_on_to_the_next_meeting(office: Office) -> None:
    rec = held(office)
    first, second = reunions_suivi.list_decisions(office.ports)
    assert (first.numero, first.retard, second.numero, second.retard) == (1, True, 2, False)
    assert any("1 décision est en retard." in each for each in facts(office, rec))
    following = reunions.next_meeting(office.ports, PROGRAMME, rec, date(2027, 3, 2))
    champs = show_record(office.ports, following).champs
    points = champs["points"]
    assert isinstance(points, list)
    assert "– Écrire aux ordres (ARS, pour le 05/01/2027)" in points[0]["texte"]
    assert "interventions" not in champs
    assert any(each.rec == following for each in facts_of(office.ports, rec))
    reunions.follow_decision(office.ports, rec, "1", "faite", "Fait en mai.", lists=office.nomenclatures)
    assert [each.numero for each in reunions_suivi.list_decisions(office.ports)] == [2]
    refused(
        "decision_inconnue",
        lambda: reunions.follow_decision(office.ports, rec, "9", "faite", lists=office.nomenclatures),
    )
    refused("reunion_sans_date", lambda: reunions.next_meeting(office.ports, PROGRAMME, rec, date(2026, 3, 10)))


def test_what_was_decided_and_the_minutes_are_among_the_deadlines(office: Office) -> None:
    rec = held(office)
    due = {
        (each.echeance.libelle, each.echeance.detail): each
        for each in record_deadlines(office.ports, office.timetable, rec)
    }
    assert due["Décision à suivre", "n°\u00a01"].echeance.etat == "en_retard"
    assert due["Décision à suivre", "n°\u00a01"].echeance.responsable == NAME
    assert ("Valider le compte rendu de la réunion", "") in due
    reunions.follow_decision(office.ports, rec, "1", "faite", lists=office.nomenclatures)
    reunions.move_minutes(office.ports, rec, VALIDER)
    left = [
        each.echeance.libelle for each in record_deadlines(office.ports, office.timetable, rec) if each.echeance.is_open
    ]
    assert left == ["Décision à suivre"]


def test_a_year_without_a_meeting_is_owed_where_somebody_works(office: Office) -> None:
    present(office.ports, Presentation("Alix Essai", departements=("01", "974")))

    def owed() -> list[str]:
        lines = todo(office.ports, office.timetable, until=date(2026, 12, 31)).lignes
        return [each.echeance.cible for each in lines if "annuelle" in each.echeance.libelle]

    assert owed() == ["01", "974"]
    held(office)
    assert owed() == ["974"]
    begin(office, departement="974", tenue_le="2026-12-10")
    assert owed() == []


def test_the_year_of_the_101_departements_knows_what_it_does_not_know(office: Office) -> None:
    held(office)
    begin(office, departement="974", tenue_le="2026-12-10")
    year = reunions_suivi.obligation_of(office.ports, PROGRAMME, office.nomenclatures, 2026)
    assert len(year.lignes) == 101
    assert {code: year.compte(code) for code in ("tenue", "prevue", "aucune", "inconnu")} == {
        "tenue": 1,
        "prevue": 1,
        "aucune": 0,
        "inconnu": 99,
    }
    former = reunions_suivi.obligation_of(office.ports, PROGRAMME, office.nomenclatures, 2013)
    assert former.obligation is not None
    assert former.obligation.depuis == date(2012, 12, 26)


def test_a_copil_freezes_indicators_and_says_what_they_became(office: Office) -> None:
    for month in range(1, 8):
        add_record(office.ports, "signalement", {"objet": f"Fictif {month}", "recu_le": f"2026-{month:02}-02"})
    copil = begin(office, "copil", tenue_le="2026-11-02")
    assert any("MIVILUDES" not in each for each in facts(office, copil))
    assert reunions_copil.freeze(office.ports, office.chiffres, copil, ["I1.1", "i2.1"]) == 2
    assert reunions_copil.freeze(office.ports, office.chiffres, copil, ["I1.1"]) == 2
    one = next(each for each in reunions_copil.since(office.ports, office.chiffres, copil) if each.code == "I1.1")
    assert (one.figee, one.aujourdhui, one.memes) == ("7", "7", True)
    add_record(office.ports, "signalement", {"objet": "Saisi plus tard", "recu_le": "2026-05-04"})
    one = next(each for each in reunions_copil.since(office.ports, office.chiffres, copil) if each.code == "I1.1")
    assert (one.figee, one.aujourdhui, one.memes) == ("7", "8", False)
    assert "I1.1 Signalements reçus 01/01/2026 – 02/11/2026 7" in said(office, copil)
    rhythm = reunions_copil.rhythm(office.ports, 2026)
    assert (rhythm.tenus, rhythm.prevus, rhythm.autres) == (0, 1, 0)


def test_a_copil_freezes_every_indicator_when_none_is_said(office: Office) -> None:
    add_record(office.ports, "signalement", {"objet": "Fictif", "recu_le": "2026-03-02"})
    add_record(office.ports, "emploi", {"intitule": "Référent", "fonction": "referent", "departement": "01"})
    copil = begin(office, "copil", tenue_le="2026-11-02")
    wanted = reunions_copil.default_codes(office.chiffres)
    assert "I3.2" in wanted
    assert reunions_copil.freeze(office.ports, office.chiffres, copil) == len(wanted)
    told = reunions_copil.since(office.ports, office.chiffres, copil)
    assert {each.code for each in told} == set(wanted)
    assert all(each.memes and each.figee == each.aujourdhui for each in told)


SIGNED = (
    {"signee_le": "2025-06-01"},
    {"parties": [{"partie": "ars", "signee_le": "2025-05-20"}, {"partie": "miviludes", "signee_le": "2025-06-01"}]},
)


def test_minutes_that_leave_hide_small_numbers_and_what_gives_them_back(office: Office) -> None:
    for number in range(12):
        asked = {"type_demande": "interroger"} if number < 2 else {}
        add_record(office.ports, "signalement", {"objet": f"Fictif {number}", "recu_le": "2026-03-02", **asked})
    copil = begin(office, "copil", tenue_le="2026-11-02")
    reunions_copil.freeze(office.ports, office.chiffres, copil, ["I1.0", "I1.1", "I1.2"])
    typed = [*elements(show_record(office.ports, copil).champs, "mesures"), {"libelle": "Saisi", "valeur": "3"}]
    modify_record(office.ports, copil, {"mesures": typed})

    def values(**said: Any) -> list[str]:
        sheet = lay_out(office.ports, copil, office.nomenclatures, **said)
        [rows] = [section.lines for section in sheet.sections if section.title.startswith("Indicateurs")]
        return [row.cells[-1] for row in rows]

    assert values(outils=office.chiffres) == ["12", "10", "2", "3"]
    for left in (values(masked=True, outils=office.chiffres), values(leaving=True, outils=office.chiffres)):
        assert (left[2], left[3]) == ("moins de 5", "moins de 5")
        assert "non communiqué" in left[:2], "12 less 10 is what is hidden"
    assert values(masked=True) == ["non communiqué"] * 3 + ["moins de 5"], "nothing says what ties them"
    reunions.set_state(office.ports, copil, "tenue")
    copy = communicables.prepare_record(office.ports, copil, office.nomenclatures, None, office.chiffres)
    told = "\n".join(communicables.show_copy(office.ports, copy, office.nomenclatures).blocs)
    assert "moins de 5" in told
    assert "non communiqué" in told


@pytest.mark.parametrize("signed", SIGNED)
def test_the_period_of_a_copil_begins_with_its_convention(office: Office, signed: dict[str, object]) -> None:
    convention = add_record(office.ports, "convention", {"intitule": "Convention fictive", **signed})
    with office.ports.store.read() as uow:
        view = uow.records.get(bytes.fromhex(convention))
        assert view is not None
        reference = f"ref:{view.espace.hex()}:{convention}"
    copil = begin(office, "copil", tenue_le="2026-11-02", convention=reference)
    reunions_copil.freeze(office.ports, office.chiffres, copil, ["I1.1"])
    mesures = show_record(office.ports, copil).champs["mesures"]
    assert isinstance(mesures, list)
    assert (mesures[0]["du"], mesures[0]["au"]) == ("2025-06-01", "2026-11-02")


def test_a_copy_of_minutes_is_prepared_read_elsewhere_and_handed_over_without_the_name(tmp_path: Path) -> None:
    alix, camille = (open_office(tmp_path, name, in_memory=True) for name in ("Alix", "Camille"))
    alix.found("Délégation fictive")
    alix.admit(camille, "Délégation fictive")
    rec = held(alix)
    asked = Demande(demandeur="Un demandeur fictif", demandee_le=TODAY)
    copy = communicables.prepare_record(alix.ports, rec, alix.nomenclatures, asked)
    sheet = communicables.show_copy(alix.ports, copy, alix.nomenclatures)
    proposed = {each.texte for each in suggestions(alix.ports, copy)}
    assert {"Mme Fictive", "06 12 34 56 78"} <= proposed
    words = ("Éloïse Fictive", "Fictive", "06 12 34 56 78")
    passages = [Passage(*place, "vie_privee") for word in words for place in occurrences(sheet.blocs, word)]
    assert any(bloc.startswith(LIGNE) for bloc in sheet.blocs)
    communicables.record_passages(alix.ports, copy, (), passages, alix.nomenclatures)
    communicables.ask_reading(alix.ports, copy)
    alix.give(camille)
    communicables.read_again(camille.ports, copy, accepted=True)
    camille.give(alix)
    target = tmp_path / "copie.pdf"
    communicable_leaving.hand_over(alix.ports, alix.printer, alix.medium, copy, target, alix.nomenclatures)
    text = pdf_text(target.read_bytes())
    assert "occulté" in text
    for word in ("Éloïse", "Fictive", "06 12 34 56 78"):
        assert word not in text
        assert word.encode() not in target.read_bytes()
