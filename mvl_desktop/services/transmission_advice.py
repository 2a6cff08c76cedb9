"""What is proposed for a transmission: the texts that usually found it, the day on which its return is awaited."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from mvl_desktop.domain.texte_vie import standing
from mvl_desktop.domain.transmettre import Passed, read_day
from mvl_desktop.domain.transmettre_questions import proposed_grounds
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.echeances_rules import Bench, Timetable
from mvl_desktop.services.records import existing
from mvl_desktop.services.textes import Library
from mvl_desktop.services.transmissions import show_transmission

_SENT = "envoi"
_IN_FORCE = "en_vigueur"
_ANSWERED, _REMINDED = "retour", "relance"


@dataclass(frozen=True, slots=True)
class Ground:
    """A text of the library. `usual`: it usually founds a transmission to the recipient."""

    code: str
    intitule: str
    usual: bool


def grounds(ports: Ports, destinataire: str) -> list[Ground]:
    """Return the texts in force that a transmission may rest on, those usual for this recipient first."""
    today = ports.clock.now().date()
    with ports.store.read() as uow:
        texts = Library(uow).textes
    held = {
        str(each.get("code") or ""): str(each["intitule"])
        for each in texts
        if each.get("intitule") and standing(each, today)[0] == _IN_FORCE
    }
    usual = proposed_grounds(destinataire, held)
    first = [Ground(code, held[code], usual=True) for code in usual]
    return first + [Ground(code, title, usual=False) for code, title in held.items() if code not in usual]


def expected_return(
    ports: Ports, table: Timetable, espace: str, champs: Mapping[str, object], passed: Passed
) -> date | None:
    """Return the day on which the rules of an espace await the return of what is typed; None when no rule says.

    A rule that a mere reminder keeps comes after one that only the return keeps.
    """
    left = read_day(passed.get("envoyee_le")) or ports.clock.now().date()
    with ports.store.read() as uow:
        return _due(uow, ports, table, bytes.fromhex(espace), champs, str(passed.get("destinataire") or ""), left)


def recorded_return(ports: Ports, table: Timetable, signalement: str, id_: str, le: date | None = None) -> date | None:
    """Return the same for a transmission of a record. RefusError (fiche_inconnue, transmission_inconnue)."""
    passed = show_transmission(ports, signalement, id_).passed
    with ports.store.read() as uow:
        view = existing(uow, signalement)
        left = le or ports.clock.now().date()
        return _due(uow, ports, table, view.espace, {}, str(passed.get("destinataire") or ""), left)


def _due(
    uow: UnitOfWork,
    ports: Ports,
    table: Timetable,
    espace: bytes,
    champs: Mapping[str, object],
    destinataire: str,
    left: date,
) -> date | None:
    bench = Bench(uow, ports, table)
    rules = [
        rule
        for rule in bench.rules(espace).regles
        if rule.evenement == _SENT
        and rule.destinataire == destinataire
        and destinataire
        and _ANSWERED in rule.tenue_par
        and rule.is_current(left)
    ]
    kept_by_return = [rule for rule in rules if _REMINDED not in rule.tenue_par] or rules
    days = [rule.due(left, bench.calendrier_of(champs)) for rule in kept_by_return]
    return min((day for day in days if day is not None), default=None)
