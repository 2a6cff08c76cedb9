"""Check the default legal texts and write them in their one form: `python build/textes.py`.

They are written by hand, in our own words, in resources/textes/, a list of texts in each file. This recipe refuses a
code given twice, a replacement that does not exist, a text that does not recognise its own citations or takes those of
another, what is neither read on a day nor said to be verified, and what is not typeset as French is; then it writes the
fields in the order of the form. The same texts give the same bytes.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from mvl_desktop.domain.citation import citables, cited
from mvl_desktop.domain.errors import ChampInvalideError
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import check
from shipped import RESOURCES, Champs, as_text, in_order, lists_of, unknown_codes

KIND = "texte-juridique"
WANTED = ("code", "intitule", "nature", "themes", "citations", "resume", "portee", "source", "a_revoir_le")
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_NOT_FRENCH = re.compile(r"[^\u202f][;!?]|[^\u00a0\d]:|«[^\u00a0]|[^\u00a0]»|'|\.\.\.|n° |[LRD]\. \d")


def faults(textes: Sequence[Champs], lists: Nomenclatures) -> Iterator[str]:
    """Give what is wrong with the texts taken together, in plain words."""
    codes = [str(texte.get("code")) for texte in textes]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{code}: given twice"
    known = citables(textes)
    for place, texte in enumerate(textes):
        for fault in _own_faults(texte, lists):
            yield f"{codes[place]}: {fault}"
        after = str(texte.get("remplace_par") or "")
        if after and after not in codes:
            yield f"{codes[place]}: replaced by {after}, which is not here"
        if bool(after) and not texte.get("en_vigueur_au"):
            yield f"{codes[place]}: replaced, and no day says since when"
        for way in (str(texte.get("intitule")), *_citations(texte)):
            found = cited(way, known)
            if place not in found:
                yield f"{codes[place]}: does not recognise « {way} »"
            others = [codes[other] for other in found if other != place]
            if others and way in _citations(texte):
                yield f"{codes[place]}: « {way} » also cites {', '.join(others)}"


def written(textes: Sequence[Champs]) -> str:
    """Return texts as they lie in resources/: the fields in the order of the form."""
    return as_text([in_order(KIND, texte) for texte in textes])


def main(resources: Path = RESOURCES) -> int:
    """Run the recipe; 1 when a text has to be put right."""
    lists = lists_of(resources)
    files = {path: json.loads(path.read_bytes()) for path in sorted((resources / "textes").glob("*.json"))}
    found = list(faults([texte for textes in files.values() for texte in textes], lists))
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    if not found:
        for path, textes in files.items():
            path.write_text(written(textes), encoding="utf-8")
    return int(bool(found))


def _own_faults(texte: Champs, lists: Nomenclatures) -> Iterator[str]:
    try:
        check(KIND, texte, lists=lists)
    except ChampInvalideError as error:
        yield f"{error.champ}: {error.code}"
        return
    yield from (f"{name}: empty" for name in WANTED if not texte.get(name))
    if not _CODE.match(str(texte.get("code"))):
        yield "code: small letters, figures and hyphens"
    if not texte.get("a_verifier") and not (texte.get("texte_du") and texte.get("verifie_le")):
        yield "neither read on a day nor said to be verified"
    for field in required(KIND).champs:
        value = texte.get(field.name)
        yield from unknown_codes(field, value, lists)
        for text in _texts(value) if field.name not in ("code", "lien", "remplace_par") else ():
            if bad := _NOT_FRENCH.search(text):
                yield f"{field.name}: typography, at « {text[max(0, bad.start() - 10) : bad.end() + 10]} »"


def _citations(texte: Champs) -> list[str]:
    return _texts(texte.get("citations"))


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else [value] if isinstance(value, str) else []


if __name__ == "__main__":
    sys.exit(main())
