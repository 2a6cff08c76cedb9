"""The first page says what has to be done, what waits, what others changed, and what was typed for nothing."""

from datetime import timedelta
from pathlib import Path

from mvl_desktop.services import drafts
from mvl_desktop.services.erasure import erase_record
from mvl_desktop.services.fiches import add_default_fiches, apply_fiche
from mvl_desktop.services.home import LINES_MAX, home
from mvl_desktop.services.memory import follow
from mvl_desktop.services.records import add_record, modify_record, show_record
from tests.fakes.offices import FICHES, Office, open_office, two_offices


def _add(office: Office, **champs: object) -> str:
    return add_record(office.ports, "signalement", {"objet": "Fictif", "niveau": "a_risque", **champs})


def _todo(office: Office) -> list[tuple[str, str, str]]:
    return [(todo.rec, todo.quoi, todo.gravite) for todo in home(office.ports, office.timetable).todo]


def test_an_empty_post_has_nothing_to_do(office: Office) -> None:
    found = home(office.ports, office.timetable)
    assert (found.personne, found.todo, found.waiting, found.oldest_ms) == ("Alix", (), 0, None)
    assert (found.conflicts, found.recent, found.total, found.erased) == (0, (), 0, ())


def test_the_gravest_comes_first_then_mine(office: Office) -> None:
    office.clock.at += 1
    plain = _add(office, titulaire="Alix")
    apply_fiche(office.ports, plain, add_record(office.ports, "fiche-conduite", {"titre": "F", "etapes": ["A", "B"]}))
    other = _add(office, titulaire="Claude")
    apply_fiche(office.ports, other, add_record(office.ports, "fiche-conduite", {"titre": "G", "etapes": ["C"]}))
    urgent = _add(office, niveau=None, urgence="immediate")
    vital = _add(office, niveau="non_qualifie", danger_vital=True, urgence="immediate")
    assert _todo(office) == [
        (vital, "Danger vital, à qualifier\u00a0: aujourd’hui", "vitale"),
        (urgent, "Urgence immédiate, à qualifier\u00a0: aujourd’hui", "forte"),
        (plain, "A (puis 1 autre)", "ordinaire"),
        (other, "C", "ordinaire"),
    ]
    assert [todo.mine for todo in home(office.ports, office.timetable).todo] == [False, False, True, False]


def test_what_is_qualified_closed_or_done_is_no_more_to_do(office: Office) -> None:
    _add(office, danger_vital=True, urgence="immediate")
    _add(office, niveau=None, urgence="immediate", statut="clos")
    _add(office, niveau=None, recu_le="2020-01-01", statut="archive_intermediaire")
    done = _add(office)
    apply_fiche(office.ports, done, add_record(office.ports, "fiche-conduite", {"titre": "F", "etapes": ["A"]}))

    steps = show_record(office.ports, done).champs["etapes_appliquees"]
    assert isinstance(steps, list)
    modify_record(office.ports, done, {"etapes_appliquees": [{**steps[0], "etat": "fait"}]})
    assert _todo(office) == []


def test_a_signalement_is_late_after_fifteen_working_days(office: Office) -> None:
    today = office.clock.now().date()
    late = _add(office, niveau=None, recu_le=(today - timedelta(days=40)).isoformat())
    _add(office, niveau=None, recu_le=(today - timedelta(days=10)).isoformat())
    _add(office, niveau=None)
    ((rec, quoi, gravite),) = _todo(office)
    assert (rec, gravite) == (late, "forte")
    assert quoi.startswith("Qualifier le signalement\u00a0: en retard de ")


def test_a_fiche_whose_review_is_due_is_said(office: Office) -> None:
    today = office.clock.now().date()
    due = {"titre": "À revoir", "a_revoir_le": today.isoformat()}
    rec = add_record(office.ports, "fiche-conduite", due)
    add_record(office.ports, "fiche-conduite", {**due, "statut": "retiree"})
    add_record(office.ports, "fiche-conduite", {**due, "a_revoir_le": (today + timedelta(days=1)).isoformat()})
    assert _todo(office) == [(rec, "Fiche de conduite à revoir", "ordinaire")]


def test_a_page_stays_a_page_whatever_waits(office: Office) -> None:
    for _ in range(LINES_MAX + 3):
        _add(office, niveau=None, urgence="immediate")
    assert len(home(office.ports, office.timetable).todo) == LINES_MAX
    assert home(office.ports, office.timetable).total == LINES_MAX + 3


def test_what_waits_counts_drafts_and_not_what_the_application_writes_for_itself(office: Office) -> None:
    since = office.clock.at
    _add(office)
    office.clock.at += 60_000
    form = drafts.begin(office.ports, "signalement")
    drafts.keep(office.ports, form, {"objet": "En cours"})
    found = home(office.ports, office.timetable)
    assert (found.waiting, found.oldest_ms) == (2, since)


def test_others_changes_on_what_i_hold_or_follow_are_told(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    mine, followed, other = _add(first, titulaire="Alix"), _add(first), _add(first)
    follow(first.ports, followed, followed=True)
    assert home(first.ports, first.timetable).recent == ()
    first.give(second)
    second.clock.at += 60_000
    for rec in (mine, followed, other):
        modify_record(second.ports, rec, {"resume": "Vu par une autre"})
    second.give(first)
    recent = home(first.ports, first.timetable).recent
    assert {(each.rec, each.quoi) for each in recent} == {
        (mine, "Modifié par Camille"),
        (followed, "Modifié par Camille"),
    }
    assert {each.since_ms for each in recent} == {second.clock.at}
    modify_record(first.ports, mine, {"resume": "Relu"})
    assert {each.rec for each in home(first.ports, first.timetable).recent} == {followed}


def test_what_was_typed_in_a_record_erased_elsewhere_is_readable_for_thirty_days(tmp_path: Path) -> None:
    first, second = two_offices(tmp_path)
    rec = _add(first)
    first.give(second)
    modify_record(second.ports, rec, {"suites": "Typed offline"})
    erase_record(first.ports, rec, motif="opposition")
    first.give(second)
    (lost,) = home(second.ports, second.timetable).erased
    assert (lost.rec, lost.kind) == (rec, "signalement")
    assert lost.changes == {"suites": "Typed offline"}
    second.clock.at += 30 * 86_400_000
    assert home(second.ports, second.timetable).erased == ()


def test_the_default_fiches_alone_ask_for_nothing_today(office: Office) -> None:
    add_default_fiches(office.ports, FICHES)
    assert _todo(office) == []


def test_the_partnership_asks_in_one_line_for_each_sort(tmp_path: Path) -> None:
    made = open_office(tmp_path, "Alix", in_memory=True)
    made.found()
    try:
        assert [each for each in home(made.ports, made.timetable).todo if each.kind in ("emploi", "organisme")] == []
        for name in ("Référent", "Référent suppléant"):
            add_record(made.ports, "emploi", {"intitule": name, "fonction": "referent"})
        entry = {"nom": "Institution fictive", "verifie_le": "2020-01-01"}
        add_record(made.ports, "organisme", entry)
        asked = [each for each in home(made.ports, made.timetable).todo if each.kind in ("emploi", "organisme")]
        assert [each.kind for each in asked] == ["emploi", "organisme"]
        assert asked[0].quoi.endswith("(puis 1 autre)")
        assert asked[1].titre == "Institution fictive"
    finally:
        made.close()
