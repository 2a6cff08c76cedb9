"""The bill of materials names what is locked, with the same versions, and the three copies of OpenSSL (claim B03)."""

import json
import re
import subprocess
import sys
from pathlib import Path

from tests.packaging.conftest import ROOT

SERVICE_ONLY = {"psycopg", "psycopg-binary", "psycopg-pool", "setuptools", "starlette", "uvicorn"}


def test_the_bill_of_materials_agrees_with_the_lock(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "build" / "sbom.py", "--vers", tmp_path], check=True)
    components = json.loads((tmp_path / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]

    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    everywhere = dict(re.findall(r"^([\w.-]+)==(\S+) \\$", lock, re.MULTILINE))
    listed = {part["purl"].split("/")[1].split("@")[0].replace(".", "-"): part["version"] for part in components[4:]}
    assert {name: everywhere[name] for name in everywhere.keys() - SERVICE_ONLY}.items() <= listed.items()
    assert not listed.keys() & SERVICE_ONLY
    carriers = {part["properties"][0]["value"] for part in components if part["name"] == "OpenSSL" and part["version"]}
    assert carriers == {"Python", "cryptography", "sqlcipher3"}
    assert all(part["licenses"][0]["license"]["name"] for part in components[4:])


def test_the_licences_of_the_libraries_travel_with_them(tmp_path: Path) -> None:
    subprocess.run([sys.executable, ROOT / "build" / "sbom.py", "--vers", tmp_path], check=True)

    with_text = {path.parent.name for path in (tmp_path / "bibliotheques").rglob("*") if path.is_file()}
    assert {"cryptography", "sqlcipher3", "msgspec", "typst", "odfdo"} <= with_text
    # Qt's wheels bring no text: the repository keeps it.
    assert {"LGPL-3.0-only.txt", "GPL-3.0-only.txt", "Qt-et-PySide6.txt"} <= {
        path.name for path in (ROOT / "licences").iterdir()
    }
