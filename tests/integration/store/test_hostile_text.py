"""Whatever is typed, in any field, filter, order or search, is kept as it is, and nothing else moves (D17)."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mvl_desktop.history.state import values
from mvl_desktop.ports.store import Draft, Query
from mvl_desktop.store.errors import FiltreImpossibleError
from mvl_desktop.store.profile import Profile
from tests.fakes.authors import ESPACE, Told, revision
from tests.fakes.stores import quick_store

HOSTILE = [
    "'; DROP TABLE record; --",
    '"; DELETE FROM search; --',
    "Robert'); --",
    '" OR "1"="1',
    "a* NEAR(b, 2)",
    "w4:secret AND NOT x",
    "{w4 w3}: tout",
    "^début",
    "nul\x00milieu",
    "%_\\",
    "\u202eà l’envers",
    "🙂🙃",
    "ﬁ ligature ǆ",
    "\ufffe\uffff",
    "(((((((((((",
    "-- commentaire /* ouvert",
    "\x1fséparateur\x1f",
    "?1 :nom @x $y",
]
texts = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(codec="utf-8"), min_size=1, max_size=200))


@pytest.fixture(scope="module")
def opened() -> Iterator[Profile]:
    with tempfile.TemporaryDirectory() as folder:
        found = quick_store(Path(folder))
        yield found
        found.close()


@settings(
    max_examples=int(os.environ.get("MVL_EXAMPLES", "60")), deadline=None, suppress_health_check=list(HealthCheck)
)
@given(text=texts, other=texts)
def test_any_text_is_kept_listed_searched_and_moves_nothing(opened: Profile, text: str, other: str) -> None:
    rec, witness = os.urandom(16), b"w" * 16
    with opened.store.work() as uow:
        code = "natures/" + other[:20].replace("/", "")
        told: dict[str, Told] = {"objet": text, "resume": other, code: True, "niveau": text}
        uow.log.add_local(ESPACE, rec, revision(uow.log.next_n(ESPACE), told))
        if uow.records.get(witness) is None:
            uow.log.add_local(ESPACE, witness, revision(uow.log.next_n(ESPACE), {"objet": "témoin"}))
        draft = Draft(rec, ESPACE, rec, text, (), {text: other}, other, 1)
        uow.drafts.save(draft)
        uow.identity.set(text, other)
        before = uow.records.count(Query("signalement"))
        assert uow.identity.get(text) == other
        assert uow.drafts.get(rec) == draft
        view = uow.records.get(rec)
        assert view is not None
        assert values(view.state)["objet"] == text
        assert values(view.state)["resume"] == other
        if len(text) <= 300:
            filtered = uow.records.ids(Query("signalement", filters=(("niveau", text),)))
            rows = uow.records.rows("signalement", filtered)
            assert rec in {row.rec for row in rows if row}
            assert witness not in {row.rec for row in rows if row}
        for typed in (text, other):
            total, hits = uow.records.search(typed, limit=10_000)
            assert total >= len(hits) >= 0
            uow.records.search(typed, kind=text)
            uow.records.ids(Query("signalement", text=typed, filters=(("natures", typed),), order="-objet"))
            uow.records.count(Query(text, text=typed))
        assert uow.records.count(Query("signalement")) == before
        assert uow.records.get(witness) is not None


@pytest.mark.parametrize("name", [*HOSTILE, "inconnu", "resume", "id", "espace", "updated_ms"])
def test_no_name_of_a_field_reaches_the_database_unless_it_was_declared(opened: Profile, name: str) -> None:
    with opened.store.read() as uow:
        for query in (Query("signalement", filters=((name, "x"),)), Query("signalement", order=name)):
            with pytest.raises(FiltreImpossibleError):
                uow.records.ids(query)


def test_a_very_long_search_ends_soon(opened: Profile) -> None:
    with opened.store.read() as uow:
        assert uow.records.search("mot " * 1_000_000) == (0, [])
        assert uow.records.search('"' * 1_000_000) == (0, [])
