"""Check the meetings that come with the application: `python build/obligations.py`.

resources/obligations.json is written by hand: what each circular asked, dated, and what each type of meeting begins
with. This recipe refuses a type, a manner or a party that no list has, a code said twice, a circular without what it
asks, templates of one type from one day, and what is not typeset as French is; then it writes one entry a line. The
same entries give the same bytes.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from mvl_desktop.domain.modele_reunion import ModelesReunion
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.obligation import Obligations
from shipped import RESOURCES, lists_of
from textes import _NOT_FRENCH as NOT_FRENCH

TYPES, PARTIES, MODES = "types_reunion", "parties_reunion", "modes_reunion"


def faults(document: Mapping[str, object], lists: Nomenclatures) -> Iterator[str]:
    """Give what is wrong, in plain words."""
    try:
        asked = Obligations.from_json(document.get("obligations"))
        models = ModelesReunion.from_json(document.get("modeles"))
    except ValueError as error:
        yield str(error)
        return
    codes = [each.code for each in asked.toutes]
    yield from (f"{code}: given twice" for code in sorted({code for code in codes if codes.count(code) > 1}))
    for each in asked.toutes:
        yield from (f"{each.code}: no code {code} in {TYPES}" for code in each.types if not lists.entree(TYPES, code))
        if each.par_an < 1 or not each.types or not each.citation.strip() or not each.texte.strip():
            yield f"{each.code}: asks nothing, or does not say what"
    days = [(model.type_reunion, model.depuis) for model in models.tous]
    yield from (f"{type_}: two templates from {day}" for type_, day in set(days) if days.count((type_, day)) > 1)
    for model in models.tous:
        wanted = [
            (TYPES, model.type_reunion),
            (MODES, model.mode),
            *((PARTIES, each) for _who, each in model.presences),
        ]
        unknown = [(name, code) for name, code in wanted if not lists.entree(name, code)]
        yield from (f"{model.type_reunion}: no code {code} in {name}" for name, code in unknown)
    yield from (f"typography, at « {text} »" for text in _texts(document) if NOT_FRENCH.search(text))


def written(document: Mapping[str, object]) -> str:
    """Return the entries as they lie in resources/: one a line."""
    parts = []
    for name in ("obligations", "modeles"):
        rows = document[name]
        lines = [f"    {json.dumps(row, ensure_ascii=False)}" for row in rows] if isinstance(rows, list) else []
        parts.append(f'  "{name}": [\n' + ",\n".join(lines) + "\n  ]")
    source = json.dumps(document["source"], ensure_ascii=False)
    return '{\n  "source": ' + source + ",\n" + ",\n".join(parts) + "\n}\n"


def main(resources: Path = RESOURCES) -> int:
    """Run the recipe; 1 when an entry has to be put right."""
    path = resources / "obligations.json"
    document = json.loads(path.read_bytes())
    found = list(faults(document, lists_of(resources)))
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    if not found:
        path.write_text(written(document), encoding="utf-8")
    return int(bool(found))


def _texts(value: object, name: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _texts(each, str(key))
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each, name)
    elif isinstance(value, str) and name in ("source", "libelle", "texte", "citation", "objet", "intitule", "fonction"):
        yield value


if __name__ == "__main__":
    sys.exit(main())
