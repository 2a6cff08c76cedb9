"""From a declaration to the columns of lists and the words of search: a field added is a field projected."""

from datetime import date
from typing import Annotated

from mvl_desktop.domain.champ import Champ, Declaration, Element, Fiche
from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.history.model import Assigned, RecordState, Revision, Value
from mvl_desktop.history.state import fold
from mvl_desktop.store.projection import CELL_MAX, Projection, fingerprint, folded


class Etape(Element, libelle="Étape"):
    etat: Annotated[str, Champ("État", nomenclature="etats", filtre=True)] = ""
    texte: Annotated[str, Champ("Texte", fusion="texte", cherche=1)] = ""


class Essai(Fiche, kind="essai", libelle="Essai", pluriel="Essais", titres=("nom", "code")):
    nom: Annotated[str, Champ("Nom", liste=True, cherche=4)] = ""
    code: Annotated[str, Champ("Code", nomenclature="codes", liste=True, filtre=True)] = ""
    le: Annotated[date | None, Champ("Le", liste=True)] = None
    grave: Annotated[bool | None, Champ("Grave", filtre=True)] = None
    genres: Annotated[frozenset[str], Champ("Genres", fusion="ensemble", nomenclature="genres", filtre=True)] = (
        frozenset()
    )
    alias: Annotated[tuple[str, ...], Champ("Alias", liste=True, cherche=2)] = ()
    recit: Annotated[str, Champ("Récit", fusion="texte", cherche=1)] = ""
    etapes: Annotated[tuple[Etape, ...], Champ("Étapes")] = ()


def state(changes: dict[str, Value]) -> RecordState:
    return fold([Revision((b"d" * 16, 1), (), (1, 0), changes)], lambda _key: False)


def shown(changes: dict[str, Value]) -> dict[str, object]:
    projection = Projection(Essai.declaration)
    cells = iter(projection.row(state(changes)).cells)
    visible = []
    for column in projection.columns:
        visible.append(next(cells) or None)
        if column.folded:
            next(cells)
    return projection.values(visible)


def test_lists_show_short_values_as_people_read_them() -> None:
    told: dict[str, Value] = {
        "nom": "Éloi",
        "code": "c1",
        "le": "2026-01-02",
        "grave": True,
        "genres/b": True,
        "genres/a": True,
        "genres/c": None,
        "alias": ("x", "y"),
        "recit": "long",
        "champ_du_futur": "?",
    }
    assert shown(told) == {
        "nom": "Éloi",
        "code": "c1",
        "le": "2026-01-02",
        "grave": True,
        "genres": ["a", "b"],
        "alias": ["x", "y"],
    }
    assert shown({}) == {}


def test_search_takes_declared_fields_by_weight_inside_elements_too() -> None:
    row = Projection(Essai.declaration).row(
        state({"nom": "quatre", "alias": ("deux", "bis"), "recit": "un", "etapes/00000000000000aa/texte": "aussi un"})
    )
    assert row.texts == ("quatre", "", "deux\nbis", "un\naussi un")


def test_a_title_is_the_first_that_is_filled() -> None:
    projection = Projection(Essai.declaration)
    assert projection.row(state({"code": "c1"})).title == "c1"
    assert projection.row(state({"nom": "n", "code": "c1"})).title == "n"
    assert projection.row(state({})).title == "Essai sans titre"


def test_both_sides_of_a_conflict_are_searched_and_one_is_listed() -> None:
    sides = (Assigned("un", ((b"a" * 16, 1),)), Assigned("deux", ((b"b" * 16, 1),)))
    row = Projection(Essai.declaration).row(RecordState({"nom": sides}))
    assert row.texts[0] == "un\ndeux"
    assert row.title == "un"


def test_values_of_an_unexpected_type_are_shown_as_they_can_be() -> None:
    row = Projection(Essai.declaration).row(state({"nom": ("liste",), "code": 3, "le": True, "alias": "texte"}))
    assert "liste" in row.cells
    assert 3 in row.cells


def test_long_values_are_cut_in_lists_only() -> None:
    row = Projection(Essai.declaration).row(state({"nom": "é" * 10_000}))
    assert row.cells[0] == "é" * CELL_MAX
    assert row.texts[0] == "é" * 10_000


def test_lists_sort_without_accents_nor_case() -> None:
    assert sorted(["écho", "Zoé", "eau", "Œuf"], key=folded) == ["eau", "écho", "Zoé", "Œuf"]


def test_the_fingerprint_follows_what_projections_hold_and_nothing_else() -> None:
    declared = [required(kind) for kind in kinds()]
    before = fingerprint(declared)
    assert fingerprint(declared) == before
    assert fingerprint([*declared, Essai.declaration]) != before

    def variant(**changes: object) -> Declaration:
        first = Essai.declaration.champs[0]
        champ = Champ(**{"libelle": "Nom", "liste": True, "cherche": 4} | changes)  # type: ignore[arg-type]
        fields = (type(first)(first.name, champ, first.sort), *Essai.declaration.champs[1:])
        return Declaration("essai", "Essai", "Essais", False, False, fields, ("nom", "code"))

    base = fingerprint([variant()])
    assert fingerprint([variant(aide="autre aide")]) == base
    assert fingerprint([variant(cherche=3)]) != base
    assert fingerprint([variant(liste=False)]) != base
    assert fingerprint([variant(retrouve=True)]) != base
