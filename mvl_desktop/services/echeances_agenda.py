"""Use cases: deadlines leave as a file for a calendar, or on paper; the register of exports keeps which records.

A calendar file says the reference, what sort of deadline and the espace: no name, no narrative, nothing that somebody
typed, and nothing that tells of the signalant.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from mvl_desktop.domain.echeancier import Echeance, element_id
from mvl_desktop.domain.regles_echeance import SIGNALEMENT
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.calendars import Agenda as CalendarFile
from mvl_desktop.ports.calendars import Reminder
from mvl_desktop.ports.carrier import LotMedium
from mvl_desktop.ports.printing import Line, Printer, Section, Sheet
from mvl_desktop.services.echeances import Agenda, Due, todo
from mvl_desktop.services.echeances_rules import Timetable
from mvl_desktop.services.echeances_words import due_in_words, what
from mvl_desktop.services.espaces import can_write
from mvl_desktop.services.exports import KIND as EXPORT
from mvl_desktop.services.exports import USUAL_MOTIF, write_then
from mvl_desktop.services.files import write_whole
from mvl_desktop.services.people import myself
from mvl_desktop.services.printing import mark, next_copy
from mvl_desktop.services.records import create_in
from mvl_desktop.services.refusals import RefusError

ENDING = ".ics"
_PRINTED = (".pdf", ".odt")
_DOMAIN = "mvl.invalid"
"""What ends the identifiers of events: a name that leads nowhere (RFC 2606)."""
_LAST = date(9998, 12, 31)


@dataclass(frozen=True, slots=True)
class Left:
    """A file for a calendar that was written."""

    numero: str
    lignes: int
    octets: int


def export_agenda(
    ports: Ports,
    table: Timetable,
    calendar: CalendarFile,
    medium: LotMedium,
    target: Path,
    *,
    personne: str = "",
    espace: str | None = None,
    until: date | None = None,
) -> Left:
    """Write what is due to a file for calendars, and enter it in the register of exports.

    The same deadline has the same identifier each time: a calendar that reads the file again updates it.
    Raises MediumError, RefusError: format_inconnu, espace_inconnu, espace_ambigu, role_insuffisant.
    """
    if target.suffix.lower() != ENDING:
        raise RefusError("format_inconnu")
    found = todo(ports, table, personne=personne, espace=espace, until=until)
    lines = [due for due in found.lignes if due.echeance.le is not None and due.echeance.le <= _LAST]
    data = calendar.ics(_("MVL, échéances"), [_reminder(due) for due in lines], ports.clock.ms())
    numero = _take_number(ports, lines)
    write_then(medium, target, data, lambda: _register(ports, numero, lines))
    return Left(numero, len(lines), len(data))


def print_todo(
    ports: Ports,
    table: Timetable,
    printer: Printer,
    target: Path,
    *,
    personne: str = "",
    espace: str | None = None,
    until: date | None = None,
    masked: bool = True,
) -> int:
    """Write what is due to a PDF or ODT file; return how many lines. `masked`: without what people typed.

    Raises RefusError: format_inconnu, ecriture_impossible, espace_inconnu, espace_ambigu.
    """
    suffix = target.suffix.lower()
    if suffix not in _PRINTED:
        raise RefusError("format_inconnu")
    found = todo(ports, table, personne=personne, espace=espace, until=until)
    number, marking = mark(ports)
    sheet = replace(_sheet(found, masked=masked), marking=marking)
    data = printer.pdf(sheet) if suffix == ".pdf" else printer.odt(sheet)
    write_whole(target, data)
    ports.journal.note("impression", octets=len(data), exemplaire=number, masque=int(masked))
    return len(found.lignes)


def public_label(due: Due) -> str:
    """Return what sort of deadline it is, in words that tell of nobody."""
    rule = due.echeance.regle
    if rule is None:
        return _("Échéance ajoutée")
    return _("Échéance à tenir") if rule.reserve or rule.espace else _(rule.libelle)


def name_of(one: Echeance) -> str:
    """Return what names a deadline in its record whatever day it is counted from: an event moves with it."""
    return element_id(one.regle.code, one.cible, None) if one.regle is not None else one.key


def _reminder(due: Due) -> Reminder:
    one, le = due.echeance, due.echeance.le
    rule = one.regle
    name = due.reference or due.rec[:8]
    return Reminder(
        uid=f"{due.rec}-{name_of(one)}@{_DOMAIN}",
        day=le if le is not None else _LAST,
        title=_("{reference}\u00a0: {quoi}").format(reference=name, quoi=public_label(due)),
        text=_("Espace\u00a0: {espace}").format(espace=due.espace_nom),
        alarm_days=rule.rappel_jours if rule is not None else 0,
    )


def _take_number(ports: Ports, lines: Sequence[Due]) -> str:
    """Take the number of this copy. RefusError (role_insuffisant) where the register is not ours to write."""
    with ports.store.work() as uow:
        if not all(can_write(uow, bytes.fromhex(espace)) for espace in {due.espace for due in lines}):
            raise RefusError("role_insuffisant")
        number, person = next_copy(uow), myself(uow)
        uow.commit()
    return f"{person.code}-{number}" if person.code else str(number)


def _register(ports: Ports, numero: str, lines: Sequence[Due]) -> None:
    """Write a line of the register in each espace, that names its own records."""
    at = ports.clock.now()
    written: list[tuple[bytes, int]] = []
    with ports.store.work() as uow:
        person = myself(uow)
        for espace in dict.fromkeys(due.espace for due in lines):
            here = list(dict.fromkeys(due.rec for due in lines if due.espace == espace))
            champs: dict[str, object] = {
                "numero": numero,
                "suite": 1,
                "exporte_le": at.date().isoformat(),
                "exporte_a": f"{at:%H:%M}",
                "exporte_par": person.nom,
                "destinataire": person.nom,
                "motif": USUAL_MOTIF,
                "genre": SIGNALEMENT,
                "format": ENDING.removeprefix("."),
                "masque": True,
                "enregistrements": here,
                "reperes": [due_reference(lines, rec) for rec in here],
            }
            written.append((create_in(uow, ports, bytes.fromhex(espace), EXPORT, champs), len(here)))
        uow.commit()
    for rec, count in written:
        ports.journal.note("export", rec, lignes=count)
    if not written:
        ports.journal.note("export", lignes=0)


def due_reference(lines: Sequence[Due], rec: str) -> str:
    """Return what names a record in the file that left."""
    return next((due.reference for due in lines if due.rec == rec and due.reference), rec[:8])


def _sheet(found: Agenda, *, masked: bool) -> Sheet:
    day = found.today.day
    lines = tuple(
        Line(
            "",
            cells=(
                f"{due.echeance.le:%d/%m/%Y}" if due.echeance.le else "",
                public_label(due) if masked else what(due.echeance),
                due.reference or due.rec[:8],
                due_in_words(due.echeance, day),
                due.echeance.responsable or due.titulaire if not masked else "",
            )[: 4 if masked else 5],
        )
        for due in found.lignes
    )
    columns = (_("Pour le"), _("À faire"), _("Référence"), _("État"), _("Qui"))
    count = ngettext("{n} échéance", "{n} échéances", len(lines)).format(n=len(lines))
    section = Section(count, lines, "tableau", columns[: 4 if masked else 5])
    return Sheet(_("À faire"), _("Au {jour}").format(jour=f"{day:%d/%m/%Y}"), (section,))
