"""Check the default fiches de conduite and write them in their one form: `python build/fiches.py`.

They are written by hand, in our own words, in resources/fiches/. This recipe refuses one that does not fill the whole
template, names a code that no list has, or says nothing of when its texts were read and when it is to be looked at
again; then it writes the fields in the order of the form. The same fiche gives the same bytes.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.errors import ChampInvalideError
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import check

RESOURCES = Path(__file__).parent.parent / "resources"
KIND = "fiche-conduite"
NOT_YET = frozenset(
    {
        "arbitrages",
        "contacts_verifies_le",
        "motif_retrait",
        "nouveautes",
        "pieces",
        "pratiques",
        "redigee_par",
        "remplacee_par",
        "validations",
        "validee_le",
        "validee_par",
        "vise_mineurs",
    }
)
"""What only the parties of a convention can fill in, and what does not suit every fiche."""

Champs = Mapping[str, object]


def faults(champs: Champs, lists: Nomenclatures) -> Iterator[str]:
    """Give what is wrong with a fiche, in plain words."""
    try:
        check(KIND, champs, lists=lists)
    except ChampInvalideError as error:
        yield f"{error.champ}: {error.code}"
        return
    for field in required(KIND).champs:
        value = champs.get(field.name)
        if value in (None, "", []):
            if field.name not in NOT_YET:
                yield f"{field.name}: empty"
        else:
            yield from _codes(field, value, lists)
    read, again = (date.fromisoformat(str(champs.get(name))) for name in ("textes_verifies_le", "a_revoir_le"))
    if again <= read:
        yield "a_revoir_le: not after textes_verifies_le"


def written(champs: Champs) -> str:
    """Return a fiche as it lies in resources/: the fields in the order of the form."""
    fields = required(KIND).champs
    ordered = {field.name: _ordered(field, champs[field.name]) for field in fields if field.name in champs}
    return json.dumps(ordered, ensure_ascii=False, indent=2) + "\n"


def main(resources: Path = RESOURCES) -> int:
    """Run the recipe; 1 when a fiche has to be put right."""
    lists = Nomenclatures.from_json(
        json.loads(path.read_bytes()) for path in sorted((resources / "nomenclatures").glob("*.json"))
    )
    wrong = 0
    for path in sorted((resources / "fiches").glob("*.json")):
        champs = json.loads(path.read_bytes())
        found = list(faults(champs, lists))
        for fault in found:
            sys.stderr.write(f"{path.name}: {fault}\n")
        wrong += len(found)
        if not found:
            path.write_text(written(champs), encoding="utf-8")
    return int(wrong > 0)


def _codes(field: DeclaredField, value: object, lists: Nomenclatures) -> Iterator[str]:
    """An open list would take any code: a fiche that is shipped names known ones only."""
    if field.sort == "elements" and isinstance(value, list):
        for element in value:
            for member in field.champs:
                yield from _codes(member, element.get(member.name), lists)
    name = field.champ.nomenclature
    if name and value:
        for code in value if isinstance(value, list) else [value]:
            if lists.entree(name, str(code)) is None:
                yield f"{field.name}: no code {code} in {name}"


def _ordered(field: DeclaredField, value: object) -> object:
    if field.sort == "codes" and isinstance(value, list):
        return sorted(value)
    if field.sort == "elements" and isinstance(value, list):
        return [{member.name: one[member.name] for member in field.champs if member.name in one} for one in value]
    return value


if __name__ == "__main__":
    sys.exit(main())
