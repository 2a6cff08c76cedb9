"""The program as it is shipped: complete, without what it must not hold, deaf to the environment (claim B01)."""

import json
import os
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from PyInstaller.archive.readers import CArchiveReader, ZlibArchiveReader

from tests.fakes.papers import docx, paragraph, pdf
from tests.packaging.conftest import ROOT, Package, Post, found

FORBIDDEN = {
    *("mvl_central", "starlette", "uvicorn", "psycopg", "psycopg_pool", "sqlite3", "keyrings", "pickletools"),
    *("pytest", "hypothesis", "mypy", "PyInstaller", "pip", "setuptools", "tkinter"),
}


def modules(package: Package) -> set[str]:
    """Name every Python module that the program carries."""
    archive = CArchiveReader(str(package.folder / "mvl"))
    pure = next(archive.open_embedded_archive(name) for name in archive.toc if name.startswith("PYZ"))
    assert isinstance(pure, ZlibArchiveReader)
    compiled = {path.name.split(".")[0] for path in package.folder.rglob("*.so*")}
    return set(pure.toc) | compiled


def test_the_program_tests_itself(package: Package) -> None:
    done = package.run("--json", "autotest")

    assert done.returncode == 0, done.stdout + done.stderr
    said = json.loads(done.stdout)
    assert said["ok"] is True
    # C09: nearly a thousand vectors, played by the libraries of the package.
    assert said["controles"]["vecteurs_wycheproof"] == "ok"


def test_it_is_one_folder_with_two_programs(package: Package) -> None:
    assert {path.name for path in package.folder.iterdir()} == {"lib", "mvl", "mvl-desktop"}
    assert list(package.folder.glob("lib/libpython3*.so*"))
    # Qt's libraries are files that somebody may replace, as their licence asks.
    assert list(package.folder.glob("lib/PySide6/Qt/lib/libQt6Widgets.so*"))
    assert (package.folder / "lib" / "LICENSE").is_file()
    assert list(package.folder.glob("lib/licences/*"))


def test_no_link_leads_nowhere(package: Package) -> None:
    assert not [path for path in package.folder.rglob("*") if not path.exists()]


def test_it_carries_nothing_that_it_must_not(package: Package) -> None:
    carried = modules(package)

    assert {name.split(".")[0] for name in carried} & FORBIDDEN == set()
    # SQLCipher's own module has the same name, in its own folder.
    assert [path.parent.name for path in package.folder.rglob("_sqlite3*.so")] == ["sqlcipher3"]
    assert not list(package.folder.rglob("libsqlite3*"))
    assert {"mvl_desktop.cli.main", "ui.app", "sqlcipher3.dbapi2"} <= carried


def test_every_library_that_it_carries_is_locked(package: Package) -> None:
    """What the environment that builds happens to have is in no lock, nor in the bill of materials."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {same_name(name) for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)} | {"mvl"}
    owners = packages_distributions()
    carried = {name.split(".")[0] for name in modules(package)} & owners.keys() - sys.stdlib_module_names

    assert {name for name in carried if locked.isdisjoint(map(same_name, owners[name]))} == set()


def same_name(name: str) -> str:
    """Write the name of a distribution in the one way that all of its spellings share."""
    return re.sub(r"[-_.]+", "-", name).lower()


def test_the_environment_cannot_bring_code(package: Package, tmp_path: Path) -> None:
    """A hostile folder on every path that Python, Qt, keyring or the loader of libraries reads."""
    seen = tmp_path / "seen"
    trap = f"open({str(seen)!r}, 'a').write(__name__)\n"
    for name in ("sitecustomize", "usercustomize", "msgspec", "click", "trap"):
        (tmp_path / f"{name}.py").write_text(trap, encoding="utf-8")
    here = str(tmp_path)
    (tmp_path / "python_keyring").mkdir()
    (tmp_path / "python_keyring" / "keyringrc.cfg").write_text(
        f"[backend]\ndefault-keyring=trap.Keyring\nkeyring-path={here}\n", encoding="utf-8"
    )
    hostile = dict.fromkeys(("PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE", "QT_PLUGIN_PATH", "XDG_CONFIG_HOME"), here)
    hostile |= {"PYTHONSTARTUP": f"{here}/trap.py", "PYTHON_KEYRING_BACKEND": "trap.Keyring", "PYTHONINSPECT": "1"}

    done = package.run("--json", "autotest", **hostile)

    assert done.returncode == 0, done.stdout + done.stderr
    assert not seen.exists()


def test_working_writes_nothing_in_its_own_folder(package: Package, tmp_path: Path) -> None:
    """So it can be installed where users may not write."""
    before = {path: path.stat().st_mtime_ns for path in package.folder.rglob("*")}

    found(package, tmp_path)

    assert {path: path.stat().st_mtime_ns for path in package.folder.rglob("*")} == before


def test_it_records_and_finds_a_signalement(post: Post) -> None:
    typed = {"objet": "Stage de jeûne", "recu_le": "2026-11-02", "resume": "Récit inventé : « l’été », œuf, 1er."}

    made = post("signalement", "ajouter", "--de", "-", given=typed)
    shown = post("signalement", "montrer", made["id"])
    heard = post("chercher", "jeune")

    assert {name: shown["champs"][name] for name in typed} == typed
    assert [element["id"] for element in heard["elements"]] == [made["id"]]
    assert "jeûne".encode() not in b"".join(path.read_bytes() for path in post.profile.rglob("*") if path.is_file())


def test_it_reads_an_attachment_in_a_process_of_its_own(post: Post, tmp_path: Path) -> None:
    rec = post("signalement", "ajouter", "--de", "-", given={"objet": "Fictif"})["id"]
    files = {"attestation.pdf": pdf("Notarium").bytes(), "lettre.docx": docx(paragraph("Cabinetum"))}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
        post("piece", "joindre", rec, tmp_path / name)

    said = {each["nom"]: each["texte"] for each in post("piece", "lister", rec)["elements"]}

    assert said == dict.fromkeys(files, "lu")
    assert [each["piece"] for each in post("chercher", "notarium")["elements"]] == ["attestation.pdf"]


def test_a_wrong_phrase_is_code_3(post: Post, tmp_path: Path) -> None:
    wrong = tmp_path / "fausse.txt"
    wrong.write_text("une autre phrase\n", encoding="utf-8")

    done = post.package.run("--profil", post.profile, "--phrase-fichier", wrong, "--json", "signalement", "lister")

    assert done.returncode == 3
    assert os.linesep not in json.loads(done.stdout)["message"]
