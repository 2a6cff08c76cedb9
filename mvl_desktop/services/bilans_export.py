"""Use case: a bilan leaves as a document or a table, numbered, noted, entered in the register of exports."""

from dataclasses import dataclass, replace
from pathlib import Path

from mvl_desktop.domain.figure import SOURCE
from mvl_desktop.domain.text import clean_line
from mvl_desktop.i18n import _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import LotMedium
from mvl_desktop.ports.printing import SPREADSHEETS, Listing, Printer
from mvl_desktop.services.bilans import KIND, read_bilan
from mvl_desktop.services.bilans_feuille import bilan_rows, bilan_sheet, row_heads
from mvl_desktop.services.espaces import can_write
from mvl_desktop.services.exports import KIND as EXPORT
from mvl_desktop.services.exports import MOTIFS, RECIPIENT_MAX, USUAL_MOTIF, write_then
from mvl_desktop.services.people import myself
from mvl_desktop.services.printing import next_copy
from mvl_desktop.services.records import create_in, existing
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.statistiques_calcul import Outils

ENDINGS = (".pdf", ".odt", *SPREADSHEETS)


@dataclass(frozen=True, slots=True)
class BilanLeft:
    """A bilan that left."""

    numero: str
    octets: int
    fige: bool


def export_bilan(
    ports: Ports,
    printer: Printer,
    medium: LotMedium,
    outils: Outils,
    id_: str,
    target: Path,
    *,
    destinataire: str = "",
    motif: str = USUAL_MOTIF,
) -> BilanLeft:
    """Write a bilan to a file, by the target's ending; small numbers are hidden in all of them.

    Raises MediumError, RefusError: fiche_inconnue, format_inconnu, motif_inconnu, destinataire_invalide,
    role_insuffisant, bilan_sans_periode.
    """
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        raise RefusError("format_inconnu")
    if outils.lists.entree(MOTIFS, motif) is None:
        raise RefusError("motif_inconnu")
    pour = clean_line(destinataire, "destinataire")
    if len(pour) > RECIPIENT_MAX:
        raise RefusError("destinataire_invalide")
    told = read_bilan(ports, outils, id_)
    with ports.store.work() as uow:
        espace = existing(uow, id_, KIND).espace
        if not can_write(uow, espace):
            raise RefusError("role_insuffisant")
        count, person = next_copy(uow), myself(uow)
        uow.commit()
    now = ports.clock.now()
    numero = f"{person.code}-{count}" if person.code else str(count)
    marking = _("Bilan, export n°\u00a0{numero}").format(numero=numero)
    sheet = replace(bilan_sheet(told, outils.lists, outils.indicateurs), marking=marking)
    if ending in SPREADSHEETS:
        rows = list(bilan_rows(told, outils.lists, outils.indicateurs))
        said = _("n°\u00a0{numero}, le {jour} à {heure} par {personne}, pour {destinataire}.").format(
            numero=numero,
            jour=f"{now:%d/%m/%Y}",
            heure=f"{now:%H}\u00a0h\u00a0{now:%M}",
            personne=person.nom,
            destinataire=pour or person.nom,
        )
        about = [(_("Export"), said), (_("Motif"), _(outils.lists.libelle(MOTIFS, motif)))]
        about += [(_("Période"), sheet.subtitle), (_("Source"), _(SOURCE))]
        about += [(line.label, line.text) for line in sheet.glance]
        about += [(_("Avertissement"), sheet.warning)] if sheet.warning else []
        data = printer.listing(Listing(sheet.title, row_heads(), rows, tuple(about), marking), ending)
    else:
        data = printer.pdf(sheet) if ending == ".pdf" else printer.odt(sheet)
    champs: dict[str, object] = {
        "numero": numero,
        "suite": 1,
        "exporte_le": now.date().isoformat(),
        "exporte_a": f"{now:%H:%M}",
        "exporte_par": person.nom,
        "destinataire": pour or person.nom,
        "motif": motif,
        "genre": sheet.title,
        "format": ending.removeprefix("."),
        "masque": True,
        "colonnes": list(row_heads()),
    }

    def register() -> None:
        with ports.store.work() as uow:
            rec = create_in(uow, ports, espace, EXPORT, champs)
            uow.commit()
        ports.journal.note("export", rec, lignes=len(told.mesures))

    write_then(medium, target, data, register)
    return BilanLeft(numero, len(data), told.fige)
