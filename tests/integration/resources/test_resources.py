"""The data shipped beside the code: lists, communes, fiches and sentences, as the declarations need them."""

import ast
import gzip
import importlib.util
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import check, missing

ROOT = Path(__file__).parents[3]
RESOURCES = ROOT / "resources"
LISTS = sorted((RESOURCES / "nomenclatures").glob("*.json"))
FICHES = sorted((RESOURCES / "fiches").glob("*.json"))
GRILLES = sorted((RESOURCES / "grilles").glob("*.json"))
SHIPPED = {path.stem.upper() for path in FICHES}
NOT_FRENCH = re.compile(r"[^\u202f][;!?]|[^\u00a0\d]:|«[^\u00a0]|[^\u00a0]»|'|\.\.\.|n° ")
SPACED_CODE = re.compile(r"https?://\S+|« champ=valeur »")


def load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@cache
def lists() -> Nomenclatures:
    communes = gzip.decompress((RESOURCES / "nomenclatures" / "communes.tsv.gz").read_bytes()).decode()
    return Nomenclatures.from_json([load(path) for path in LISTS], lambda: communes)


def every_field() -> Iterator[tuple[str, DeclaredField]]:
    for kind in kinds():
        for field in required(kind).champs:
            for one in (field, *field.champs):
                yield f"{kind}.{field.name}.{one.name}", one


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)


def test_every_list_that_a_field_names_is_there_under_its_own_name() -> None:
    named = {field.champ.nomenclature for _, field in every_field() if field.champ.nomenclature}
    assert named - {"communes"} <= set(lists().names())
    assert [path.stem for path in LISTS] == list(lists().names())


def test_no_code_was_ever_withdrawn() -> None:
    """Old records hold them: an entry may close, it never goes."""
    frozen = load(ROOT / "tests" / "vectors" / "codes-1.json")
    gone = [f"{liste}: {code}" for liste, codes in frozen.items() for code in codes if not lists().entree(liste, code)]
    assert not gone


def test_a_parent_stands_before_its_children() -> None:
    for name in lists().names():
        parents = {"departements": "regions"}.get(name, name)
        for row in load(RESOURCES / "nomenclatures" / f"{name}.json")["entrees"]:
            assert "parent" not in row or lists().entree(parents, row["parent"]), row


def test_the_territory_is_whole() -> None:
    everywhere = list(lists().communes)
    current = [one for one in everywhere if not one.rattachement]
    assert len(current) == 34_969
    assert len([one for one in everywhere if one.rattachement and one.codes_postaux]) == 45
    departements = {row["code"] for row in load(RESOURCES / "nomenclatures" / "departements.json")["entrees"]}
    assert len(departements) == 109
    assert {one.departement for one in everywhere} <= departements


@pytest.mark.parametrize(
    ("typed", "first"),
    [("st-denis", "97411"), ("93200", "93066"), ("paris", "75056"), ("l hay", "94038"), ("ajaccio", "2A004")],
)
def test_a_real_commune_is_found_while_typing(typed: str, first: str) -> None:
    assert lists().communes.search(typed, limit=5)[0].code == first


@pytest.mark.parametrize("path", FICHES, ids=lambda path: path.stem)
def test_a_default_fiche_is_a_whole_draft_that_the_parties_still_have_to_validate(path: Path) -> None:
    champs = load(path)
    check("fiche-conduite", champs, lists=lists())
    assert missing("fiche-conduite", champs) == ()
    assert champs["code"] == path.stem.upper()
    assert champs["statut"] == "brouillon"
    assert not {"validee_par", "validee_le"} & set(champs)
    for code in champs["natures"]:
        assert lists().entree("natures", code), code


def test_the_four_default_fiches_are_there() -> None:
    assert [path.stem for path in FICHES] == ["cat-01", "cat-02", "cat-03", "cat-04"]


@pytest.mark.parametrize("path", FICHES, ids=lambda path: path.stem)
def test_a_default_fiche_fills_the_template_and_is_as_its_recipe_writes_it(path: Path) -> None:
    made = recipe("fiches")
    assert list(made.faults(load(path), lists())) == []
    assert made.written(load(path)) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"etapes": []}, "etapes: empty"),
        ({"natures": ["inventee"]}, "natures: no code inventee in natures"),
        ({"alertes": [{"cas": "Un cas", "role": "inventé"}]}, "alertes/role: code_inconnu"),
        ({"alertes": [{"cas": "Un cas", "role": "invente"}]}, "role: no code invente in destinataires"),
        ({"import_fichier": "registre.xlsx"}, "import_fichier: filled"),
        ({"a_revoir_le": "2020-01-01"}, "a_revoir_le: not after textes_verifies_le"),
    ],
)
def test_the_recipe_refuses_a_fiche_that_is_not_whole(change: dict[str, Any], fault: str) -> None:
    assert list(recipe("fiches").faults(load(FICHES[0]) | change, lists())) == [fault]


def test_the_seven_families_of_grids_are_there() -> None:
    assert [path.stem for path in GRILLES] == ["emp", "eta", "f10", "min", "pat", "pha", "san"]
    formes = {path.stem: load(path)["forme"] for path in GRILLES}
    assert {stem for stem, forme in formes.items() if forme != "criteres"} == {"emp", "pha"}
    assert (formes["emp"], formes["pha"]) == ("aide", "phases")


@pytest.mark.parametrize("path", GRILLES, ids=lambda path: path.stem)
def test_a_default_grid_is_whole_and_as_its_recipe_writes_it(path: Path) -> None:
    made = recipe("grilles")
    assert list(made.faults(load(path), lists(), SHIPPED)) == []
    assert made.written(load(path)) == path.read_text(encoding="utf-8")
    assert load(path)["code"] == path.stem.upper()
    assert load(path)["statut"] == "brouillon"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"criteres": []}, "criteres: empty"),
        ({"validee_par": "Tous"}, "validee_par: filled"),
        ({"natures": ["inventee"]}, "natures: no code inventee in natures"),
        ({"prudence": "Au-delà, le seuil est franchi."}, "concludes, at « -delà, le seuil est franc »"),
        ({"titre": "Quoi?"}, "typography, at « Quoi? »"),
        ({"a_revoir_le": "2020-01-01"}, "a_revoir_le: not after textes_verifies_le"),
    ],
)
def test_the_recipe_refuses_a_grid_that_is_not_whole_or_concludes(change: dict[str, Any], fault: str) -> None:
    assert list(recipe("grilles").faults(load(GRILLES[0]) | change, lists(), SHIPPED)) == [fault]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"code": "EMP-01"}, "EMP-01: given twice"),
        ({"code": "F10-01"}, "F10-01: not EMP-…"),
        ({"famille": "Ce qui change en soi"}, "Ce qui change en soi: in several places"),
        ({"fiches": ["CAT-99"]}, "EMP-10: no fiche CAT-99"),
        ({"aide": ""}, "EMP-10: no aide"),
    ],
)
def test_the_recipe_refuses_a_criterion_out_of_place(change: dict[str, Any], fault: str) -> None:
    champs = load(GRILLES[0])
    criteres = [*champs["criteres"][:-1], champs["criteres"][-1] | change]
    assert list(recipe("grilles").faults(champs | {"criteres": criteres}, lists(), SHIPPED)) == [fault]


def test_no_default_fiche_promises_a_verdict_or_accuses() -> None:
    accusing = re.compile(r"\b(gourou|secte|sectes|manipulateur|coupable)s?\b", re.IGNORECASE)
    said = [text for path in FICHES for text in texts(load(path))]
    assert not [text for text in said if accusing.search(text)]


def test_what_a_person_reads_is_set_as_french_is() -> None:
    shown = [(path.name, text) for path in (*LISTS, *FICHES) for text in texts(load(path))]
    shown += [(where, text) for where, field in every_field() for text in (field.libelle, field.champ.aide)]
    assert not [(where, text) for where, text in shown if NOT_FRENCH.search(SPACED_CODE.sub("", text))]


def test_every_reason_for_refusing_a_value_has_its_sentence() -> None:
    """These codes are given when the error is raised, not by a class."""
    sentences = load(RESOURCES / "messages.json")
    codes = {
        node.args[1].value
        for path in (ROOT / "mvl_desktop" / "domain").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "ChampInvalideError"
        and isinstance(node.args[1], ast.Constant)
    }
    assert len(codes) >= 10
    assert not codes - set(sentences)


def recipe(name: str = "nomenclatures") -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"{name}_recipe", ROOT / "build" / f"{name}.py")
    if spec is None or spec.loader is None:
        raise ImportError
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:  # a recipe finds what recipes share beside it, as when it is run
        patch.setattr(sys, "path", [*sys.path, str(ROOT / "build")])
        spec.loader.exec_module(module)
    return module


def test_the_recipe_gives_the_same_bytes_for_the_same_data(tmp_path: Path) -> None:
    current = {"code": "01001", "nom": "L'Essai", "departement": "01", "type": "commune-actuelle"}
    former = {"code": "01002", "nom": "Ancienne", "departement": "01", "type": "commune-deleguee", "chefLieu": "01001"}
    namesake = former | {"code": "01001", "nom": "Ancien Essai"}
    rows = [namesake, former, current | {"codesPostaux": ["01400", "01410"], "population": 860}]
    (tmp_path / "communes.json").write_text(json.dumps(rows), encoding="utf-8")
    (tmp_path / "regions.json").write_text(json.dumps([{"code": "84", "nom": "Région"}]), encoding="utf-8")
    departements = [{"code": "01", "nom": "Ain", "region": "84"}]
    (tmp_path / "departements.json").write_text(json.dumps(departements), encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    written = []
    for _ in range(2):
        recipe().write(tmp_path, out)
        written.append([path.read_bytes() for path in sorted(out.iterdir())])
    assert written[0] == written[1]
    lines = gzip.decompress((out / "communes.tsv.gz").read_bytes()).decode().splitlines()
    assert lines == ["01001\tL’Essai\t01\t01400 01410\t860\t", "01002\tAncienne\t01\t\t0\t01001"]
    assert Nomenclatures.from_json([load(out / "departements.json")]).libelle("departements", "01") == "Ain"
