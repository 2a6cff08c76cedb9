"""Alarms: what a person must know, each with one sentence (of messages.json) and one thing to do about it.

The table below is whole: a test walks every place that raises an alarm. An alarm stays until somebody has handled it,
and that it was is a line of the journal of access; nothing removes one by itself but what it was waiting for.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from mvl_desktop.exchange.checkpoints import DIVERGENT, begin_again
from mvl_desktop.exchange.report import FREEZING
from mvl_desktop.i18n import N_
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Espace, UnitOfWork
from mvl_desktop.protocol.roles import SIGNERS
from mvl_desktop.services.people import names_of
from mvl_desktop.services.refusals import RefusError

RESUME, POSTS, EXCHANGE, MERGE, HAND_OVER, TAKE_UP, RENEW, REVIEW, READ = (
    "reprendre_les_echanges",
    "voir_les_postes",
    "synchroniser",
    "recevoir_un_lot",
    "remettre",
    "reprendre_le_poste",
    "voir_les_cles",
    "voir_la_quarantaine",
    "lire",
)
LABELS: Final[Mapping[str, str]] = {
    RESUME: N_("Reprendre les échanges…"),
    POSTS: N_("Voir les postes"),
    EXCHANGE: N_("Synchroniser"),
    MERGE: N_("Recevoir un lot…"),
    HAND_OVER: N_("Remettre les données non envoyées…"),
    TAKE_UP: N_("Reprendre sous un nouveau nom…"),
    RENEW: N_("Renouveler les clés…"),
    REVIEW: N_("Voir la quarantaine"),
    READ: N_("J’ai lu"),
}
"""What the one button of each alarm says."""

ACTIONS: Final[Mapping[str, str]] = {
    "acces_retire": HAND_OVER,
    "attente_pleine": MERGE,
    "cle_incoherente": EXCHANGE,
    "cles_a_renouveler": RENEW,
    "cles_attendues": EXCHANGE,
    "cle_retenue": MERGE,
    "contenu_absent": MERGE,
    "corps_illisible": MERGE,
    "double_chaine": POSTS,
    "envoi_refuse": EXCHANGE,
    "historique_divergent": RESUME,
    "horodatage_en_avance": READ,
    "lot_manquant": MERGE,
    "lots_contradictoires": POSTS,
    "modification_effacee": READ,
    "piece_endommagee": MERGE,
    "poste_clone": TAKE_UP,
    "poste_remplace": POSTS,
    "poste_revoque": HAND_OVER,
    "proposition_retiree": POSTS,
    "quarantaine_a_relire": REVIEW,
    "registre_contradictoire": RESUME,
    "registre_refuse": POSTS,
    "retenue_suspectee": MERGE,
    "revision_trop_longue": READ,
    "service_fige": MERGE,
    "service_ramene": EXCHANGE,
}
"""What to do about each alarm, by its code. A code from a newer post is shown, and can be read."""

GRAVE: Final = FREEZING | {
    "cle_retenue",
    "double_chaine",
    "lots_contradictoires",
    "poste_clone",
    "retenue_suspectee",
    "service_fige",
}
"""Alarms that may be an attack or a copied store: said as a danger, the others as a warning."""


STATE: Final = 0
"""The id of what is no event: it stands until it is done, and nobody can put it away."""


@dataclass(frozen=True, slots=True)
class AlarmSeen:
    """An alarm that stands. `poste`: the post that it names, as people call it; `action` is a key of LABELS."""

    id: int
    code: str
    espace: str
    espace_name: str
    poste: str = field(repr=False)
    count: int
    at_ms: int
    action: str
    grave: bool
    freezes: bool


def list_alarms(ports: Ports) -> list[AlarmSeen]:
    """Return the alarms that stand, the gravest first, then the latest."""
    with ports.store.read() as uow:
        espaces = {espace.id: espace.name for espace in uow.espaces.all()}
        found = [
            AlarmSeen(
                id=alarm.id,
                code=alarm.code,
                espace=alarm.espace.hex(),
                espace_name=espaces.get(alarm.espace, ""),
                poste=names_of(uow, alarm.espace).of(alarm.device) if alarm.device and alarm.espace in espaces else "",
                count=alarm.count,
                at_ms=alarm.at_ms,
                action=ACTIONS.get(alarm.code, READ),
                grave=alarm.code in GRAVE,
                freezes=alarm.code in FREEZING,
            )
            for alarm in uow.exchange.alarms()
        ]
        found += [state for espace in uow.espaces.all() for state in _states(uow, espace, ports.clock.ms())]
    return sorted(found, key=lambda alarm: (not alarm.freezes, not alarm.grave, -alarm.at_ms, alarm.id))


def _states(uow: UnitOfWork, espace: Espace, now: int) -> Iterator[AlarmSeen]:
    """Give what stands until it is done, and cannot be put away: keys that stop what leaves, a quarantine to review."""
    registry, me = uow.espaces.registry(espace.id), uow.identity.device().id
    role = registry.role(me) or ""
    if registry.rotation_due and registry.is_holder(me):
        yield _state("cles_a_renouveler" if role in SIGNERS["epoch"] else "cles_attendues", espace, 1, now)
    waiting = len(uow.log.quarantine(espace.id)) if role in SIGNERS["reinstate"] else 0
    if waiting:
        yield _state("quarantaine_a_relire", espace, waiting, now)


def _state(code: str, espace: Espace, count: int, now: int) -> AlarmSeen:
    return AlarmSeen(
        STATE, code, espace.id.hex(), espace.name, "", count, now, ACTIONS[code], grave=False, freezes=False
    )


def handle_alarm(ports: Ports, alarm: int) -> str:
    """Put an alarm away once somebody has handled it; returns its code. RefusError: alarme_inconnue.

    Where it had suspended the exchanges of an espace, they go on, and stop again if the cause is still there. A service
    that told two stories is heard from its first number on.
    """
    with ports.store.work() as uow:
        standing = {each.id: each for each in uow.exchange.alarms()}
        if alarm not in standing:
            raise RefusError("alarme_inconnue")
        if standing[alarm].code == DIVERGENT:
            begin_again(uow, standing[alarm].espace)
        uow.exchange.acknowledge(alarm)
        uow.commit()
    handled = {standing[alarm].code: standing[alarm].count}
    ports.journal.note("alarme_lue", None, **handled)
    return standing[alarm].code
