"""X12: the register of what left, in which version, and its recall, between two espaces with real engines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mvl_desktop.domain.conservation import Regles
from mvl_desktop.services import erasure, home, moving, purge, recalls, records
from mvl_desktop.services.espaces import can_write
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office

AIN, REGION = "Délégation fictive", "Région fictive"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Office, Office]]:
    """Alix writes in both espaces; Camille in the région alone."""
    first, second = (open_office(tmp_path, name, in_memory=True) for name in ("Alix", "Camille"))
    for name in (AIN, REGION):
        first.found(name)
    first.admit(second, REGION)
    yield first, second
    first.close()
    second.close()


def shared(office: Office) -> tuple[str, str]:
    rec = records.add_record(office.ports, "signalement", {"objet": "Stage fictif", "niveau": "a_risque"}, espace=AIN)
    wish = moving.Wish(espace=REGION, moved=False, masked=True, motif="pour la région")
    return rec, moving.send(office.ports, rec, wish).id


def state(office: Office) -> str:
    (left,) = recalls.list_left(office.ports)
    return left.etat


def asked(office: Office, rec: str) -> list[home.Todo]:
    return [
        todo for todo in home.home(office.ports, office.timetable).todo if todo.rec == rec and "rappel" in todo.quoi
    ]


def test_the_register_says_what_left_in_which_version(pair: tuple[Office, Office]) -> None:
    first, _ = pair
    rec = records.add_record(first.ports, "signalement", {"objet": "Stage fictif"}, espace=AIN)
    before = records.show_record(first.ports, rec).heads
    wish = moving.Wish(espace=REGION, moved=False, masked=True, motif="pour la région")
    gone = moving.send(first.ports, rec, wish)
    (left,) = recalls.list_left(first.ports)
    assert (left.source, left.copie, left.espace, left.masque, left.motif) == (
        rec,
        gone.id,
        REGION,
        True,
        "pour la région",
    )
    assert left.version == ",".join(map(records.revision_text, before))
    assert left.etat == recalls.COURANTE, "that it left changes nothing of what left"
    records.modify_record(first.ports, rec, {"niveau": "a_risque"})
    assert state(first) == recalls.MODIFIEE
    assert recalls.list_left(first.ports, gone.id) == []


def test_a_recall_asks_whoever_holds_the_copy_who_answers(pair: tuple[Office, Office]) -> None:
    first, second = pair
    rec, copy = shared(first)
    first.give(second)
    assert not asked(second, copy)
    done = recalls.recall(first.ports, rec, copy, "envoyé par erreur")
    assert (done.reached, done.espace) == (True, REGION)
    assert state(first) == recalls.RAPPELEE
    first.give(second)
    (todo,) = asked(second, copy)
    assert todo.gravite == home.STRONG
    (why,) = recalls.asked_of(second.ports, copy)
    assert (why.depuis, why.par, why.motif, why.suite) == (AIN, "Alix", "envoyé par erreur", "")
    with pytest.raises(RefusError, match="motif_requis"):
        recalls.keep_recalled(second.ports, copy, " ")
    recalls.keep_recalled(second.ports, copy, "procédure en cours ici")
    assert not asked(second, copy)
    second.give(first)
    (left,) = recalls.list_left(first.ports)
    assert (left.etat, left.suite) == (recalls.GARDEE, "procédure en cours ici")
    recalls.recall(first.ports, rec, copy, "il faut l’effacer")
    first.give(second)
    assert asked(second, copy), "a second recall asks again"


def test_a_recalled_copy_is_erased_there_and_the_source_says_so(pair: tuple[Office, Office]) -> None:
    first, _ = pair
    rec, copy = shared(first)
    recalls.recall(first.ports, rec, copy, "envoyé par erreur")
    erasure.erase_record(first.ports, copy, motif="decision")
    assert state(first) == recalls.EFFACEE
    with pytest.raises(RefusError, match="copie_deja_effacee"):
        recalls.recall(first.ports, rec, copy, "encore")
    assert "effacee_le" in str(records.show_record(first.ports, rec).champs["copies"])


def test_where_this_post_writes_no_more_nothing_is_pretended(
    pair: tuple[Office, Office], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = pair
    rec, copy = shared(first)
    with first.ports.store.read() as uow:
        region = next(each.id for each in uow.espaces.all() if each.name == REGION)
    may = can_write
    monkeypatch.setattr(recalls, "can_write", lambda uow, espace: espace != region and may(uow, espace))
    done = recalls.recall(first.ports, rec, copy, "envoyé par erreur")
    assert not done.reached
    assert state(first) == recalls.NON_TRANSMIS
    first.give(second)
    assert not asked(second, copy)
    monkeypatch.undo()
    assert recalls.recall(first.ports, rec, copy, "envoyé par erreur").reached
    first.give(second)
    assert asked(second, copy)


@pytest.mark.parametrize("motif", ["", "  "])
def test_a_recall_says_why_and_of_what(pair: tuple[Office, Office], motif: str) -> None:
    first, _ = pair
    rec, copy = shared(first)
    with pytest.raises(RefusError, match="motif_requis"):
        recalls.recall(first.ports, rec, copy, motif)
    with pytest.raises(RefusError, match="copie_inconnue"):
        recalls.recall(first.ports, rec, "00" * 16, "erreur")
    with pytest.raises(RefusError, match="copie_inconnue"):
        recalls.recall(first.ports, copy, "", "erreur")
    with pytest.raises(RefusError, match="pas_rappelee"):
        recalls.keep_recalled(first.ports, copy, "rien à garder")


def test_what_was_handed_over_is_not_recalled(pair: tuple[Office, Office]) -> None:
    first, _ = pair
    rec = records.add_record(first.ports, "signalement", {"objet": "Stage fictif"}, espace=AIN)
    gone = moving.send(first.ports, rec, moving.Wish(espace=REGION, moved=True, masked=False, motif="territoire"))
    assert state(first) == recalls.DEPLACEE
    with pytest.raises(RefusError, match="deja_deplace"):
        recalls.recall(first.ports, rec, gone.id, "erreur")


def test_a_destruction_that_the_rules_propose_is_told_to_the_copies_too(
    pair: tuple[Office, Office], conservation_rules: Regles
) -> None:
    first, second = pair
    rec, copy = shared(first)
    purge.propose_purge(first.ports, [rec], conservation_rules, first.nomenclatures, sort="detruire")
    first.give(second)
    told = [
        todo for todo in home.home(second.ports, second.timetable).todo if todo.rec == copy and "source" in todo.quoi
    ]
    assert told


@pytest.fixture
def conservation_rules() -> Regles:
    import json

    from tests.fakes.world import ROOT

    return Regles.from_json(json.loads((ROOT / "resources" / "conservation.json").read_text("utf-8")))
