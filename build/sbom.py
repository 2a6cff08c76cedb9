"""Write what the program is made of: a CycloneDX bill of materials, and the licence of each library.

Run by the Python of `.venv/`. Libraries locked for another platform are not installed here, so they are not listed.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import shutil
import ssl
import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
# The libraries of the service and of the installation, which the package leaves out.
NOT_SHIPPED = {"psycopg", "psycopg-binary", "psycopg-pool", "setuptools", "starlette", "uvicorn"}
NOT_AUDITED = "aucun"


def shipped() -> Iterator[Distribution]:
    """Give the distributions of the lock that are installed here and go into the package."""
    for name in re.findall(r"^([A-Za-z0-9._-]+)==", LOCK.read_text(encoding="utf-8"), re.MULTILINE):
        if name.lower() in NOT_SHIPPED:
            continue
        try:
            yield distribution(name)
        except PackageNotFoundError:
            continue


def licence(library: Distribution) -> str:
    """Return the licence that a library declares, in one line."""
    metadata = library.metadata
    declared = next((metadata[name] for name in ("License-Expression", "License") if name in metadata), None)
    classified = [line.split("::")[-1].strip() for line in metadata.get_all("Classifier") or [] if "License" in line]
    return (declared or ", ".join(classified) or "voir le texte joint").splitlines()[0]


def openssl_versions() -> dict[str, str]:
    """Return the version of each copy of OpenSSL, by the library that carries it."""
    import sqlcipher3
    from cryptography.hazmat.backends.openssl import backend

    connection = sqlcipher3.connect(":memory:")
    connection.execute("PRAGMA key = \"x'" + "00" * 32 + "'\"")
    found = connection.execute("PRAGMA cipher_provider_version").fetchone()
    connection.close()
    texts = {"Python": ssl.OPENSSL_VERSION, "cryptography": backend.openssl_version_text(), "sqlcipher3": found[0]}
    return {carrier: re.sub(r"^OpenSSL ", "", text) for carrier, text in texts.items()}


def component(library: Distribution) -> dict[str, Any]:
    """Describe one library."""
    name = library.name.lower().replace("_", "-")
    return {
        "type": "library",
        "name": library.name,
        "version": library.version,
        "purl": f"pkg:pypi/{name}@{library.version}",
        "licenses": [{"license": {"name": licence(library)}}],
    }


def bill() -> dict[str, Any]:
    """Return the whole bill of materials."""
    copies = [
        {"type": "library", "name": "OpenSSL", "version": version, "properties": [{"name": "dans", "value": carrier}]}
        for carrier, version in openssl_versions().items()
    ]
    python = {"type": "platform", "name": "CPython", "version": platform.python_version()}
    mvl = {"type": "application", "name": "mvl", "version": distribution("mvl").version}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": mvl, "properties": [{"name": "dernier audit", "value": NOT_AUDITED}]},
        "components": [python, *copies, *(component(library) for library in shipped())],
    }


def copy_licences(folder: Path) -> None:
    """Copy the licence files that each library brings."""
    for library in shipped():
        for file in library.files or []:
            if re.match(r"(?i)(licen[cs]e|copying|notice|authors)", file.name) and ".dist-info" in str(file):
                target = folder / library.name / file.name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(file.locate()), target)


def main() -> int:
    """Write `sbom.cdx.json` and the licences into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vers", type=Path, required=True, help="dossier où écrire")
    folder = parser.parse_args().vers
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sbom.cdx.json").write_text(json.dumps(bill(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    copy_licences(folder / "bibliotheques")
    return 0


if __name__ == "__main__":
    sys.exit(main())
