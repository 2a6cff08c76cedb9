"""A convention from its template to its end: signatures, deadlines, avenants, denunciation, fiches d'actions."""

import json
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from mvl_desktop.domain.echeances_faits import elements
from mvl_desktop.ports.store import Query
from mvl_desktop.services import actions, conventions
from mvl_desktop.services.conventions import NouvelAvenant
from mvl_desktop.services.echeances import Said, decide, record_deadlines, todo
from mvl_desktop.services.echeances_agenda import export_agenda
from mvl_desktop.services.home import home
from mvl_desktop.services.printing import print_record
from mvl_desktop.services.records import add_record, modify_record, show_record
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.standing_of import facts_of
from tests.fakes.offices import Office, open_office

SIGNED = date(2013, 11, 27)
TERM = date(2016, 11, 27)
PATH = Path(__file__).parents[3] / "resources" / "modeles-convention" / "miviludes-ars.json"
MODEL = json.loads(PATH.read_text("utf-8"))
DAY = timedelta(days=1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = open_office(tmp_path, "Alix", in_memory=True)
    made.found()
    _go(made, SIGNED)
    yield made
    made.close()


def _go(office: Office, to: date) -> None:
    office.clock.at = int(datetime(to.year, to.month, to.day, 12, tzinfo=UTC).timestamp() * 1000)


def _begun(office: Office) -> str:
    return conventions.begin_convention(office.ports, MODEL, region="11", numero="C-2013-01")


def _signed(office: Office) -> str:
    made = _begun(office)
    for partie in ("ars", "miviludes"):
        conventions.sign(office.ports, made, partie, SIGNED)
    return made


def _facts(office: Office, id_: str) -> str:
    return " ".join(fact.texte for fact in facts_of(office.ports, id_))


def _due(office: Office) -> dict[str, Any]:
    return {
        line.echeance.regle.code: line for line in todo(office.ports, office.timetable).lignes if line.echeance.regle
    }


def _refused(code: str, what: Any) -> None:
    with pytest.raises(RefusError) as refused:
        what()
    assert refused.value.code == code


def test_it_runs_once_the_last_party_has_signed(office: Office) -> None:
    made = _begun(office)
    assert "Projet" in _facts(office, made)
    assert conventions.sign(office.ports, made, "ars", SIGNED - DAY, lieu="Ville fictive") is None
    assert "1 sur 2" in _facts(office, made)
    assert conventions.sign(office.ports, made, "miviludes", SIGNED) == SIGNED
    lue = conventions.read_convention(office.ports, made)
    assert (lue.vie.etat, lue.vie.terme, lue.vie.dernier_preavis) == ("en_vigueur", TERM, date(2016, 10, 27))
    assert show_record(office.ports, made).champs["signee_le"] == SIGNED.isoformat()
    assert len(lue.articles) == 8
    assert [each["code"] for each in elements(lue.champs, "axes")] == ["axe 1", "axe 2"]
    said = _facts(office, made)
    assert "27/11/2016" in said
    assert "27/10/2016" in said
    _refused("convention_deja_signee", lambda: conventions.sign(office.ports, made, "ars", SIGNED))
    _refused("partie_inconnue", lambda: conventions.sign(office.ports, made, "prefecture", SIGNED))
    other = _begun(office)
    _refused("jour_a_venir", lambda: conventions.sign(office.ports, other, "ars", SIGNED + DAY))


def test_its_line_says_the_day_on_which_the_last_party_signed(office: Office) -> None:
    ars, other = {"partie": "ars", "signee_le": "2026-01-12"}, {"partie": "miviludes", "signee_le": "2026-01-15"}
    signed = (
        {"intitule": "À demi signée", "parties": [ars, {"partie": "miviludes"}]},
        {"intitule": "Signée", "parties": [ars, other]},
        {"intitule": "Datée", "parties": [ars, other], "signee_le": "2026-02-01"},
    )
    recs = [add_record(office.ports, "convention", champs) for champs in signed]
    with office.ports.store.read() as uow:
        rows = uow.records.rows("convention", uow.records.ids(Query("convention")))
        shown = {row.rec.hex(): row.values.get("signee_le") for row in rows if row is not None}
        assert len(uow.records.ids(Query("convention", (("signee_le", "2026-01-15"),)))) == 1
    assert [shown[rec] for rec in recs] == [None, "2026-01-15", "2026-02-01"]
    assert "signee_le" not in show_record(office.ports, recs[1]).champs, "nobody wrote it"


def test_its_renewal_is_due_and_each_recall_is_said_in_turn(office: Office, tmp_path: Path) -> None:
    made = _signed(office)
    _go(office, date(2016, 3, 1))
    due = _due(office)
    assert due["convention_six_mois"].echeance.le == date(2016, 5, 27)
    assert due["convention_six_mois"].kind == "convention"
    assert "convention_trois_mois" not in due
    decide(office.ports, office.timetable, made, Said(etat="tenue", cle=due["convention_six_mois"].echeance.key))
    _go(office, date(2016, 8, 28))
    due = _due(office)
    assert due["convention_trois_mois"].echeance.etat == "en_retard"
    assert due["convention_preavis"].echeance.le == date(2016, 10, 27)
    _go(office, date(2016, 10, 28))
    assert "convention_preavis" not in _due(office), "the last day of a right is never late"
    at_home = home(office.ports, office.timetable)
    assert any(each.rec == made and each.kind == "convention" for each in at_home.todo)
    target = tmp_path / "agenda.ics"
    left = export_agenda(office.ports, office.timetable, office.agenda, office.medium, target)
    assert left.lignes == 1
    assert "Préparer l’avenant" in target.read_text("utf-8").replace("\r\n ", "")


def test_an_avenant_takes_what_the_article_reads_and_moves_the_term(office: Office) -> None:
    made = _signed(office)
    _go(office, date(2016, 10, 3))
    until = conventions.renewal_until(MODEL | {"signee_le": "2013-11-27"}, date(2016, 10, 3))
    assert until == date(2019, 11, 27)
    lu = conventions.article_before(office.ports, made, "article 8", "Tout différend se règle par écrit.", SIGNED)
    assert any(not words.same for words in lu.apres)
    avenant = NouvelAvenant(objet="Renouvellement", article="8", apres="Par écrit.", jusquau=until)
    element = conventions.add_avenant(office.ports, made, avenant)
    before = conventions.read_convention(office.ports, made)
    assert before.vie.etat == "a_renouveler"
    assert elements(before.champs, "avenants")[0]["avant"] == MODEL["articles"][7]["texte"]
    conventions.sign_avenant(office.ports, made, element, date(2016, 10, 3))
    after = conventions.read_convention(office.ports, made)
    assert (after.vie.etat, after.vie.terme) == ("renouvelee", until)
    eight = next(each for each in after.articles if each.article.numero == "8")
    assert eight.article.texte == "Par écrit."
    assert [words.text for words in eight.apres if not words.same]
    assert not any(code.startswith("convention") for code in _due(office))
    again = NouvelAvenant(objet="", article="8", apres="Par écrit.")
    _refused("avenant_sans_effet", lambda: conventions.add_avenant(office.ports, made, again))
    _refused(
        "avenant_sans_effet", lambda: conventions.add_avenant(office.ports, made, NouvelAvenant(objet="", jusquau=TERM))
    )
    _refused("avenant_vide", lambda: conventions.add_avenant(office.ports, made, NouvelAvenant(objet="Rien")))
    _refused("avenant_inconnu", lambda: conventions.sign_avenant(office.ports, made, "00" * 8, SIGNED))


def test_denounced_it_ends_a_month_later(office: Office) -> None:
    made = _signed(office)
    _refused("convention_non_signee", lambda: conventions.denounce(office.ports, _begun(office), "ars", SIGNED))
    _refused("partie_inconnue", lambda: conventions.denounce(office.ports, made, "prefecture", SIGNED))
    _go(office, date(2015, 1, 31))
    assert conventions.denounce(office.ports, made, "miviludes", date(2015, 1, 31)) == date(2015, 2, 28)
    assert "28/02/2015" in _facts(office, made)
    assert _due(office)["convention_fin"].echeance.le == date(2015, 2, 28)
    _refused("convention_deja_denoncee", lambda: conventions.denounce(office.ports, made, "ars", date(2015, 2, 1)))
    _go(office, date(2015, 3, 1))
    assert "Dénoncée, terminée" in _facts(office, made)
    assert "bilan final" in _facts(office, made)
    late = NouvelAvenant(objet="Trop tard", jusquau=date(2020, 1, 1))
    _refused("convention_terminee", lambda: conventions.add_avenant(office.ports, made, late))


def test_a_disagreement_stays_open_until_the_parties_settle_it(office: Office) -> None:
    made = _signed(office)
    modify_record(office.ports, made, {"differends": [{"id": "d1" * 8, "objet": "Un délai", "etat": "ouvert"}]})
    assert "différend est ouvert" in _facts(office, made)
    _refused("etat_inconnu", lambda: conventions.settle(office.ports, made, "d1" * 8, "ouvert", "", SIGNED))
    _refused("differend_inconnu", lambda: conventions.settle(office.ports, made, "d2" * 8, "regle", "", SIGNED))
    conventions.settle(office.ports, made, "d1" * 8, "regle", "Dit en COPIL.", SIGNED)
    assert not conventions.read_convention(office.ports, made).differends
    assert "différend" not in _facts(office, made)


def test_each_engagement_becomes_an_action_whose_steps_are_due(office: Office) -> None:
    made = _signed(office)
    assert "7 engagements" in _facts(office, made)
    first = str(elements(show_record(office.ports, made).champs, "engagements")[0]["id"])
    (one,) = actions.create_actions(office.ports, made, [first])
    assert len(actions.create_actions(office.ports, made)) == 6
    _refused("rien_a_enregistrer", lambda: actions.create_actions(office.ports, made))
    lue = conventions.read_convention(office.ports, made)
    assert [each.champs["numero"] for each in lue.actions] == [f"FA-0{n}" for n in range(1, 8)]
    assert [each.champs["axe"] for each in lue.actions[:3]] == ["axe_1", "axe_2", "transversal"]
    assert not lue.sans_action
    step = {"id": "e1" * 8, "intitule": "Fixer le format", "prevue_le": "2014-01-10", "responsable": "Alix"}
    modify_record(office.ports, one, {"etapes": [step], "fin_le": "2014-02-01"})
    _go(office, date(2014, 1, 11))
    due = _due(office)["action_etape"]
    assert (due.rec, due.echeance.detail, due.mine, due.echeance.etat) == (one, "Fixer le format", True, "en_retard")
    mine = todo(office.ports, office.timetable, personne="Alix").lignes
    assert [each.echeance.detail for each in mine] == ["Fixer le format"]
    assert "En retard" in _facts(office, made)
    assert "1 en retard" in _facts(office, one)
    _refused("etape_action_inconnue", lambda: actions.mark_step(office.ports, one, "00" * 8, "faite"))
    _refused("motif_requis", lambda: actions.mark_step(office.ports, one, "e1" * 8, "abandonnee"))
    _refused("etat_inconnu", lambda: actions.mark_step(office.ports, one, "e1" * 8, "presque"))
    actions.mark_step(office.ports, one, "e1" * 8, "faite")
    lu = actions.read_action(office.ports, one)
    assert (lu.avancement.faites, lu.avancement.total, lu.champs["etat"]) == (1, 1, "en_cours")
    assert "action_etape" not in _due(office)
    assert _due(office)["action_fin"].echeance.le == date(2014, 2, 1)
    _refused("fiche_inconnue", lambda: decide(office.ports, office.timetable, one, Said(etat="tenue", cle="00")))
    modify_record(office.ports, one, {"etat": "realisee"})
    assert not record_open(office, one)


def record_open(office: Office, id_: str) -> list[str]:
    return [
        each.echeance.libelle for each in record_deadlines(office.ports, office.timetable, id_) if each.echeance.is_open
    ]


def test_two_conventions_of_a_region_in_force_are_told(office: Office) -> None:
    made, other = _signed(office), _signed(office)
    found = conventions.conventions_in_force(office.ports, "11")
    assert {each.id for each in found} == {made, other}
    assert "Une autre convention" in _facts(office, made)
    assert conventions.conventions_in_force(office.ports, "84") == []
    _go(office, TERM + DAY)
    assert conventions.conventions_in_force(office.ports, "11") == []


def test_many_signalements_hide_no_term_of_a_convention(office: Office) -> None:
    _go(office, date(2023, 11, 27))
    made = _begun(office)
    for partie in ("ars", "miviludes"):
        conventions.sign(office.ports, made, partie, date(2023, 11, 27))
    _go(office, date(2026, 11, 27))
    for _each in range(45):
        add_record(office.ports, "signalement", {"objet": "Fictif", "recu_le": "2026-01-05", "danger_vital": True})
    found = home(office.ports, office.timetable)
    assert any(each.rec == made for each in found.todo)


def test_an_indicator_with_a_code_is_counted_over_the_action_and_set_against_its_target(office: Office) -> None:
    _go(office, date(2026, 11, 22))
    made = add_record(
        office.ports,
        "fiche-action",
        {
            "titre": "Échanger",
            "debut_le": "2026-03-01",
            "indicateurs": [
                {"code": "i1.1", "libelle": "Signalements", "cible": "2"},
                {"code": "I9.9", "libelle": "Inconnu", "cible": "1"},
            ],
        },
    )
    for received in ("2026-02-01", "2026-03-02", "2026-04-01"):
        add_record(office.ports, "signalement", {"objet": "Fictif", "recu_le": received})
    lue = actions.read_action(office.ports, made, office.chiffres)
    assert [(each.valeur, each.issue) for each in lue.constats] == [("2", "atteint"), ("", "incalculable")]
    assert lue.periode is not None
    assert (lue.periode.du, lue.periode.au) == (date(2026, 3, 1), date(2026, 11, 22))
    assert actions.read_action(office.ports, made).constats[0].issue == "incalculable"


def test_on_paper_it_reads_as_signed_then_as_amended_and_masked_names_nobody(office: Office, tmp_path: Path) -> None:
    made = _begun(office)
    conventions.sign(office.ports, made, "ars", SIGNED, nom="Dominique Fictif", lieu="Ville fictive")
    conventions.sign(office.ports, made, "miviludes", SIGNED)
    said = NouvelAvenant(objet="Différends", article="8", apres="Par écrit.", signe_le=SIGNED)
    conventions.add_avenant(office.ports, made, said)
    words = _paper(office, made, tmp_path)
    assert "Article 5. Durée" in words
    assert words.index("se règle à l’amiable") < words.index("Avenant n°\u00a01") < words.index("Par écrit.")
    assert "Dominique Fictif" in words
    assert "27/11/2016" in words
    assert "Dominique" not in _paper(office, made, tmp_path, masked=True)
    first = actions.create_actions(office.ports, made)[0]
    steps = [{"id": "e1" * 8, "intitule": "Réunir", "etat": "faite", "responsable": "Dominique Fictif"}]
    modify_record(office.ports, first, {"etapes": steps, "indicateurs": [{"libelle": "Réunions", "cible": "2"}]})
    paper = _paper(office, first, tmp_path)
    assert "1 étape faite sur 1." in paper
    assert "ne se calcule pas" in paper
    assert "Dominique" not in _paper(office, first, tmp_path, masked=True)


def _paper(office: Office, id_: str, folder: Path, *, masked: bool = False) -> str:
    """Return the words of a record printed as ODT."""
    target = folder / "imprime.odt"
    print_record(office.ports, office.printer, id_, target, office.nomenclatures, masked=masked)
    with zipfile.ZipFile(target) as odt:
        return re.sub(r"<[^>]+>", " ", odt.read("content.xml").decode())
