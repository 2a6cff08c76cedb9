"""X7: fields to decide across kinds, each with what stood before and who says what; decisions, contested and undone."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mvl_desktop.history.model import Value
from mvl_desktop.services import arbitration_bulk as bulk
from mvl_desktop.services import arbitration_case as cases
from mvl_desktop.services import arbitration_queue as queues
from mvl_desktop.services import arbitration_told as told
from mvl_desktop.services import conflicts, records
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office

DAY = 86_400_000


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    first, second = (open_office(tmp_path, name, in_memory=True) for name in ("Alix", "Camille"))
    first.found()
    first.admit(second, "Délégation fictive")
    yield first, second
    first.close()
    second.close()


def begin(pair: tuple[Office, Office], **champs: object) -> str:
    """Make a record that both posts hold."""
    first, second = pair
    rec = records.add_record(first.ports, "signalement", {"objet": "Au départ", **champs})
    first.give(second)
    return rec


def differ(pair: tuple[Office, Office], rec: str, here: dict[str, object], there: dict[str, object]) -> None:
    """Let both change a record without seeing each other, then meet."""
    first, second = pair
    records.modify_record(first.ports, rec, here)
    first.clock.at += 60_000
    records.modify_record(second.ports, rec, there)
    second.give(first)
    first.give(second)


def standing(office: Office, rec: str, champ: str) -> list[Value]:
    with office.ports.store.read() as uow:
        view = uow.records.get(bytes.fromhex(rec))
        assert view is not None
        return [one.value for one in view.state.fields[champ]]


def revision_of(office: Office, rec: str, champ: str, value: object) -> str:
    case = cases.open_case(office.ports, rec, champ)
    return next(face.revision for face in case.versions if face.valeur == value)


def test_the_queue_is_the_gravest_first_then_the_oldest(pair: tuple[Office, Office]) -> None:
    first, _ = pair
    calm, risky, vital = begin(pair), begin(pair, niveau="a_risque"), begin(pair, danger_vital=True)
    for rec in (calm, risky, vital):
        differ(pair, rec, {"objet": f"ici {rec}"}, {"objet": f"là {rec}"})
        first.clock.at += DAY
    found = queues.queue(first.ports)
    assert [line.id for line in found.lines] == [vital, risky, calm]
    assert [line.gravite for line in found.lines] == ["vitale", "serieuse", "ordinaire"]
    oldest = queues.queue(first.ports, queues.Wish(order=queues.AGE))
    assert [line.id for line in oldest.lines] == [calm, risky, vital]
    assert [line.id for line in queues.queue(first.ports, queues.Wish(order=queues.LATEST)).lines] == [
        vital,
        risky,
        calm,
    ]


def test_the_queue_is_filtered_and_counted_across_kinds(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = begin(pair)
    fiche = records.add_record(first.ports, "fiche-conduite", {"titre": "Fiche fictive"})
    first.give(second)
    differ(pair, rec, {"objet": "ici", "suites": "Ici."}, {"objet": "là", "suites": "Là."})
    differ(pair, fiche, {"titre": "Fiche d’ici"}, {"titre": "Fiche de là"})
    found = queues.queue(first.ports)
    assert found.total == 3
    assert found.kinds == {"signalement": 2, "fiche-conduite": 1}
    assert found.champs == {"objet": 1, "suites": 1, "titre": 1}
    assert found.postes == {"Alix": 3, "Camille": 3}
    wish = queues.Wish(kind="signalement", champ="objet", poste="Camille", espace="Délégation fictive")
    assert [line.champ for line in queues.queue(first.ports, wish).lines] == ["objet"]
    assert queues.queue(first.ports, queues.Wish(poste="Personne")).lines == ()
    assert first.journal.lines[-1] == ("liste", None)


def test_the_place_is_kept_when_one_is_treated(pair: tuple[Office, Office]) -> None:
    first, _ = pair
    for _number in range(3):
        differ(pair, begin(pair), {"objet": "ici"}, {"objet": "là"})
    before = queues.queue(first.ports).lines
    treated = before[1]
    conflicts.decide(first.ports, treated.id, "objet", motif="choisi", value="décidé")
    after = queues.queue(first.ports).lines
    keys, left = [(line.id, line.champ) for line in before], [(line.id, line.champ) for line in after]
    assert after[queues.next_place(keys, left, keys[1])] == before[2]
    assert after[queues.next_place(keys[:2], left, keys[1])] == before[0]
    assert after[queues.next_place(keys, left, keys[0])] == before[0], "what is still there stays open"


def test_a_case_says_what_stood_before_who_wrote_what_and_how_it_came(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = begin(pair)
    differ(pair, rec, {"objet": "Vu par Alix"}, {"objet": "Vu par Camille"})
    case = cases.open_case(first.ports, rec, "objet")
    assert [face.valeur for face in case.base] == ["Au départ"]
    said = {face.poste: (face.valeur, face.voie, face.lot, face.remis_par) for face in case.versions}
    assert said == {"Alix": ("Vu par Alix", "ici", 0, ""), "Camille": ("Vu par Camille", "lot", 1, "Camille")}
    assert not any(face.doubtful for face in case.versions)
    there = {face.poste: face.voie for face in cases.open_case(second.ports, rec, "objet").versions}
    assert there == {"Alix": "lot", "Camille": "ici"}
    with pytest.raises(RefusError, match="conflit_inconnu"):
        cases.open_case(first.ports, rec, "niveau")


def test_a_clock_that_is_years_ahead_is_doubted(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = begin(pair)
    now = first.clock.at
    second.clock.at = now + 400 * DAY
    records.modify_record(second.ports, rec, {"objet": "En 2027"})
    second.clock.at = now
    records.modify_record(first.ports, rec, {"objet": "Aujourd’hui"})
    second.give(first)
    doubted = {face.poste: face.doubtful for face in cases.open_case(first.ports, rec, "objet").versions}
    assert doubted == {"Alix": False, "Camille": True}
    assert cases.is_doubtful(0, now), "a clock in 1970 lost its date"


def test_two_narratives_are_proposed_as_one_text(pair: tuple[Office, Office]) -> None:
    first, _ = pair
    rec = begin(pair, resume="Un appel est reçu. La famille s’inquiète. Rien de plus.")
    differ(
        pair,
        rec,
        {"resume": "Deux appels sont reçus. La famille s’inquiète. Rien de plus."},
        {"resume": "Un appel est reçu le 3. La famille s’inquiète. Une lettre suit."},
    )
    case = cases.open_case(first.ports, rec, "resume")
    assert case.proposed == cases.COMBINED
    text = str(case.proposal)
    assert "Deux appels sont reçus. Un appel est reçu le 3." in text or "Un appel est reçu le 3. Deux appels" in text
    assert text.count("La famille s’inquiète.") == 1
    assert text.endswith("Une lettre suit.")


def test_what_one_kept_and_another_removed_is_proposed_as_kept(pair: tuple[Office, Office]) -> None:
    first, _ = pair
    rec = begin(pair, personnes=[{"nom": "Personne fictive"}])
    first_sheet = records.show_record(first.ports, rec)
    held = first_sheet.champs["personnes"]
    assert isinstance(held, list)
    changed = [{**held[0], "nom": "Personne imaginée"}]
    differ(pair, rec, {"personnes": []}, {"personnes": changed})
    (line,) = queues.queue(first.ports).lines
    case = cases.open_case(first.ports, rec, line.champ)
    assert (case.proposal, case.proposed) == (True, cases.KEPT)


def test_nothing_is_decided_over_what_was_not_shown(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = begin(pair)
    differ(pair, rec, {"objet": "ici"}, {"objet": "là"})
    seen = [face.revision for face in cases.open_case(first.ports, rec, "objet").versions]
    theirs = revision_of(first, rec, "objet", "là")
    records.modify_record(second.ports, rec, {"objet": "ici"})  # over both: it decides, without a word
    records.modify_record(second.ports, rec, {"objet": "encore autre chose"})
    records.modify_record(first.ports, rec, {"niveau": "a_risque"})
    second.give(first)
    with pytest.raises(RefusError, match="conflit_inconnu"):
        conflicts.decide(first.ports, rec, "objet", motif="trop tard", keep=theirs, seen=seen)
    differ(pair, rec, {"objet": "a"}, {"objet": "b"})
    with pytest.raises(RefusError, match="conflit_change"):
        conflicts.decide(first.ports, rec, "objet", motif="trop tard", keep=theirs)
    with pytest.raises(RefusError, match="conflit_change"):
        conflicts.decide(first.ports, rec, "objet", motif="trop tard", value="c", seen=seen)
    with pytest.raises(RefusError, match="revision_inconnue"):
        conflicts.decide(first.ports, rec, "objet", motif="rien", keep="00" * 16 + "-7")


def test_reasons_given_are_offered_again_the_latest_first(pair: tuple[Office, Office]) -> None:
    first, _ = pair
    for motif in ("après appel", "plus précis", "après  appel"):
        rec = begin(pair)
        differ(pair, rec, {"objet": "ici"}, {"objet": "là"})
        conflicts.decide(first.ports, rec, "objet", motif=motif, value="décidé")
    assert conflicts.recent_motifs(first.ports) == ["après appel", "plus précis"]


def test_whoever_was_overruled_reads_it_puts_it_away_or_contests(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = begin(pair)
    differ(pair, rec, {"objet": "Vu par Alix"}, {"objet": "Vu par Camille"})
    conflicts.decide(
        first.ports, rec, "objet", motif="la date est au dossier", keep=revision_of(first, rec, "objet", "Vu par Alix")
    )
    assert told.overruled(first.ports) == []
    assert told.overruled(second.ports) == [], "nothing travels by itself"
    first.give(second)
    (read,) = told.overruled(second.ports)
    assert (read.libelle, read.mine, read.kept, read.motif, read.par, read.combined) == (
        "Objet",
        "Vu par Camille",
        "Vu par Alix",
        "la date est au dossier",
        "Alix",
        False,
    )
    told.contest(second.ports, rec, read.element, "le courrier dit autre chose")
    assert told.overruled(second.ports) == []
    second.give(first)
    assert set(standing(first, rec, "objet")) == {"Vu par Alix", "Vu par Camille"}
    (again,) = cases.open_case(first.ports, rec, "objet").contests
    assert (again.motif, again.poste) == ("le courrier dit autre chose", "Camille")
    conflicts.decide(
        first.ports, rec, "objet", motif="vérifié", keep=revision_of(first, rec, "objet", "Vu par Camille")
    )
    first.give(second)
    assert told.overruled(second.ports) == [], "its value is kept now"


def test_a_decision_put_away_is_shown_no_more(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec = begin(pair)
    differ(pair, rec, {"objet": "ici"}, {"objet": "là"})
    conflicts.decide(first.ports, rec, "objet", motif="synthèse", value="les deux")
    first.give(second)
    (read,) = told.overruled(second.ports)
    assert read.combined
    told.put_away(second.ports, read.element)
    told.put_away(second.ports, read.element)
    assert told.overruled(second.ports) == []
    with pytest.raises(RefusError, match="motif_requis"):
        told.contest(second.ports, rec, read.element, "  ")


def test_what_hardly_differs_is_decided_at_once_and_undone_whole(pair: tuple[Office, Office]) -> None:
    first, second = pair
    spelled, held, empty, real = (begin(pair) for _ in range(4))
    differ(pair, spelled, {"objet": "Stage d'ete a Bourg"}, {"objet": "Stage  d’été à Bourg"})
    differ(pair, held, {"objet": "Stage"}, {"objet": "Stage de jeûne"})
    differ(pair, empty, {"objet": ""}, {"objet": "Une valeur"})
    differ(pair, real, {"objet": "Oui"}, {"objet": "Non"})
    before = {rec: standing(first, rec, "objet") for rec in (spelled, held, empty)}
    found = bulk.list_trivial(first.ports, queues.queue(first.ports).lines)
    assert {each.id: (each.garde.valeur, each.raison) for each in found} == {
        spelled: ("Stage  d’été à Bourg", bulk.SPELLING),
        held: ("Stage de jeûne", bulk.CONTAINED),
        empty: ("Une valeur", bulk.EMPTY),
    }
    done = bulk.decide_trivial(first.ports, found, "orthographe")
    assert (done.decided, done.left) == (3, 0)
    assert [line.id for line in queues.queue(first.ports).lines] == [real]
    undone = bulk.undo_batch(first.ports, done.id)
    assert (undone.decided, undone.left) == (3, 0)
    assert {rec: sorted(map(str, standing(first, rec, "objet"))) for rec in before} == {
        rec: sorted(map(str, values)) for rec, values in before.items()
    }
    with pytest.raises(RefusError, match="groupe_inconnu"):
        bulk.undo_batch(first.ports, done.id)
    first.give(second)
    assert len(queues.queue(second.ports).lines) == 4


def test_a_group_leaves_what_changed_since_it_was_shown(pair: tuple[Office, Office]) -> None:
    first, _ = pair
    one, two = begin(pair), begin(pair)
    for rec in (one, two):
        differ(pair, rec, {"objet": "Stage"}, {"objet": "Stage de jeûne"})
    found = bulk.list_trivial(first.ports, queues.queue(first.ports).lines)
    conflicts.decide(first.ports, one, "objet", motif="entre-temps", value="autre")
    done = bulk.decide_trivial(first.ports, found, "orthographe")
    assert (done.decided, done.left) == (1, 1)
    with pytest.raises(RefusError, match="rien_a_decider"):
        bulk.decide_trivial(first.ports, found, "encore")


@pytest.mark.parametrize(
    "pair_of",
    [("elle a porté plainte", "elle n’a pas porté plainte"), ("le 3", "le 13"), ("Alix", "Alixe"), ("oui", "non")],
)
def test_what_changes_the_sense_is_never_little(pair: tuple[Office, Office], pair_of: tuple[str, str]) -> None:
    first, _ = pair
    rec = begin(pair)
    differ(pair, rec, {"objet": pair_of[0]}, {"objet": pair_of[1]})
    assert bulk.list_trivial(first.ports, queues.queue(first.ports).lines) == []
