"""Make the official territories from `@etalab/decoupage-administratif`: `python build/nomenclatures.py [DATA]`.

DATA is the package's unpacked `data` folder; without it the package is fetched with npm into a temporary folder.
Writes resources/nomenclatures/{regions,departements}.json and communes.tsv.gz. The same data give the same bytes.
"""

import gzip
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

PACKAGE = "@etalab/decoupage-administratif@6.0.0"
SOURCE = "Découpage administratif, Etalab, version 6.0.0 (millésime 2026), Licence Ouverte 2.0"
SINCE = "2026-01-01"
OUT = Path(__file__).parent.parent / "resources" / "nomenclatures"

Row = Mapping[str, Any]


def fetch(folder: Path) -> Path:
    """Fetch and unpack the package into `folder`; return its data."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package" / "data"


def territories(liste: str, libelle: str, rows: Iterable[Row], parent: str | None) -> str:
    """Return a list of codes, one entry a line, as the other lists are written."""
    head = json.dumps(
        {"liste": liste, "libelle": libelle, "fermee": True, "source": SOURCE}, ensure_ascii=False, indent=2
    )
    entries = [
        {"code": row["code"], "libelle": row["nom"].replace("'", "’"), "depuis": SINCE}
        | ({"parent": row[parent]} if parent else {})
        for row in rows
    ]
    lines = ",\n".join("    " + json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f'{head[:-2]},\n  "entrees": [\n{lines}\n  ]\n}}\n'


def communes(rows: Iterable[Row]) -> str:
    """Return one commune a line: code, name, département, postal codes, population, and what it belongs to.

    Communes of today come first, then the arrondissements of Paris, Lyon and Marseille, then the former communes,
    whose codes still stand in older files.
    """
    order = {"commune-actuelle": 0, "arrondissement-municipal": 1, "commune-deleguee": 2, "commune-associee": 2}
    best: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: (order[row["type"]], row["code"])):
        best.setdefault(row["code"], row)
    return "".join(f"{_line(row)}\n" for row in best.values())


def _line(row: Row) -> str:
    fields: Sequence[str] = (
        row["code"],
        row["nom"].replace("'", "’"),
        row["departement"],
        " ".join(row.get("codesPostaux", ())),
        str(row.get("population", 0)),
        row.get("commune") or row.get("chefLieu") or "",
    )
    return "\t".join(fields)


def write(data: Path, out: Path) -> None:
    """Write the three files."""
    regions, departements, every = (
        json.loads((data / f"{name}.json").read_bytes()) for name in ("regions", "departements", "communes")
    )
    (out / "regions.json").write_text(territories("regions", "Régions", regions, None), encoding="utf-8")
    texte = territories("departements", "Départements", departements, "region")
    (out / "departements.json").write_text(texte, encoding="utf-8")
    (out / "communes.tsv.gz").write_bytes(gzip.compress(communes(every).encode(), 9, mtime=0))


def main(arguments: Sequence[str]) -> None:
    """Run the recipe."""
    if arguments:
        write(Path(arguments[0]), OUT)
        return
    with tempfile.TemporaryDirectory() as folder:
        write(fetch(Path(folder)), OUT)


if __name__ == "__main__":
    main(sys.argv[1:])
