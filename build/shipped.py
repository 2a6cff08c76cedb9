"""What the recipes of `resources/` share: the lists of codes, the order of the form, dates, and the run itself."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures

RESOURCES = Path(__file__).parent.parent / "resources"
READ = ("textes_verifies_le", "a_revoir_le")
"""The day on which the sources were read, and the day by which they are read again."""

Champs = Mapping[str, object]


def lists_of(resources: Path) -> Nomenclatures:
    """Return the lists of codes."""
    documents = sorted((resources / "nomenclatures").glob("*.json"))
    return Nomenclatures.from_json(json.loads(path.read_bytes()) for path in documents)


def unknown_codes(field: DeclaredField, value: object, lists: Nomenclatures) -> Iterator[str]:
    """Give the codes that no list has: an open list would take any, what is shipped names known ones only."""
    if field.sort == "elements" and isinstance(value, list):
        for element in value:
            for member in field.champs:
                yield from unknown_codes(member, element.get(member.name), lists)
    name = field.champ.nomenclature
    if name and value:
        for code in value if isinstance(value, list) else [value]:
            if lists.entree(name, str(code)) is None:
                yield f"{field.name}: no code {code} in {name}"


def unread(champs: Champs) -> Iterator[str]:
    """Give what is wrong with the days on which the sources were read and are to be."""
    read, again = (date.fromisoformat(str(champs.get(name))) for name in READ)
    if again <= read:
        yield f"{READ[1]}: not after {READ[0]}"


def in_order(kind: str, champs: Champs) -> dict[str, object]:
    """Return a record as it lies in resources/: the fields in the order of the form, codes in theirs."""
    fields = required(kind).champs
    return {field.name: _ordered(field, champs[field.name]) for field in fields if field.name in champs}


def as_text(document: object) -> str:
    """Return a document as it lies in resources/."""
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def run(folder: Path, faults: Callable[[Champs], Iterable[str]], written: Callable[[Champs], str]) -> int:
    """Check each file of a folder and write it in its one form; 1 when one has to be put right."""
    wrong = 0
    for path in sorted(folder.glob("*.json")):
        champs = json.loads(path.read_bytes())
        found = list(faults(champs))
        for fault in found:
            sys.stderr.write(f"{path.name}: {fault}\n")
        wrong += len(found)
        if not found:
            path.write_text(written(champs), encoding="utf-8")
    return int(wrong > 0)


def _ordered(field: DeclaredField, value: object) -> object:
    if field.sort == "codes" and isinstance(value, list):
        return sorted(value)
    if field.sort == "elements" and isinstance(value, list):
        return [{member.name: one[member.name] for member in field.champs if member.name in one} for one in value]
    return value
