"""Check the default templates of letters and write them in their one form: `python build/modeles.py`.

They are written by hand, in our own words, in resources/modeles/. This recipe refuses one that names a field unknown to
letters, a code that no list has, or somebody; that is not set as French is; or that says nothing of when its texts were
read and when it is to be looked at again. Then it writes the fields in the order of the form.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from mvl_desktop.domain.errors import ChampInvalideError
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.lettre import PARTS, brackets, unknown_fields
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import check
from mvl_desktop.domain.typographie import typographie
from mvl_desktop.domain.vigilance import IDENTITE, MINEUR, MOTS, NUMERO, Vigilance
from shipped import RESOURCES, Champs, as_text, in_order, lists_of, run, unknown_codes, unread

KIND = "modele-courrier"
ASKED = ("code", "titre", "version", "statut", "genre", "emploi", "objet", "appel", "corps", "politesse", "interdits")
FREE = (*PARTS, "titre", "emploi", "fondements")
OFFICES = frozenset({"Monsieur le", "Madame, Monsieur"})
"""How one writes to whoever holds an office: these name nobody."""


def faults(champs: Champs, lists: Nomenclatures, words: Vigilance) -> Iterator[str]:
    """Give what is wrong with a template, in plain words."""
    try:
        check(KIND, champs, lists=lists)
    except ChampInvalideError as error:
        yield f"{error.champ}: {error.code}"
        return
    yield from (f"{name}: empty" for name in ASKED if champs.get(name) in (None, "", []))
    yield from (f"{part}: no field {named}" for part, named in unknown_fields(champs))
    for field in required(KIND).champs:
        yield from unknown_codes(field, champs.get(field.name), lists)
    if bool(champs.get("destinataires")) and champs.get("au_signalant") is True:
        yield "au_signalant: written to somebody else too"
    for name in FREE:
        for text in _texts(champs.get(name)):
            if text != typographie(text):
                yield f"{name}: not set as French is"
            for one in words.avis(_without_offices(text), MOTS | {IDENTITE, MINEUR, NUMERO}):
                yield f"{name}: {one.sorte} at {one.debut}"
            if text.count("[") != len(brackets(text)):
                yield f"{name}: a bracket is not closed"
    yield from unread(champs)


def written(champs: Champs) -> str:
    """Return a template as it lies in resources/: the fields in the order of the form."""
    return as_text(in_order(KIND, champs))


def main(resources: Path = RESOURCES) -> int:
    """Run the recipe; 1 when a template has to be put right."""
    lists = lists_of(resources)
    words = Vigilance.from_json(json.loads((resources / "vigilance.json").read_bytes()), date(2026, 11, 22))
    return run(resources / "modeles", lambda champs: faults(champs, lists, words), written)


def _without_offices(text: str) -> str:
    for words in OFFICES:
        text = text.replace(words, "")
    return text


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [str(one) for one in value]
    return [value] if isinstance(value, str) else []


if __name__ == "__main__":
    sys.exit(main())
