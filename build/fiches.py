"""Check the default fiches de conduite and write them in their one form: `python build/fiches.py`.

They are written by hand, in our own words, in resources/fiches/. This recipe refuses one that does not fill the whole
template, names a code that no list has, or says nothing of when its texts were read and when it is to be looked at
again; then it writes the fields in the order of the form. The same fiche gives the same bytes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from mvl_desktop.domain.errors import ChampInvalideError
from mvl_desktop.domain.importe import Importe
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import check
from shipped import RESOURCES, Champs, as_text, in_order, lists_of, run, unknown_codes, unread

KIND = "fiche-conduite"
NOT_YET = frozenset(
    {
        "contacts_verifies_le",
        "motif_retrait",
        "nouveautes",
        "pieces",
        "pratiques",
        "redigee_par",
        "remarques",
        "remplacee_par",
        "validations",
        "validee_le",
        "validee_par",
        "vise_mineurs",
    }
)
"""What only the parties of a convention can fill in, and what does not suit every fiche."""
NEVER = frozenset({"arbitrages", *Importe.__annotations__})
"""What the application alone writes in a store, from a decision or a spreadsheet: no fiche is shipped with it."""


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
            if field.name not in NOT_YET | NEVER:
                yield f"{field.name}: empty"
        elif field.name in NEVER:
            yield f"{field.name}: filled"
        else:
            yield from unknown_codes(field, value, lists)
    yield from unread(champs)


def written(champs: Champs) -> str:
    """Return a fiche as it lies in resources/: the fields in the order of the form."""
    return as_text(in_order(KIND, champs))


def main(resources: Path = RESOURCES) -> int:
    """Run the recipe; 1 when a fiche has to be put right."""
    lists = lists_of(resources)
    return run(resources / "fiches", lambda champs: faults(champs, lists), written)


if __name__ == "__main__":
    sys.exit(main())
