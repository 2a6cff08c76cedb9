"""Freeze what no frozen payload holds yet: `python build/vector_payloads.py`.

A noun's new fields go into a new file of `tests/vectors/payload/`, with plainly fictional values; files that are there
are never touched, since records written like that exist by now.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from environment import ROOT, say

sys.path.insert(0, str(ROOT))

from mvl_desktop.domain.champ import RANG, DeclaredField
from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.values import Value

FOLDER = ROOT / "tests" / "vectors" / "payload"
ELEMENT = "00000000000000f{:x}"
EXAMPLES: dict[str, Value] = {
    "date": "2026-11-22",
    "oui_non": True,
    "entier": 3,
    "reference": f"ref:{'0f' * 16}:{'a1' * 16}",
}


def frozen(kind: str) -> set[str]:
    """Return the flat keys of every frozen payload of a kind, elements and codes by their name alone."""
    found: set[str] = set()
    for path in FOLDER.glob("*.json"):
        vector = json.loads(path.read_text(encoding="utf-8"))
        if vector["kind"] == kind:
            found |= {shape(kind, key) for key in vector["flat"]}
    return found


def shape(kind: str, key: str) -> str:
    """Return the field that a flat key is about: `faits/recit` for `faits/<id>/recit`, `natures` for a code of it."""
    name, _, rest = key.partition("/")
    member = rest.partition("/")[2]
    return f"{name}/{member}" if member else name


def declared(kind: str) -> Iterator[tuple[str, DeclaredField, DeclaredField]]:
    """Give each declared field as (shape, the field of the form, the field itself)."""
    for field in required(kind).champs:
        if field.sort == "elements":
            yield from ((f"{field.name}/{member.name}", field, member) for member in field.champs)
        else:
            yield field.name, field, field


def codes() -> dict[str, str]:
    """Return the first code of each list."""
    documents = [
        json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "resources/nomenclatures").glob("*.json")
    ]
    return {each["liste"]: each["entrees"][0]["code"] for each in documents if each["entrees"]}


def example(field: DeclaredField, lists: dict[str, str]) -> Value:
    """Return a value of the field's sort."""
    code = lists.get(field.champ.nomenclature or "", "exemple")
    match field.sort:
        case "code":
            return code
        case "liste":
            return (code,) if field.champ.nomenclature else ("Exemple fictif", "Autre exemple")
        case "texte":
            return f"{field.libelle} : exemple fictif.\n\nÀ la ligne."
        case "texte_court":
            return "14:30" if field.champ.forme == "heure" else f"{field.libelle} (exemple)"
        case _:
            return EXAMPLES[field.sort]


def missing(kind: str) -> dict[str, Value]:
    """Return flat changes that hold every declared field which no frozen payload holds."""
    known, lists, flat = frozen(kind), codes(), dict[str, Value]()
    for field in required(kind).champs:
        if field.sort == "codes" and field.name not in known:
            flat[f"{field.name}/{lists.get(field.champ.nomenclature or '', 'exemple')}"] = True
    groups: dict[str, str] = {}
    for name, field, member in declared(kind):
        if name in known or member.sort == "codes":
            continue
        if field.sort != "elements":
            flat[name] = example(field, lists)
            continue
        id_ = groups.setdefault(field.name, ELEMENT.format(len(groups)))
        flat[f"{field.name}/{id_}/{member.name}"] = example(member, lists)
        flat[f"{field.name}/{id_}/{RANG}"] = 1024
    return flat


def freeze(path: Path) -> None:
    """Add a new file to the list of those that are never edited."""
    listed = FOLDER.parent / "EMPREINTES"
    line = f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(FOLDER.parent).as_posix()}"
    lines = [*listed.read_text(encoding="utf-8").splitlines(), line]
    listed.write_text("\n".join(sorted(lines, key=lambda each: each[66:])) + "\n", encoding="utf-8")


def main() -> None:
    """Write one file for each noun that has something new."""
    for kind in kinds():
        flat = missing(kind)
        if not flat:
            continue
        number = len(list(FOLDER.glob(f"{kind}-[0-9]*.json"))) + 1
        content = {"kind": kind, "flat": flat, "champs": nest(kind, flat)}
        path = FOLDER / f"{kind}-{number}.json"
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        freeze(path)
        say(f"{path.name} : {len(flat)} clés")


if __name__ == "__main__":
    main()
