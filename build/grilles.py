"""Check the default grilles de repérage and write them in their one form: `python build/grilles.py`.

They are written by hand, in our own words, in resources/grilles/. This recipe refuses one that leaves the template
open, gives a code twice, mixes its families, calls for a fiche that is not shipped, names a code that no list has,
counts or concludes, or is not typeset as French is; then it writes the fields in the order of the form. The same grid
gives the same bytes.
"""

import re
import sys
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from pathlib import Path

from mvl_desktop.domain.errors import ChampInvalideError
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import check
from shipped import READ, RESOURCES, Champs, as_text, in_order, lists_of, run, unknown_codes, unread

KIND = "grille"
WANTED = ("titre", "version", "statut", "diffusion", "forme", "publics", "declencheur", "prudence", "natures")
OURS = frozenset({*WANTED, *READ, "code", "sources", "criteres", "cadres", "vise_mineurs"})
"""The fields that a shipped grid fills; the others are for the parties of a convention."""
_NOT_FRENCH = re.compile(r"[^\u202f][;!?]|[^\u00a0\d]:|«[^\u00a0]|[^\u00a0]»|'|\.\.\.|n° ")
_CONCLUDING = re.compile(r"%|\b(score|points?|seuil|gourous?|sectes?|coupables?|manipulateurs?)\b", re.IGNORECASE)


def faults(champs: Champs, lists: Nomenclatures, fiches: Collection[str]) -> Iterator[str]:
    """Give what is wrong with a grid, in plain words. `fiches`: the codes of the fiches that are shipped."""
    try:
        check(KIND, champs, lists=lists)
    except ChampInvalideError as error:
        yield f"{error.champ}: {error.code}"
        return
    yield from (f"{name}: empty" for name in (*WANTED, "sources") if not champs.get(name))
    yield from (f"{name}: filled" for name in champs if name not in OURS)
    yield from _criteres(champs, fiches)
    for field in required(KIND).champs:
        yield from unknown_codes(field, champs.get(field.name), lists)
    for text in _texts(champs):
        for wrong, said in ((_NOT_FRENCH, "typography"), (_CONCLUDING, "concludes")):
            if bad := wrong.search(text):
                yield f"{said}, at « {text[max(0, bad.start() - 10) : bad.end() + 10]} »"
    yield from unread(champs)


def written(champs: Champs) -> str:
    """Return a grid as it lies in resources/: the fields in the order of the form."""
    return as_text(in_order(KIND, champs))


def main(resources: Path = RESOURCES) -> int:
    """Run the recipe; 1 when a grid has to be put right."""
    lists = lists_of(resources)
    fiches = {path.stem.upper() for path in (resources / "fiches").glob("*.json")}
    return run(resources / "grilles", lambda champs: faults(champs, lists, fiches), written)


def _criteres(champs: Champs, fiches: Collection[str]) -> Iterator[str]:
    criteres = champs.get("criteres")
    held = criteres if isinstance(criteres, list) else []
    codes, start = [str(one.get("code")) for one in held], f"{champs.get('code')}-"
    if not held:
        yield "criteres: empty"
    yield from (f"{code}: given twice" for code in sorted({code for code in codes if codes.count(code) > 1}))
    yield from (f"{code}: not {start}…" for code in codes if not code.startswith(start))
    families = [family for family, _ in groupby(str(one.get("famille")) for one in held)]
    yield from (f"{family}: in several places" for family in sorted({f for f in families if families.count(f) > 1}))
    for one in held:
        yield from (f"{one.get('code')}: no {name}" for name in ("libelle", "famille", "aide") if not one.get(name))
        yield from (f"{one.get('code')}: no fiche {fiche}" for fiche in one.get("fiches", ()) if fiche not in fiches)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from _texts(one)


if __name__ == "__main__":
    sys.exit(main())
