"""Check the templates of conventions and write them in their one form: `python build/modeles_convention.py`.

They are written by hand, in our own words, in resources/modeles-convention/. This recipe refuses a field or a code that
no list has, a visa that the legal library does not recognise, an axis or an article that an engagement names and that
is not there, the name of a person, a day, and what is not typeset as French is. The same templates give the same bytes.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from mvl_desktop.domain.citation import citables, cited
from mvl_desktop.domain.convention_vie import article_key
from mvl_desktop.domain.echeances_faits import elements, text
from mvl_desktop.domain.errors import ChampInvalideError
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import check
from shipped import RESOURCES, Champs, as_text, in_order, lists_of, run, unknown_codes
from textes import _NOT_FRENCH as NOT_FRENCH

KIND = "convention"
WANTED = ("intitule", "objet", "parties", "visas", "axes", "engagements", "articles", "duree_mois", "preavis_mois")
EMPTY = ("signee_le", "denoncee_le", "denoncee_par", "avenants", "differends", "region", "numero")
"""What a template leaves to who begins a convention."""
OTHER_AXIS = "transversal"


def faults(lists: Nomenclatures, library: Sequence[Champs], champs: Champs) -> Iterator[str]:
    """Give what is wrong with a template, in plain words."""
    try:
        check(KIND, champs, lists=lists)
    except ChampInvalideError as error:
        yield f"{error.champ}: {error.code}"
        return
    yield from (f"{name}: empty" for name in WANTED if not champs.get(name))
    yield from (f"{name}: not for a template" for name in EMPTY if champs.get(name))
    for field in required(KIND).champs:
        yield from unknown_codes(field, champs.get(field.name), lists)
    for party in elements(champs, "parties"):
        yield from (f"parties: {name} given" for name in ("nom", "signee_le", "lieu") if party.get(name))
    known = citables(library)
    visas = champs.get("visas")
    for visa in visas if isinstance(visas, list) else []:
        if not cited(str(visa), known):
            yield f"visas: the library does not know « {visa} »"
    axes = {text(each, "code") for each in elements(champs, "axes")} | {OTHER_AXIS}
    articles = {article_key(text(each, "numero")) for each in elements(champs, "articles")}
    for each in elements(champs, "engagements"):
        if text(each, "axe") not in axes or article_key(text(each, "article")) not in articles:
            yield f"engagements: no such axis or article, at « {text(each, 'intitule')} »"
    for written in _texts(champs):
        if bad := NOT_FRENCH.search(written):
            yield f"typography, at « {written[max(0, bad.start() - 10) : bad.end() + 10]} »"


def written(champs: Champs) -> str:
    """Return a template as it lies in resources/: the fields in the order of the form."""
    return as_text(in_order(KIND, champs))


def main(resources: Path = RESOURCES) -> int:
    """Run the recipe; 1 when a template has to be put right."""
    files = sorted((resources / "textes").glob("*.json"))
    library = [texte for path in files for texte in json.loads(path.read_bytes())]
    return run(resources / "modeles-convention", partial(faults, lists_of(resources), library), written)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


if __name__ == "__main__":
    sys.exit(main())
