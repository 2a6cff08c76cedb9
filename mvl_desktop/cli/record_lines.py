"""A record as `montrer` prints it for a person: labels, days as people write them, repeated things in their order."""

from collections.abc import Iterator, Mapping, Sequence

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.i18n import _
from mvl_desktop.services.facts import Fact
from mvl_desktop.services.pieces import Piece
from mvl_desktop.services.records import RecordSheet
from mvl_desktop.services.spoken import is_filled, plain, said

_LABELLED = "{libelle}\u00a0: {texte}"


def record_lines(
    sheet: RecordSheet,
    pieces: Sequence[Piece],
    facts: Sequence[Fact],
    lists: Nomenclatures,
    titles: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Give the lines of a record: what it holds, what the application says of it, what is to be decided, its pieces."""
    declared = required(sheet.kind)
    yield f"{_(declared.libelle)} {sheet.id} ({sheet.sending})"
    for key, value in sheet.champs.items():
        field = declared.champ(key)
        if field is None:
            yield _LABELLED.format(libelle=declared.wording(key), texte=plain(value))
        elif field.sort == "elements":
            yield from _repeated(field, value, lists)
        elif field.sort == "reference" and (titled := (titles or {}).get(str(value))):
            yield _LABELLED.format(libelle=_(field.libelle), texte=titled)
        else:
            yield _labelled(field, value, lists)
    if facts:
        yield _("Ce que l’application en dit\u00a0:")
        yield from (f"  {fact.texte}" for fact in facts)
    undecided, attached = _("À décider\u00a0: {champ}"), _("Pièce {id}\u00a0: {nom} ({n} octets)")
    yield from (undecided.format(champ=declared.wording(key)) for key in sheet.conflits)
    yield from (attached.format(id=piece.id, nom=piece.nom, n=piece.taille) for piece in pieces)


def _repeated(field: DeclaredField, value: object, lists: Nomenclatures) -> Iterator[str]:
    elements = [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
    for count, element in enumerate(elements, 1):
        yield f"{_(field.libelle_element)} {count}"
        for member in field.champs:
            if is_filled(element.get(member.name)) and not member.champ.cache:
                yield f"  {_labelled(member, element[member.name], lists)}"


def _labelled(field: DeclaredField, value: object, lists: Nomenclatures) -> str:
    text = said(field, value, lists).replace("\n", "\n    ")
    return _LABELLED.format(libelle=_(field.libelle), texte=text)
