"""Check the default entries of the annuaire and write them in their one form: `python build/annuaire.py`.

They are written by hand, in our own words, in resources/annuaire/, a list of entries in each file. This recipe refuses
a code given twice, an entry that does not say what it is for, where it is competent and where it comes from, somebody
by name, an address that would soon be wrong, a région without its ARS, and what is not typeset as French is; then it
writes the fields in the order of the form. The same entries give the same bytes.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from mvl_desktop.domain.annuaire import says_where
from mvl_desktop.domain.errors import ChampInvalideError
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import check
from shipped import RESOURCES, Champs, as_text, in_order, lists_of, unknown_codes

KIND = "organisme"
WANTED = ("code", "nom", "role", "saisi_pour", "source")
LEFT_OUT = (
    "contacts",
    "courriel",
    "messagerie_securisee",
    "adresse",
    "verifie_par",
    "ferme_le",
    "remplace_par",
    "parent",
)
"""What names somebody, changes too often, or is of one espace only: nothing that is shipped says it."""
ARS = "ars-"
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_PHONE = re.compile(r"(?:\d{2,4}|\d{3}\u00a0\d{3}|0[1-59](?:\u00a0\d\d){4})\Z")
_SITE = re.compile(r"https://[a-z0-9.-]+\Z")
_NOT_FRENCH = re.compile(r"[^\u202f][;!?]|[^\u00a0\d]:|«[^\u00a0]|[^\u00a0]»|'|\.\.\.|n° ")
_TYPESET = ("nom", "saisi_pour", "horaires", "source", "remarque")


def faults(entries: Sequence[Champs], lists: Nomenclatures) -> Iterator[str]:
    """Give what is wrong with the entries taken together, in plain words."""
    codes = [str(entry.get("code")) for entry in entries]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{code}: given twice"
    for code, entry in zip(codes, entries, strict=True):
        yield from (f"{code}: {fault}" for fault in _own_faults(entry, lists))
    regions = {code for code in lists.codes("regions") if len(code) == 2}
    for region in sorted(regions - {code.removeprefix(ARS) for code in codes if code.startswith(ARS)}):
        yield f"région {region}: no ARS"


def written(entries: Sequence[Champs]) -> str:
    """Return entries as they lie in resources/: the fields in the order of the form."""
    return as_text([in_order(KIND, entry) for entry in entries])


def main(resources: Path = RESOURCES) -> int:
    """Run the recipe; 1 when an entry has to be put right."""
    files = {path: json.loads(path.read_bytes()) for path in sorted((resources / "annuaire").glob("*.json"))}
    found = list(faults([entry for entries in files.values() for entry in entries], lists_of(resources)))
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    if not found:
        for path, entries in files.items():
            path.write_text(written(entries), encoding="utf-8")
    return int(bool(found))


def _own_faults(entry: Champs, lists: Nomenclatures) -> Iterator[str]:
    try:
        check(KIND, entry, lists=lists)
    except ChampInvalideError as error:
        yield f"{error.champ}: {error.code}"
        return
    yield from (f"{name}: empty" for name in WANTED if not entry.get(name))
    yield from (f"{name}: nothing shipped says it" for name in LEFT_OUT if entry.get(name))
    if not _CODE.match(str(entry.get("code"))):
        yield "code: small letters, figures and hyphens"
    if says_where(entry) == (entry.get("a_completer") is True):
        yield "competent somewhere, or to complete here: one of both"
    for name, shape in (("telephone", _PHONE), ("urgence", _PHONE), ("site", _SITE)):
        if entry.get(name) and not shape.match(str(entry[name])):
            yield f"{name}: not written as it should be"
    if entry.get("a_completer") is True and entry.get("telephone"):
        yield "telephone: it is for each département to say"
    for field in required(KIND).champs:
        yield from unknown_codes(field, entry.get(field.name), lists)
    for name in _TYPESET:
        text = str(entry.get(name) or "")
        if bad := _NOT_FRENCH.search(text):
            yield f"{name}: typography, at « {text[max(0, bad.start() - 10) : bad.end() + 10]} »"


if __name__ == "__main__":
    sys.exit(main())
