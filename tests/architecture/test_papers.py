"""The papers of the house are true: locks, recipes, and the table of capabilities."""

import ast
import re
import tomllib
from collections import Counter

import pytest

from tests.architecture.source import PRODUCT, ROOT, python_files

LOCKS = ("requirements.lock", "requirements-dev.lock")
CAPABILITY = re.compile(r"^\| (?P<id>[A-Z]\d+) (?:⌘ )?\|(?P<cells>.*)\|$", re.MULTILINE)
# The capabilities of the product; a row is never dropped, only filled in.
CAPABILITIES = (
    *(f"S{n}" for n in range(1, 14)),
    *(f"C{n}" for n in range(1, 6)),
    *(f"X{n}" for n in range(1, 13)),
    *(f"K{n}" for n in range(1, 11)),
    "D1",
    *(f"V{n}" for n in range(1, 5)),
    *(f"A{n}" for n in range(1, 6)),
    *(f"B{n}" for n in range(1, 5)),
    *(f"U{n}" for n in range(1, 4)),
    "O1",
    "O2",
    "I1",
)
CLAIM_STATES = {"proved", "partly", "to come"}


def requirements(lock: str) -> dict[str, str]:
    """Return what a lock pins: the whole entry by the name of the distribution."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    entries = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return {re.split(r"[=\s;\[]", line, maxsplit=1)[0].lower(): line for line in entries}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_distribution_has_a_version_and_hashes(lock: str) -> None:
    wrong = [
        name
        for name, entry in requirements(lock).items()
        if not re.match(r"^[\w.\[\],-]+==[\w.+!]+\s", entry) or not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)
    ]
    assert requirements(lock)
    assert not wrong


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_name_no_address_and_no_unwanted_library(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text(encoding="utf-8")
    assert not {"keyrings.alt", "keyrings-alt", "pyrage", "pyjwt", "cbor2"} & set(requirements(lock))


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_hold_a_qt_that_does_not_abort_on_python_3_11(lock: str) -> None:
    assert "pyside6-essentials==6.11." in requirements(lock)["pyside6-essentials"].lower()


def test_the_small_lock_is_inside_the_large_one() -> None:
    """What is tested is what is shipped: the same versions, the same bytes."""
    small, large = (requirements(lock) for lock in LOCKS)
    assert not {name for name, entry in small.items() if large.get(name) != entry}


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    names = {
        lock: {re.split(r"[\[<>=!;~ ]", line, maxsplit=1)[0].lower().replace("_", "-") for line in lines}
        for lock, lines in {
            LOCKS[0]: project["dependencies"] + optional["central"] + optional["install"],
            LOCKS[1]: project["dependencies"] + optional["central"] + optional["dev"],
        }.items()
    }
    for lock, declared in names.items():
        assert not declared - set(requirements(lock))


def test_the_installer_is_short_and_leaves_the_service_out() -> None:
    spec = (ROOT / "installer.spec").read_text(encoding="utf-8")
    assert len(spec.splitlines()) < 40
    ast.parse(spec)
    excluded = re.search(r"EXCLUDED = (\[.*?\])", spec, re.DOTALL)
    assert excluded is not None
    assert {"mvl_central", "sqlite3", "_sqlite3", "keyrings"} <= set(ast.literal_eval(excluded[1]))
    assert "upx=True" not in spec


def capability_rows() -> dict[str, list[str]]:
    text = (ROOT / "docs" / "capabilities.md").read_text(encoding="utf-8")
    return {row["id"]: [cell.strip() for cell in row["cells"].split("|")] for row in CAPABILITY.finditer(text)}


def test_the_table_of_capabilities_has_every_row_once() -> None:
    text = (ROOT / "docs" / "capabilities.md").read_text(encoding="utf-8")
    assert [row["id"] for row in CAPABILITY.finditer(text)] == sorted(capability_rows(), key=CAPABILITIES.index)
    assert set(capability_rows()) == set(CAPABILITIES)


def test_what_the_table_of_capabilities_names_exists() -> None:
    """A row is plainly « prévu », or it names files that are there, one of them a test."""
    wrong: dict[str, object] = {}
    for identifier, (_title, state, where, proof) in capability_rows().items():
        paths = re.findall(r"`([\w./-]+/[\w./-]+)(?:::(\w+))?`", f"{where} {proof}")
        if state == "prévu":
            wrong |= {identifier: "planned, yet names files"} if paths else {}
            continue
        tests = [path for path, _name in paths if path.startswith("tests/")]
        absent = [path for path, name in paths if not _holds(path, name)]
        if state not in {"fait", "en partie"} or absent or not tests:
            wrong[identifier] = f"{state}: {absent or 'no test'}"
    assert not wrong


def _holds(path: str, name: str) -> bool:
    target = ROOT / path
    return target.exists() and (not name or f"def {name}(" in target.read_text(encoding="utf-8"))


def test_what_the_table_of_claims_names_exists() -> None:
    """A claim without its test is not made: it is “to come”, or its tests are there."""
    text = (ROOT / "docs" / "claims.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z]\d+b?) \|([^|]*)\|([^|]*)\|([^|]*)\|$", text, re.MULTILINE)
    assert len(rows) == len({identifier for identifier, *_ in rows}) == 98
    wrong: dict[str, object] = {}
    for identifier, _claim, tests, state in rows:
        named = re.findall(r"`(tests/[\w./-]+)(?:::(\w+))?`", tests)
        absent = [path for path, name in named if not _holds(path, name)]
        if state.strip() not in CLAIM_STATES or absent or bool(named) == (state.strip() == "to come"):
            wrong[identifier] = absent or state.strip()
    assert not wrong
    counts = Counter(state.strip() for *_, state in rows)
    said = ", ".join(f"{counts[state]} {state}" for state in ("proved", "partly", "to come"))
    assert f"Of 98 claims: {said}." in text


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    assert (ROOT / "docs" / "images" / "signalements.png").is_file()
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
    ]
    assert not broken


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("[0-9]*.md")}
    index = (folder / "README.md").read_text(encoding="utf-8")
    listed = dict(re.findall(r"^\| (\d{4}) \| \[.+\]\((.+)\) \| \w+", index, re.MULTILINE))

    assert list(listed) == sorted(listed)
    assert set(listed.values()) == set(pages) - {"0000-template.md"}
    assert not [name for name, text in pages.items() if not text.startswith(f"# {name[:4]} — ")]


def test_the_repository_speaks_of_itself_alone() -> None:
    """No path of a machine where it was written."""
    machine = re.compile(r"(?<![\w.])/(work|root)/\w")
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *python_files(*PRODUCT, "tests", "build")]
    assert not [str(page) for page in pages if machine.search(page.read_text(encoding="utf-8"))]
