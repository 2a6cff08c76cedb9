"""Use case: write the bordereau that goes with a transmission, marked and noted in the journal."""

from dataclasses import replace
from pathlib import Path

from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.printing import Printer
from mvl_desktop.services.files import write_whole
from mvl_desktop.services.layout_transmissions import KIND, slip_sheet
from mvl_desktop.services.printing import mark
from mvl_desktop.services.records import show_record
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.transmissions import show_transmission


def print_slip(
    ports: Ports,
    printer: Printer,
    signalement: str,
    id_: str,
    target: Path,
    lists: Nomenclatures,
    *,
    masked: bool = False,
) -> int:
    """Write the bordereau of a transmission to a PDF or ODT file; return its size. `masked`: without what names people.

    Raises RefusError: fiche_inconnue, transmission_inconnue, format_inconnu, ecriture_impossible.
    """
    suffix = target.suffix.lower()
    if suffix not in (".pdf", ".odt"):
        raise RefusError("format_inconnu")
    record = show_record(ports, signalement, kind=KIND)
    line = show_transmission(ports, signalement, id_)
    sheet = slip_sheet(line.passed, line.reference or line.signalement, lists, altered=line.altered, masked=masked)
    number, marking = mark(ports)
    marked = replace(sheet, marking=marking)
    data = printer.pdf(marked) if suffix == ".pdf" else printer.odt(marked)
    rec = bytes.fromhex(record.id)
    ports.journal.note("impression", rec, octets=len(data), exemplaire=number, masque=int(masked))
    write_whole(target, data)
    return len(data)
