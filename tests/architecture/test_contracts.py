"""The import contracts of pyproject.toml hold, and each of them is seen to fail on a planted import."""

import itertools
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.architecture.source import PRODUCT, ROOT

CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
CONTRACTS: dict[str, dict[str, Any]] = {contract["id"]: contract for contract in CONFIG["contracts"]}
FORBIDDEN = [identifier for identifier, contract in CONTRACTS.items() if contract["type"] == "forbidden"]


def lint(folder: Path, *options: str) -> tuple[int, str]:
    """Run import-linter on the packages of a folder; return its code and its words on one line."""
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-cache", "--no-logo", *options],
        cwd=folder,
        env=os.environ | {"COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, " ".join((done.stdout + done.stderr).split())


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the product where a test may plant what it likes."""
    for package in PRODUCT:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(folder: Path, importer: str, *imported: str) -> None:
    """Write imports into a module, or into a new module of a package."""
    path = folder.joinpath(*importer.split("."))
    target = path / "planted.py" if path.is_dir() else path.with_suffix(".py")
    with target.open("a", encoding="utf-8") as file:
        file.write("\n" + "\n".join(f"import {name}" for name in imported) + "\n")


def rooms(layer: str) -> list[str]:
    """Return the rooms of one floor, without the marks of optional layers."""
    return [room.strip(" ()") for room in layer.split("|")]


def is_there(module: str) -> bool:
    path = ROOT.joinpath(*module.split("."))
    return path.is_dir() or path.with_suffix(".py").is_file()


def test_every_contract_is_kept() -> None:
    code, said = lint(ROOT)
    assert code == 0, said


def test_the_contracts_are_those_of_the_house() -> None:
    assert list(CONTRACTS) == [
        "floors",
        "no-qt-below-ui",
        "use-cases-see-ports",
        "screens-see-use-cases",
        "central-is-blind",
        "readers-know-nothing",
        "desktop-ignores-central",
    ]
    assert not any("ignore_imports" in contract for contract in CONTRACTS.values())


@pytest.mark.parametrize("identifier", FORBIDDEN)
def test_a_planted_import_breaks_the_contract(copy: Path, identifier: str) -> None:
    """Every source of the contract reaches for everything it may not: each pair must be reported."""
    contract = CONTRACTS[identifier]
    pairs = [(source, target) for source in contract["source_modules"] for target in contract["forbidden_modules"]]
    for source in contract["source_modules"]:
        plant(copy, source, *contract["forbidden_modules"])

    code, said = lint(copy, "--contract", identifier)

    assert code == 1
    assert f"{contract['name']} BROKEN" in said
    for source, target in pairs:
        assert f"{source} is not allowed to import {target}:" in said


def test_an_import_upwards_breaks_the_floors(copy: Path) -> None:
    """Each floor reaches for each room of the floor above it: each pair must be reported."""
    floors = [[f"mvl_desktop.{room}" for room in rooms(layer)] for layer in CONTRACTS["floors"]["layers"]]
    floors = [there for floor in floors if (there := [room for room in floor if is_there(room)])]
    pairs = [(low, high) for upper, lower in itertools.pairwise(floors) for low in lower for high in upper]
    for low, high in pairs:
        plant(copy, low, high)

    code, said = lint(copy, "--contract", "floors")

    assert code == 1
    assert "every room has a floor BROKEN" in said
    for low, high in pairs:
        assert f"{low} is not allowed to import {high}:" in said


@pytest.mark.parametrize(("one", "other"), [("domain", "protocol"), ("protocol", "domain"), ("ports", "settings")])
def test_rooms_of_one_floor_do_not_know_each_other(copy: Path, one: str, other: str) -> None:
    plant(copy, f"mvl_desktop.{one}", f"mvl_desktop.{other}")

    code, said = lint(copy, "--contract", "floors")

    assert code == 1
    assert f"mvl_desktop.{one} is not allowed to import mvl_desktop.{other}:" in said


def test_a_new_room_must_choose_its_floor(copy: Path) -> None:
    (copy / "mvl_desktop" / "cellar").mkdir()
    (copy / "mvl_desktop" / "cellar" / "__init__.py").touch()

    code, said = lint(copy, "--contract", "floors")

    assert code == 1
    assert "mvl_desktop.cellar" in said


def test_a_room_that_appears_enters_the_contracts() -> None:
    """The optional rooms are pure like the others, and the service is blind to every room but the protocol."""
    here = {f"mvl_desktop.{path.stem}" for path in (ROOT / "mvl_desktop").iterdir() if path.stem[0] != "_"}
    blind = set(CONTRACTS["central-is-blind"]["forbidden_modules"])
    pure = set(CONTRACTS["use-cases-see-ports"]["source_modules"])

    assert here - blind == {"mvl_desktop.protocol"}
    assert here & {"mvl_desktop.bilans", "mvl_desktop.matching"} <= pure
