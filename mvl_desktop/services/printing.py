"""Use case: print one record, whole, marked and noted in the journal."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.printing import Line, Printer, Section, Sheet
from mvl_desktop.services.pieces import list_pieces
from mvl_desktop.services.records import RecordSheet, show_record
from mvl_desktop.services.refusals import RefusError

_YES_NO = {True: "Oui", False: "Non"}


def print_record(
    ports: Ports,
    printer: Printer,
    id_: str,
    target: Path,
    lists: Nomenclatures,
    *,
    kind: str | None = None,
    masked: bool = False,
) -> int:
    """Write a record to a PDF or ODT file, by the target's ending; return its size. `masked`: what names people is out.

    Raises RefusError: fiche_inconnue, format_inconnu, ecriture_impossible.
    """
    suffix = target.suffix.lower()
    if suffix not in (".pdf", ".odt"):
        raise RefusError("format_inconnu")
    sheet = lay_out(ports, id_, lists, kind=kind, masked=masked)
    data = printer.pdf(sheet) if suffix == ".pdf" else printer.odt(sheet)
    part = target.with_name(target.name + ".part")
    try:
        with part.open("wb") as written:
            part.chmod(0o600)
            written.write(data)
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise RefusError("ecriture_impossible") from None
    ports.journal.note("impression", bytes.fromhex(id_), octets=len(data))
    return len(data)


def lay_out(ports: Ports, id_: str, lists: Nomenclatures, *, kind: str | None = None, masked: bool = False) -> Sheet:
    """Return what a printed record says, in the order of its form."""
    record = show_record(ports, id_, kind=kind)
    declared = required(record.kind)
    sections = []
    for group in declared.groupes:
        fields = [field for field in declared.champs if field.champ.groupe == group and field.name != "pieces"]
        values = [(field, record.champs.get(field.name)) for field in fields]
        shown = [(field, _masked(field, value) if masked else value) for field, value in values]
        lines = tuple(line for field, value in shown for line in _lines(field, value, lists))
        if lines:
            sections.append(Section(group, lines))
    unknown = [] if masked else [(key, value) for key, value in record.champs.items() if declared.champ(key) is None]
    if unknown:
        sections.append(Section("Champs inconnus de cette version", tuple(Line(key, str(v)) for key, v in unknown)))
    attached = tuple(Line(piece.nom, f"{piece.taille} octets") for piece in list_pieces(ports, id_))
    if attached and not masked:
        sections.append(Section("Pièces jointes", attached))
    sections += [] if masked else list(_undecided(record))
    printed = ports.clock.now().strftime("%d/%m/%Y à %H h %M").replace(" h ", "\u00a0h\u00a0")
    return Sheet(
        title=declared.libelle if masked else record.titre,
        subtitle=f"{declared.libelle} {record.champs.get('reference') or record.id}",
        sections=tuple(sections),
        marking=f"Document confidentiel, imprimé le {printed} — {record.id}",
    )


def _masked(field: DeclaredField, value: object) -> object:
    """Return a value without what may name or describe a person."""
    if field.champ.nominatif:
        return None
    if field.sort != "elements" or not isinstance(value, list):
        return value
    kept = {member.name for member in field.champs if not member.champ.nominatif}
    return [{name: each[name] for name in each if name in kept} for each in value if isinstance(each, Mapping)]


def _undecided(record: RecordSheet) -> Iterator[Section]:
    declared = required(record.kind)
    for key, values in record.conflits.items():
        lines = tuple(Line(version.poste, _plain(version.valeur)) for version in values)
        yield Section(f"À décider\u00a0: {declared.wording(key)}", lines)


def _lines(field: DeclaredField, value: object, lists: Nomenclatures) -> Iterator[Line]:
    if value is None or value in ("", []):
        return
    if field.sort == "elements" and isinstance(value, list):
        for number, element in enumerate(value, 1):
            if isinstance(element, Mapping):
                said = [
                    f"{member.libelle}\u00a0: {_text(member, element.get(member.name), lists)}"
                    for member in field.champs
                    if element.get(member.name) not in (None, "", []) and not member.champ.cache
                ]
                yield Line(f"{field.libelle_element} {number}", "\n".join(said))
        return
    yield Line(field.libelle, _text(field, value, lists))


def _text(field: DeclaredField, value: object, lists: Nomenclatures) -> str:
    name = field.champ.nomenclature
    if field.sort == "code" and name:
        return lists.libelle(name, str(value))
    if field.sort == "codes" and name and isinstance(value, list):
        return "\n".join(lists.libelle(name, str(code)) for code in value)
    if field.sort == "date" and isinstance(value, str) and len(value) == 10:
        return f"{value[8:]}/{value[5:7]}/{value[:4]}"
    if field.sort == "reference":
        return "Conservé à part (réservé)"
    return _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return _YES_NO[value]
    if isinstance(value, list):
        return "\n".join(_plain(each) for each in value)
    return "" if value is None else str(value)
