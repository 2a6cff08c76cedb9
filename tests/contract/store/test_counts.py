"""Counting: values that stand together, elements beside their record, what is left out; rows are exactly the count."""

import pytest

from mvl_desktop.ports.counting import Counting
from mvl_desktop.ports.store import StoreError
from tests.contract.store.conftest import Bench
from tests.contract.store.test_lists import fill
from tests.fakes.authors import ESPACE, Told, revision

A, B, C = "00000000000000aa", "00000000000000bb", "00000000000000cc"


def tally(bench: Bench, counting: Counting) -> dict[object, int]:
    """Return what is told, by its one value or by its values; the rows behind must be as many."""
    with bench.store.read() as uow:
        told = uow.counts.tally(counting)
        whole = Counting(counting.kind, counting.group, filters=counting.filters, by=counting.by[:1])
        again = uow.counts.tallies([counting, whole, counting])
        assert dict(again[0]) == dict(again[2]) == dict(told)
        assert dict(again[1]) == dict(uow.counts.tally(whole))
        rows = uow.counts.rows(counting)
        named = [pair for each in uow.counts.named([counting]) for pair in zip(each.recs, each.cells, strict=True)]
    assert [rec for rec, _ in named] == sorted(row.rec.hex() for row in rows)
    assert sorted(named, key=repr) == sorted(((row.rec.hex(), row.cells) for row in rows), key=repr)
    assert len({cells for cells, _ in told}) == len(told)
    counts = {cells: sum(row.cells == cells for row in rows) for cells, _ in told}
    assert counts == dict(told)
    assert len(rows) == sum(count for _, count in told)
    return {cells[0] if len(cells) == 1 else cells: count for cells, count in told}


def change(bench: Bench, rec: bytes, changes: dict[str, Told]) -> None:
    """Write a revision that saw the record as it stands."""
    with bench.store.work() as uow:
        view = uow.records.get(rec)
        assert view is not None
        n = uow.log.next_n(ESPACE)
        uow.log.add_local(ESPACE, rec, revision(n, changes, view.state.heads))
        uow.commit()


@pytest.fixture
def recs(bench: Bench) -> list[bytes]:
    return fill(
        bench,
        {
            "objet": "A",
            "niveau": "a_risque",
            "recu_le": "2026-01-15",
            "departement": "93",
            "domaines/sante": True,
            "domaines/cultes": True,
            "mineur_concerne": True,
            f"transmissions/{A}/destinataire": "procureur",
            f"transmissions/{A}/envoyee_le": "2026-01-20",
            f"transmissions/{B}/destinataire": "crip",
            f"transmissions/{B}/envoyee_le": "2026-03-02",
            f"transmissions/{B}/retour_recu_le": "2026-04-01",
        },
        {
            "objet": "B",
            "niveau": "hors_champ",
            "recu_le": "2026-02-01",
            "departement": "93",
            "domaines/sante": True,
            "mineur_concerne": False,
            f"transmissions/{C}/destinataire": "crip",
            f"transmissions/{C}/motif": "sans date",
        },
        {"objet": "C", "niveau": "a_risque", "recu_le": "2026-02-28"},
        {"objet": "D", "departement": "2A"},
    )


@pytest.mark.usefixtures("recs")
def test_records_are_told_by_one_value_or_several(bench: Bench) -> None:
    assert tally(bench, Counting("signalement")) == {(): 4}
    assert tally(bench, Counting("signalement", by=("departement",))) == {"93": 2, "2A": 1, None: 1}
    assert tally(bench, Counting("signalement", by=("niveau", "departement"))) == {
        ("a_risque", "93"): 1,
        ("hors_champ", "93"): 1,
        ("a_risque", None): 1,
        (None, "2A"): 1,
    }
    assert tally(bench, Counting("signalement", by=("domaines",))) == {("cultes", "sante"): 1, ("sante",): 1, None: 2}
    assert tally(bench, Counting("signalement", by=("mineur_concerne",))) == {1: 1, 0: 1, None: 2}
    assert tally(bench, Counting("signalement", by=("espace",))) == {ESPACE.hex(): 4}
    assert tally(bench, Counting("signalement", by=("titulaire",))) == {None: 4}


@pytest.mark.usefixtures("recs")
def test_what_must_hold_what_may_and_what_must_not(bench: Bench) -> None:
    by = ("departement",)
    within = (("recu_le>=", "2026-02-01"), ("recu_le<=", "2026-02-28"))
    assert tally(bench, Counting("signalement", filters=within, by=by)) == {"93": 1, None: 1}
    either = ((("niveau", "hors_champ"),), (("niveau", ""), ("departement", "2A")))
    assert tally(bench, Counting("signalement", any_of=either, by=by)) == {"93": 1, "2A": 1}
    assert tally(bench, Counting("signalement", without=either, by=by)) == {"93": 1, None: 1}
    never = ((("niveau", "a_risque"),),)
    # What is not filled does not hold the value: it is not left out with it.
    assert tally(bench, Counting("signalement", without=never, by=by)) == {"93": 1, "2A": 1}


@pytest.mark.usefixtures("recs")
def test_several_counts_at_once_are_those_that_each_would_give(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mvl_desktop.store.counting._AT_ONCE", 3)  # the last of four records is read apart
    asked = [
        Counting("signalement", by=("departement",)),
        Counting("signalement", by=("departement", "niveau"), filters=(("niveau", "a_risque"),)),
        Counting("signalement", filters=(("recu_le>=", "2026-02-01"),)),
        Counting("signalement", filters=(("titulaire", ""),), by=("domaines",)),
        Counting("signalement", "transmissions", by=("transmissions/destinataire",)),
        Counting("signalement", "transmissions", filters=(("niveau", "a_risque"),)),
        Counting("soucoupe"),
        Counting("signalement", filters=(("niveau", "rien"),)),
    ]
    with bench.store.read() as uow:
        several = [dict(each) for each in uow.counts.tallies(asked)]
        assert several == [dict(uow.counts.tally(each)) for each in asked]
    assert several[1] == {("93", "a_risque"): 1, (None, "a_risque"): 1}
    assert several[2] == {(): 2}
    assert several[-2:] == [{}, {}]


@pytest.mark.parametrize("few", [0, 10_000])
def test_several_are_named_in_one_reading_in_the_order_of_ids(
    bench: Bench, recs: list[bytes], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mvl_desktop.store.counting._FEW", few)  # walked through, or put in order: the same
    monkeypatch.setattr("mvl_desktop.store.sql.CHUNK", 2)
    with bench.store.work() as uow:  # it came last, and its id is the first of all
        told = revision(uow.log.next_n(ESPACE), {"objet": "E", "niveau": "a_risque", "departement": "2B"})
        uow.log.add_local(ESPACE, bytes(16), told)
        uow.commit()
    asked = [
        Counting("signalement", by=("domaines", "departement")),
        Counting("signalement"),
        Counting("signalement", filters=(("niveau", "a_risque"),), but=frozenset(recs[:1])),
        Counting("signalement", "transmissions", by=("transmissions/destinataire", "niveau")),
        Counting("signalement", "transmissions", filters=(("niveau", "a_risque"),)),
        Counting("soucoupe"),
    ]
    with bench.store.read() as uow:
        found: dict[Counting, list[tuple[str, object]]] = {each: [] for each in asked}
        for each in uow.counts.named(asked):
            found[each.counting] += zip(each.recs, each.cells, strict=True)
        for counting in asked:
            rows = [(row.rec.hex(), row.cells) for row in uow.counts.rows(counting)]
            assert [rec for rec, _ in found[counting]] == sorted(rec for rec, _ in rows)
            assert sorted(found[counting], key=repr) == sorted(rows, key=repr)
    assert [len(found[each]) for each in asked] == [5, 5, 2, 3, 2, 0]


@pytest.mark.usefixtures("recs")
def test_what_is_filled_is_found_by_its_own_index(bench: Bench) -> None:
    filled = ((("urgence", ""),), (("mineur_concerne", ""),))
    assert tally(bench, Counting("signalement", without=filled[1:], by=("mineur_concerne",))) == {1: 1, 0: 1}
    assert tally(bench, Counting("signalement", without=filled[:1])) == {}


def test_records_may_be_left_out_by_name(bench: Bench, recs: list[bytes]) -> None:
    left = frozenset({recs[0], recs[3], b"?" * 16})
    assert tally(bench, Counting("signalement", but=left, by=("departement",))) == {"93": 1, None: 1}


@pytest.mark.usefixtures("recs")
def test_elements_are_counted_one_by_one_beside_their_record(bench: Bench) -> None:
    group = "transmissions"
    assert tally(bench, Counting("signalement", group)) == {(): 3}
    by = ("transmissions/destinataire", "niveau")
    assert tally(bench, Counting("signalement", group, by=by)) == {
        ("procureur", "a_risque"): 1,
        ("crip", "a_risque"): 1,
        ("crip", "hors_champ"): 1,
    }
    # The values of one element stand together: no date of one with the recipient of another.
    late = (("transmissions/envoyee_le>=", "2026-02-01"), ("transmissions/destinataire", "procureur"))
    assert tally(bench, Counting("signalement", group, late)) == {}
    late = (("transmissions/envoyee_le>=", "2026-02-01"), ("transmissions/destinataire", "crip"))
    assert tally(bench, Counting("signalement", group, late, by=("transmissions/retour_recu_le",))) == {"2026-04-01": 1}
    unsent = ((("transmissions/envoyee_le", ""),),)
    assert tally(bench, Counting("signalement", group, any_of=unsent, by=("departement",))) == {"93": 1}
    assert tally(bench, Counting("signalement", group, without=unsent, by=("departement",))) == {"93": 2}


def test_rows_name_the_record_and_the_element(bench: Bench, recs: list[bytes]) -> None:
    with bench.store.read() as uow:
        rows = uow.counts.rows(Counting("signalement", "transmissions", by=("transmissions/destinataire",)))
        again = uow.records.rows("signalement", [row.id for row in rows])
    assert [(row.rec, row.element, row.cells[0]) for row in rows] == [
        (recs[0], A, "procureur"),
        (recs[0], B, "crip"),
        (recs[1], C, "crip"),
    ]
    assert [row.rec for row in again if row] == [recs[0], recs[0], recs[1]]
    assert {row.espace for row in rows} == {ESPACE}


def test_what_changes_is_counted_anew(bench: Bench, recs: list[bytes]) -> None:
    change(bench, recs[0], {f"transmissions/{B}": None, f"transmissions/{A}/destinataire": "ordre"})
    change(bench, recs[3], {"departement": None})
    by = ("transmissions/destinataire",)
    assert tally(bench, Counting("signalement", "transmissions", by=by)) == {"ordre": 1, "crip": 1}
    assert tally(bench, Counting("signalement", by=("departement",))) == {"93": 2, None: 2}
    bench.store.rebuild()
    assert tally(bench, Counting("signalement", "transmissions", by=by)) == {"ordre": 1, "crip": 1}


@pytest.mark.parametrize(
    "counting",
    [
        Counting("signalement", by=("resume",)),
        Counting("signalement", by=("rien",)),
        Counting("signalement", "faits"),
        Counting("signalement", "transmissions", by=("transmissions/motif",)),
        Counting("signalement", filters=(("recu_le>=", "hier"),)),
        Counting("signalement", "transmissions", (("transmissions/envoyee_le<=", "2026-2-1"),)),
        Counting("signalement", "transmissions", without=((("transmissions/motif", "x"),),)),
    ],
)
def test_what_is_not_kept_is_refused_and_not_counted_as_nothing(bench: Bench, counting: Counting) -> None:
    with bench.store.read() as uow:
        for asked in (uow.counts.tally, uow.counts.rows):
            with pytest.raises(StoreError) as refused:
                asked(counting)
            assert refused.value.code == "filtre_impossible"


def test_a_kind_that_nobody_knows_has_no_records(bench: Bench) -> None:
    assert tally(bench, Counting("soucoupe", by=("objet",))) == {}
