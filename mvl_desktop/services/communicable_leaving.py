"""Use case: a communicable copy is handed over, made of what is left of the document, then told to the registers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.occulter import REMETTRE, REMISE, moves
from mvl_desktop.domain.payload import flatten
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.text import clean_line
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.carrier import LotMedium
from mvl_desktop.ports.printing import Printer
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.communicable_source import copy_sheet
from mvl_desktop.services.communicables import KIND, blocs_of, is_read, passages_of
from mvl_desktop.services.espaces import can_write
from mvl_desktop.services.exports import KIND as REGISTER
from mvl_desktop.services.exports import RECIPIENT_MAX, write_then
from mvl_desktop.services.people import my_name, myself
from mvl_desktop.services.printing import next_copy
from mvl_desktop.services.records import create_in, existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

MOTIF = "communication"
FORMATS = (".pdf", ".odt")


@dataclass(frozen=True, slots=True)
class Handed:
    """A copy that left."""

    numero: str
    octets: int
    empreinte: str


def hand_over(
    ports: Ports,
    printer: Printer,
    medium: LotMedium,
    id_: str,
    target: Path,
    lists: Nomenclatures,
    *,
    destinataire: str = "",
) -> Handed:
    """Write what leaves to a PDF or ODT file, by the target’s ending; number it, and enter it in the registers.

    Raises MediumError, RefusError: fiche_inconnue, format_inconnu, copie_etat, relecture_requise, copie_alteree,
    destinataire_invalide, role_insuffisant.
    """
    ending = target.suffix.lower()
    if ending not in FORMATS:
        raise RefusError("format_inconnu")
    now = ports.clock.now()
    with ports.store.work() as uow:
        view = existing(uow, id_, KIND)
        champs = shown(view.state)
        if not can_write(uow, view.espace):
            raise RefusError("role_insuffisant")
        if REMETTRE not in moves(champs):
            raise RefusError("copie_etat")
        if not is_read(uow, view):
            raise RefusError("relecture_requise")
        pour = clean_line(destinataire, "destinataire") or str(champs.get("demandeur") or "")
        if not pour or len(pour) > RECIPIENT_MAX:
            raise RefusError("destinataire_invalide")
        blocs, passages = blocs_of(view), passages_of(view)
        number, code = next_copy(uow), myself(uow).code
        uow.commit()
    numero = f"{code}-{number}" if code else str(number)
    sheet = copy_sheet(blocs, passages, lists, numero=numero, le=now.date())
    data = printer.pdf(sheet) if ending == ".pdf" else printer.odt(sheet)
    seal = hashlib.sha256(data).hexdigest()

    def register() -> None:
        with ports.store.work() as uow:
            fresh = existing(uow, id_, KIND)
            said: dict[str, object] = {
                "etat": REMISE,
                "numero": numero,
                "remise_le": now.date().isoformat(),
                "remise_par": my_name(uow),
                "remise_format": ending.removeprefix("."),
                "remise_empreinte": seal,
            }
            changes = flatten(KIND, said, shown(fresh.state), lambda: ports.crypto.random(8).hex())
            write_revision(uow, ports, fresh.espace, fresh.rec, KIND, changes, fresh.state.heads)
            line = _register_line(uow, champs, view.rec, numero, pour, ending, masked=bool(passages))
            moment = {"exporte_le": now.date().isoformat(), "exporte_a": f"{now:%H:%M}"}
            create_in(uow, ports, fresh.espace, REGISTER, {**line, **moment})
            uow.commit()
        ports.journal.note("export", view.rec, lignes=1, octets=len(data), exemplaire=number)

    write_then(medium, target, data, register)
    return Handed(numero, len(data), seal)


def _register_line(
    uow: UnitOfWork, champs: Mapping[str, object], rec: bytes, numero: str, pour: str, ending: str, *, masked: bool
) -> dict[str, object]:
    source = champs.get("source")
    named = [rec.hex()]
    if isinstance(source, str) and source:
        named.append(Reference.parse(source).rec.hex())
    return {
        "numero": numero,
        "suite": 1,
        "exporte_par": my_name(uow),
        "destinataire": pour,
        "motif": MOTIF,
        "genre": KIND,
        "format": ending.removeprefix("."),
        "masque": masked,
        "enregistrements": named,
    }
