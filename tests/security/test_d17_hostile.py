"""D17: hostile texts through use cases and the windows’ desk: kept, or refused in a sentence; nothing else moves."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.errors import DomainError
from mvl_desktop.domain.kinds import required
from mvl_desktop.ports.store import Query, StoreError
from mvl_desktop.services import export_register, exports, lists, memory, records
from mvl_desktop.services.refusals import RefusError
from tests.fakes.offices import Office, open_office
from tests.integration.store.test_hostile_text import HOSTILE
from tests.ui.fakes import HandAlarms, ImmediateBackground
from ui.post_desk import PostDesk
from ui.post_part import OpenedPost
from ui.values import SavedSearch, Wanted
from ui.view_models.palette import Command, Palette

MORE = [
    "\ud800",
    "\udfff orphelin",
    "a\ud800b",
    "x" * 10_000,
    "'" * 3_000,
    '"' * 3_000,
    "NEAR(" * 500,
    "a NOT b OR c AND d",
    "*",
    "* *",
    '"*"',
    "-a",
    "col:valeur",
    "\\",
    "%",
    "_",
    "%' ESCAPE '\\",
    "champ>=",
    ">=2020",
    "../../etc/passwd",
    "\x00",
    "\x00" * 50,
    "💣" * 500,
    "\u0301" * 400,
    "espace/../autre",
    "titulaire' --",
    "UNION SELECT key FROM record_key",
    "; ATTACH DATABASE '/tmp/x' AS y",
    "PRAGMA key",
    "{0.__class__}",
    "{nom}",
    "%s%n%x",
]
texts = st.one_of(
    st.sampled_from([*HOSTILE, *MORE]),
    st.text(max_size=120),
    st.text(st.characters(exclude_categories=()), max_size=60),
)
EXAMPLES = settings(
    max_examples=int(os.environ.get("MVL_EXAMPLES", "40")), deadline=None, suppress_health_check=list(HealthCheck)
)
KIND = "signalement"
FIELDS = [field for field in required(KIND).champs if not field.champ.cache]
PLAIN = [field for field in FIELDS if field.sort in ("texte_court", "texte")]
SENTENCES = json.loads((Path(__file__).parents[2] / "resources" / "messages.json").read_text("utf-8"))
KNOWN = (DomainError, RefusError, StoreError)
"""What a person is told in a sentence; any other error is a defect."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    made = open_office(tmp_path_factory.mktemp("postes"), "Alix")
    made.found()
    records.add_record(made.ports, KIND, {"objet": "Témoin", "titulaire": "Témoin"})
    yield made
    made.close()


@pytest.fixture(scope="module")
def desk(office: Office) -> PostDesk:
    return PostDesk(cast("OpenedPost", office))


def tried(do: Callable[[], object]) -> object:
    """Do something, or be refused with a code that has a sentence."""
    try:
        return do()
    except KNOWN as error:
        code = error.code
    assert code in SENTENCES
    return None


def _done(do: Callable[..., None], *words: object) -> bool:
    """Do something that gives nothing back, and say that it was done."""
    do(*words)
    return True


def is_sound(office: Office) -> bool:
    """Whether the store is as it was but for what was added: its witness, its tables, its pages."""
    with office.ports.store.read() as uow:
        rows = uow.records.rows(KIND, uow.records.ids(Query(KIND, (("titulaire", "Témoin"),))))
    return [row.values["objet"] for row in rows if row] == ["Témoin"]


def sample(field: DeclaredField, text: str) -> object:
    """Put a text where it does not belong: every sort of field is asked to take it."""
    if field.sort == "elements":
        return [{member.name: text for member in field.champs}]
    return [text, text] if field.sort in ("liste", "codes") else text


@EXAMPLES
@given(text=texts, field=st.sampled_from(FIELDS))
def test_any_field_of_a_record_takes_it_or_says_why(office: Office, text: str, field: DeclaredField) -> None:
    total = records.list_records(office.ports, Query(KIND), limit=0)[0]
    made = tried(lambda: records.add_record(office.ports, KIND, {field.name: sample(field, text)}))
    after = records.list_records(office.ports, Query(KIND), limit=0)[0]
    assert after == total + (made is not None)
    if made is not None and field in PLAIN:
        kept = records.show_record(office.ports, str(made)).champs.get(field.name, "")
        seen = [sign for sign in text if sign.isprintable() and not sign.isspace()]
        assert len([sign for sign in str(kept) if sign.isprintable() and not sign.isspace()]) <= len(seen) * 4
    assert is_sound(office)


@EXAMPLES
@given(text=texts, other=texts, order=texts)
def test_lists_filters_orders_and_searches_find_nothing_that_is_not_there(
    desk: PostDesk, office: Office, text: str, other: str, order: str
) -> None:
    for name in ("titulaire", "niveau", "natures", "recu_le", "recu_le>=", "recu_le<=", "espace", "etat_envoi", text):
        tried(lambda name=name: desk.numbers(Wanted(KIND, other, ((name, text), (name, other)))))  # type: ignore[misc]
    for name in ("objet", "-recu_le", order, f"-{order}", "modifie"):
        tried(lambda name=name: desk.numbers(Wanted(KIND, text, (), name)))  # type: ignore[misc]
    tried(lambda: desk.numbers(Wanted(text, other)))
    found = tried(lambda: desk.search(text, 50))
    assert found is None or len(cast("list[object]", found)) <= 50
    tried(lambda: lists.list_rows(office.ports, text, [1, 2, 3]))
    exact = tried(lambda: desk.numbers(Wanted(KIND, "", (("titulaire", text),))))
    if exact and text:
        rows = desk.rows(KIND, cast("list[int]", exact))
        assert {row.champs.get("titulaire") for row in rows if row} <= {text, text[:300]}
    assert is_sound(office)


@EXAMPLES
@given(nom=texts, text=texts, name=texts, value=texts)
def test_a_search_is_kept_under_any_name_and_forgotten_alone(
    desk: PostDesk, office: Office, nom: str, text: str, name: str, value: str
) -> None:
    memory.keep_search(office.ports, memory.SavedSearch("témoin", KIND, "x"))
    asked = SavedSearch(nom, Wanted(KIND, text, ((name, value),), name))
    kept = tried(partial(_done, desk.keep_search, asked))
    found = {each.nom: each.wanted for each in desk.saved_searches(KIND)}
    assert "témoin" in found
    if kept is not None:
        clean = " ".join(nom.split())
        assert found[clean].text == text
        assert found[clean].filters == ((name, value),)
        if clean.casefold() != "témoin":
            desk.forget_search(KIND, nom)
            assert "témoin" in {each.nom for each in desk.saved_searches(KIND)}
            assert clean not in {each.nom for each in desk.saved_searches(KIND)}
    assert is_sound(office)


@EXAMPLES
@given(key=texts, text=texts)
def test_choices_are_remembered_under_any_key_as_they_are(desk: PostDesk, office: Office, key: str, text: str) -> None:
    desk.remember("témoin", ["a"])
    value = [text, {text: key}]
    if tried(partial(_done, desk.remember, key, value)) is not None:
        assert desk.recall(key) == value
        desk.remember(key, None)
        assert desk.recall(key) is None
    if key != "témoin":
        assert desk.recall("témoin") == ["a"]
    assert is_sound(office)


@EXAMPLES
@given(text=texts, rec=texts)
def test_records_drafts_and_pieces_are_asked_for_by_any_name(
    desk: PostDesk, office: Office, text: str, rec: str
) -> None:
    for ask in (
        lambda: desk.read(rec),
        lambda: desk.history(rec),
        lambda: desk.edit(rec),
        lambda: desk.resume(rec),
        lambda: desk.drop(rec),
        lambda: desk.follow(rec, followed=True),
        lambda: desk.content(rec, text, 10),
        lambda: desk.detach(rec, text),
        lambda: desk.aside(text),
        lambda: desk.begin(text),
        lambda: desk.begin(KIND, text),
        lambda: desk.hand_over(text, rec, text),
        lambda: desk.find("communes", text, 5),
        lambda: desk.wording(text, rec),
        lambda: desk.exported(text),
        lambda: records.show_record(office.ports, rec, kind=text),
        lambda: export_register.list_exports(office.ports, rec),
    ):
        with suppress(ValueError):  # windows give back identifiers that they were given: what is none is a defect
            tried(ask)
    draft = desk.begin(KIND)
    typed = replace(draft, champs={"objet": text, "titulaire": rec})
    if tried(lambda: desk.keep(typed)) is not None:
        assert desk.resume(draft.id).champs == typed.champs
        desk.drop(draft.id)
    assert is_sound(office)


@EXAMPLES
@given(text=texts, column=texts, filtered=texts, who=texts)
def test_a_list_leaves_with_any_words_or_says_why(
    office: Office, tmp_path_factory: pytest.TempPathFactory, text: str, column: str, filtered: str, who: str
) -> None:
    target = tmp_path_factory.mktemp("export") / "liste.csv"
    for wish in (
        exports.Wish(query=Query(KIND, (("titulaire", filtered),), text), destinataire=who, whole=True),
        exports.Wish(query=Query(KIND, ((filtered, text),), "", filtered), columns=(column,), motif=text),
        exports.Wish(query=Query(text)),
    ):
        done = tried(
            lambda wish=wish: exports.export_list(  # type: ignore[misc]
                office.ports, office.printer, office.medium, office.nomenclatures, wish, target
            )
        )
        assert target.exists() is (done is not None)
        target.unlink(missing_ok=True)
    assert is_sound(office)


def test_the_palette_answers_to_anything(desk: PostDesk, office: Office) -> None:
    alarms = HandAlarms()
    palette = Palette(desk, ImmediateBackground(), alarms)
    palette.offer([Command("Verrouiller", "Ctrl+L", "lock-key", lambda: None)])
    for text in (*HOSTILE, *MORE):
        palette.type(text)
        alarms.forward(5)
    assert is_sound(office)
