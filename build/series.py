"""Check the default series and studies and write them in their one form: `python build/series.py`.

They are written by hand, in our own words, in resources/series/ and resources/etudes/, a list in each file. This recipe
refuses a code given twice, a value without a source, one that is said in no way that can be read, one that is not as
published and does not say why, a serie without a caution, periods that are drawn though they cannot be joined, and
what is not typeset as French; then it writes the fields in the order of the form. The same series give the same bytes.
"""

import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from mvl_desktop.domain.errors import ChampInvalideError
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import check
from mvl_desktop.domain.serie_lecture import INCONNUE, Lecture, PointLu, lecture
from shipped import RESOURCES, Champs, as_text, in_order, lists_of, unknown_codes

SERIE, ETUDE = "serie", "etude"
FOLDERS = {SERIE: "series", ETUDE: "etudes"}
WANTED = {
    SERIE: ("code", "intitule", "producteur", "unite", "definition", "source", "extraite_le", "prudence", "valeurs"),
    ETUDE: ("code", "intitule", "auteur", "perimetre", "limites", "source"),
}
AS_PUBLISHED = "publiee"
_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_NOT_FRENCH = re.compile(
    r"[^\u202f][;!?]|[^\u00a0\d]:|«[^\u00a0]|[^\u00a0]»|'|\.\.\.|n° |\d %|\d \d{3}\b|\b[0-2]?\d (?:janvier|d[ée]cembre)"
)


def faults(kind: str, records: Sequence[Champs], lists: Nomenclatures) -> Iterator[str]:
    """Give what is wrong with records of a kind taken together, in plain words."""
    codes = [str(each.get("code")) for each in records]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{code}: given twice"
    for code, champs in zip(codes, records, strict=True):
        for fault in _own_faults(kind, champs, lists):
            yield f"{code}: {fault}"


def written(kind: str, records: Sequence[Champs]) -> str:
    """Return records as they lie in resources/: the fields in the order of the form."""
    return as_text([in_order(kind, each) for each in records])


def main(resources: Path = RESOURCES) -> int:
    """Run the recipe; 1 when something has to be put right."""
    lists, wrong = lists_of(resources), 0
    for kind, folder in FOLDERS.items():
        files = {path: json.loads(path.read_bytes()) for path in sorted((resources / folder).glob("*.json"))}
        found = list(faults(kind, [each for records in files.values() for each in records], lists))
        for fault in found:
            sys.stderr.write(f"{fault}\n")
        for path, records in files.items() if not found else ():
            path.write_text(written(kind, records), encoding="utf-8")
        wrong += len(found)
    return int(wrong > 0)


def _own_faults(kind: str, champs: Champs, lists: Nomenclatures) -> Iterator[str]:
    try:
        check(kind, champs, lists=lists)
    except ChampInvalideError as error:
        yield f"{error.champ}: {error.code}"
        return
    yield from (f"{name}: empty" for name in WANTED[kind] if not champs.get(name))
    if not _CODE.match(str(champs.get("code"))):
        yield "code: small letters, figures and hyphens"
    for field in required(kind).champs:
        yield from unknown_codes(field, champs.get(field.name), lists)
    for text in _texts({name: value for name, value in champs.items() if name != "code"}):
        if bad := _NOT_FRENCH.search(text):
            yield f"typography, at « {text[max(0, bad.start() - 10) : bad.end() + 10]} »"
    if kind == SERIE:
        yield from _value_faults(champs, lecture(champs))


def _value_faults(champs: Champs, read: Lecture) -> Iterator[str]:
    for point in (point for rang in read.rangs for point in rang.points.values()):
        for fault in _point_faults(point):
            yield f"{point.libelle or '?'} {point.ligne}".strip() + f": {fault}"
    values = champs.get("valeurs")
    if isinstance(values, list) and len(values) != sum(len(rang.points) for rang in read.rangs):
        yield "two values for the same line and the same period"
    if not read.se_trace and champs.get("tracable") is not False:
        yield f"drawn as a line, and it cannot be: {read.obstacle}"


def _point_faults(point: PointLu) -> Iterator[str]:
    if not point.statut:
        yield "no status"
    if point.statut != AS_PUBLISHED and not point.remarque:
        yield "not as published, and no remark says why"
    if point.statut == INCONNUE:
        return
    if point.periode is None:
        yield "a period that cannot be read"
    if point.nombre is None:
        yield f"a value that cannot be read, « {point.dit} »"
    if not point.source:
        yield "no source"


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)


if __name__ == "__main__":
    sys.exit(main())
