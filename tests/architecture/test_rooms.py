"""What the import linter cannot see: who may use which library, what loads without Qt, and who may speak French."""

import re
import subprocess
import sys

import pytest

from tests.architecture.source import PRODUCT, ROOT, identifiers, imports, place, python_files, tree, words

# Domain nouns (docs/glossaire.md) that machines must not know. Words that are English too (qualification, situation,
# orientation, derive, journal, piece, revision, suite) prove nothing and are left out; `espace`, `lot` and the
# registry's `poste` are allowed.
FRENCH_NOUNS = frozenset(
    """
    signalement signalements saisine saisines signalant signalants declarant auteur demande avis requerant
    cause victime victimes vulnerable personne personnes emprise sujetion faisceau indice indices
    critere criteres grille grilles reperage niveau natures infraction danger abus urgence resume objet titre etape
    etapes declencheur retour accuse reception fiche fiches conduite convention avenant preavis denonciation copil
    bilan bilans indicateur indicateurs gtrdo cdpd crip misp annuaire partenaire partenaires referent referents
    agent departement departements commune communes siege reclamation evenement occultation archivage
    releve brouillon brouillons conflit conflits doublon doublons sensibilisation medecin medical pratique
    pratiques praticien etablissement organisme mineur mineurs territoire vigilance
    """.split()  # noqa: SIM905 - ninety words read better as a paragraph
)
BLIND_ROOMS = ("mvl_desktop/protocol", "mvl_desktop/crypto", "mvl_central")
ALLOWED = frozenset({"user_agent", "UserAgent"})


@pytest.mark.parametrize("room", ["domain", "protocol"])
def test_the_lowest_rooms_use_the_standard_library_and_msgspec_only(room: str) -> None:
    allowed = sys.stdlib_module_names | {"msgspec"}
    strangers = [
        f"{place(path, node)} imports {name}"
        for path in python_files(f"mvl_desktop/{room}")
        for node, name in imports(tree(path))
        if name.split(".")[0] not in allowed and not f"{name}.".startswith(f"mvl_desktop.{room}.")
    ]
    assert not strangers


def modules(*packages: str) -> list[str]:
    """Name every module of these packages, as Python imports them."""
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in python_files(*packages)
    ]


BLOCKER = """
import importlib, sys

blocked = tuple(sys.argv[1].split(","))

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if any(name == word or name.startswith(word + ".") for word in blocked):
            raise ImportError(f"blocked: {name}")
        return None

sys.meta_path.insert(0, Blocker())
for name in sys.stdin.read().split():
    try:
        importlib.import_module(name)
    except Exception as error:
        print(f"{name}: {error}")
"""
QT = ("PySide6", "shiboken6", "ui")


def imported_without(names: list[str], *blocked: str) -> str:
    """Import these modules in a new process where some packages cannot be found; return what went wrong."""
    done = subprocess.run(
        [sys.executable, "-c", BLOCKER, ",".join(blocked)],
        cwd=ROOT,
        input="\n".join(names),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_every_core_module_loads_where_qt_is_not_installed() -> None:
    assert not imported_without(modules("mvl_desktop", "mvl_central"), *QT)


def test_the_service_loads_where_the_desktop_is_not_installed() -> None:
    """The service holds no key: the code that could use one need not even be there (claim C30)."""
    rooms = {path.stem for path in (ROOT / "mvl_desktop").iterdir() if path.stem[0] != "_"} - {"protocol"}
    blocked = sorted(f"mvl_desktop.{room}" for room in rooms)
    assert not imported_without(modules("mvl_central"), *blocked, *QT, "sqlcipher3", "keyring")


def test_the_desktop_never_opens_a_plain_database() -> None:
    """The standard sqlite3 is left out of the package: nothing may reach for it, not even for a constant."""
    found = [
        place(path, node)
        for path in python_files("mvl_desktop", "ui")
        for node, name in imports(tree(path))
        if name.split(".")[0] in {"sqlite3", "_sqlite3", "dbm", "shelve"}
    ]
    assert not found


def test_the_blocker_blocks() -> None:
    assert "blocked: PySide6" in imported_without(["PySide6.QtCore"], *QT)


def test_package_files_are_empty() -> None:
    package_files = [path for path in python_files(*PRODUCT, "tests") if path.name == "__init__.py"]
    assert package_files
    assert not [str(path) for path in package_files if path.read_bytes()]


def test_machines_do_not_speak_french() -> None:
    found = {
        f"{place(path, node)} {name}"
        for path in python_files(*BLIND_ROOMS)
        for node, name in identifiers(tree(path))
        if name not in ALLOWED and FRENCH_NOUNS.intersection(words(name))
    }
    files = {str(path.relative_to(ROOT)) for path in python_files(*BLIND_ROOMS) if FRENCH_NOUNS & set(words(path.stem))}
    assert not found | files


def test_words_are_cut_out_of_names() -> None:
    assert words("SignalementIncompleteError") == ["signalement", "incomplete", "error"]
    assert words("_recu_le_2") == ["recu", "le"]
    assert re.fullmatch("[a-z]+", "".join(words("HTTPCarrier")))
