"""Long lists: picked out of a whole order that an index gives, they are what sorting them by themselves would give."""

from collections.abc import Iterator

import pytest

from mvl_desktop.domain.kinds import required
from mvl_desktop.ports.store import Query
from mvl_desktop.store import listing
from mvl_desktop.store.ordering import order_of
from mvl_desktop.store.profile import Profile
from mvl_desktop.store.projection import Projection
from tests.fakes.authors import ESPACE, Author, Told, revision
from tests.fakes.stores import quick_store
from tests.fakes.world import suite

COUNT = 60
SHOWN = [field.name for field in required("signalement").champs if field.champ.liste]
ORDERS = ["", "modifie", "etat_envoi", "-etat_envoi", *SHOWN, *("-" + name for name in SHOWN)]
QUERIES = [
    Query("signalement"),
    Query("signalement", (("niveau", "a_risque"), ("niveau", ""))),
    Query("signalement", (("etat_envoi", "atteste"),)),
    Query("signalement", (("etat_envoi", "a_envoyer"), ("recu_le>=", "2026-01-05"))),
    Query("signalement", text="commun"),
    Query("signalement", (("niveau", "derive"),), text="commun rare"),
    Query("signalement", text="absent"),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Profile]:
    """A store with what was written here, what was received, and records of another kind that hold the same words."""
    found = quick_store(tmp_path_factory.mktemp("listes"))
    author = Author(suite())
    told = [_told(number) for number in range(COUNT)]
    with found.store.work() as uow:
        for number in range(0, COUNT, 2):
            here = revision(uow.log.next_n(ESPACE), told[number], ms=1_795_000_000_000 + number // 4)
            uow.log.add_local(ESPACE, bytes([number]) * 16, here)
        fiche = revision(uow.log.next_n(ESPACE), {"titre": "commun rare"}, kind="fiche-conduite")
        uow.log.add_local(ESPACE, b"f" * 16, fiche)
        received = [(bytes([n]) * 16, revision(n, told[n], ms=1_795_000_000_000 + n)) for n in range(1, COUNT, 2)]
        commit = author.commit(*received)
        author.give_keys(uow)
        uow.log.keep(ESPACE, [commit])
        uow.commit()
    yield found
    found.close()


def _told(number: int) -> dict[str, Told]:
    told: dict[str, Told] = {
        "objet": f"{'éE'[number % 2]}tape {number % 7}",
        "canal": ("courriel", "courrier")[number % 2],
    }
    if number % 3:
        told |= {"niveau": ("a_risque", "derive")[number % 3 - 1], "recu_le": f"2026-01-{number % 11 + 1:02}"}
    return told | {"resume": "Mot commun, mot rare." if number % 5 == 0 else "Mot commun."}


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: f"{query.filters} {query.text}")
@pytest.mark.parametrize("order", ORDERS)
def test_a_list_is_the_same_however_it_is_sorted(
    opened: Profile, monkeypatch: pytest.MonkeyPatch, query: Query, order: str
) -> None:
    asked = Query(query.kind, query.filters, query.text, order)
    with opened.store.read() as uow:
        by_itself = list(uow.records.ids(asked))
        assert uow.records.count(asked) == len(by_itself)
        monkeypatch.setattr(listing, "FEW", -1)
        assert list(uow.records.ids(asked)) == by_itself


@pytest.mark.parametrize("order", ORDERS)
def test_descending_is_the_other_way_round_with_what_is_not_filled_last(opened: Profile, order: str) -> None:
    name = order.removeprefix("-")
    if name in ("", "modifie", "etat_envoi"):
        return
    with opened.store.read() as uow:
        up = uow.records.ids(Query("signalement", order=name))
        down = uow.records.ids(Query("signalement", order="-" + name))
        rows = uow.records.rows("signalement", up)
    filled = [id_ for id_, row in zip(up, rows, strict=True) if row and name in row.values]
    empty = [id_ for id_ in up if id_ not in filled]
    assert list(up) == filled + empty
    assert list(down) == filled[::-1] + empty[::-1]


@pytest.mark.parametrize("order", [order for order in ORDERS if "etat" not in order])
def test_no_order_that_people_ask_for_sorts_the_whole_list(opened: Profile, order: str) -> None:
    whole = order_of(Projection(required("signalement")), order).whole
    with opened.store.read() as uow:
        plan = uow.context.sql.all("EXPLAIN QUERY PLAN " + whole)
    assert all("TEMP B-TREE" not in step[3] for step in plan)


def test_a_long_prefix_finds_all_the_words_that_begin_so(opened: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few words are named one by one; more are left to the index. Both find the same."""
    with opened.store.work() as uow:
        for number, end in enumerate(("", "a", "aa", "ab", "b", "ba")):
            text = {"objet": f"Préfixé{end}"}
            uow.log.add_local(ESPACE, bytes([200 + number]) * 16, revision(uow.log.next_n(ESPACE), text))
        named = uow.records.search("préfix")
        assert named[0] == 6
        assert uow.records.search("prefixea")[0] == 3
        assert uow.records.search("prefixez") == (0, [])
        monkeypatch.setattr(listing, "WORDS_NAMED", 3)
        assert uow.records.search("préfix") == named
