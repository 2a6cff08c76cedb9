"""The desk over a real post: where it stands, what leaves and what comes."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.carrier import Cancelled, Step
from mvl_desktop.services import carrying, exchange_log, exchanges, founding, lists, sending
from mvl_desktop.services import drafts as drafting
from mvl_desktop.services.refusals import RefusError
from ui.background import Watch
from ui.messages import sentence
from ui.post_keeping import REMINDER, keeping_notices, put_off
from ui.post_part import PostPart, at
from ui.post_saying import titled
from ui.values import (
    Exchanged,
    LotWritten,
    Notice,
    Passage,
    PastExchange,
    Situation,
    Unsent,
)

_STAGES = {
    "registre": N_("Vérification des postes…"),
    "reception": N_("Réception…"),
    "pieces": N_("Pièces jointes…"),
    "envoi": N_("Envoi…"),
    "lot": N_("Lecture du lot…"),
}


class PostExchanges(PostPart):
    """Exchanges with a service, or by lots."""

    def situation(self) -> Situation:
        """Return what the frame shows."""
        standing = exchanges.standing(self._ports)
        with self._ports.store.read() as uow:
            name = uow.identity.get(founding.POST_NAME) or ""
            found = len(uow.records.conflicts())
        to_send, handed = lists.waiting(self._ports)
        return Situation(
            post=name,
            conflits=found,
            a_envoyer=to_send,
            remis=handed,
            service=", ".join(standing.services) or None,
            derniere=at(standing.last_success_ms) if standing.last_success_ms else None,
            alarmes=(
                *keeping_notices(self._ports),
                *(Notice(number, f"{espace} : {sentence(code)}") for number, code, espace in standing.alarms),
            ),
        )

    def acknowledge(self, notices: Sequence[int]) -> None:
        """Put notices away."""
        for number in notices:
            if number < 0:
                if number == REMINDER:
                    put_off(self._ports)
                continue
            exchanges.acknowledge_alarm(self._ports, number)

    def unsent(self) -> Sequence[Unsent]:
        """Return what has not been attested."""
        titles = {each.id: each.titre for each in drafting.list_drafts(self._ports)}
        return [_unsent(each, titles) for each in sending.leaving(self._ports)]

    def attested(self, limit: int) -> Sequence[Unsent]:
        """Return what this post sent and others attested."""
        return [_unsent(each, {}) for each in sending.attested(self._ports, limit)]

    def last_exchanges(self) -> Sequence[PastExchange]:
        """Return the last exchanges."""
        lines = exchange_log.last_exchanges(self._ports)
        return [PastExchange(at(each.at_ms), each.voie, each.nombres, each.arret) for each in lines]

    def synchronise(self, watch: Watch) -> Exchanged:
        """Exchange with the services of one's espaces; what it did, or why it stopped, is noted."""
        with self._noted("service") as noted:
            report = exchanges.synchronise(
                self._ports, self._post.carriers, progress=WatchedProgress(watch), cancel=watch.cancelled
            )
            done = Exchanged(**report.as_dict(), arret=report.stopped or "")
            noted.append(LogEnd((done.envoyes, done.recus), done.arret))
        self._post.texts.wake()
        return done

    def export_lot(self, path: Path, recipient: str | None, watch: Watch) -> LotWritten:
        """Write a lot."""
        with self._noted("lot_ecrit") as noted:
            made = carrying.export_lot(
                self._ports,
                self._post.medium,
                (),
                recipient or "tous",
                path,
                progress=WatchedProgress(watch),
                cancel=watch.cancelled,
            )
            noted.append(LogEnd((made.number, made.revisions)))
        return LotWritten(path, made.number, made.revisions, made.size)

    @contextmanager
    def _noted(self, voie: str) -> Iterator[list["LogEnd"]]:
        """Note how an exchange ended, a failure too; the failure goes on to whoever asked."""
        ended: list[LogEnd] = []
        exchange_log.begin_exchange(self._ports, voie)
        try:
            yield ended
        except Cancelled:
            exchange_log.note_exchange(self._ports, voie, arret="annule")
            raise RefusError("annule") from None
        except Exception as error:
            exchange_log.note_exchange(self._ports, voie, arret=str(getattr(error, "code", "erreur_interne")))
            raise
        for end in ended:
            exchange_log.note_exchange(self._ports, voie, nombres=end.nombres, arret=end.arret)


@dataclass(frozen=True, slots=True)
class LogEnd:
    """What is noted of an exchange: figures and no name, and why it stopped."""

    nombres: tuple[int, int]
    arret: str = ""


def _unsent(each: sending.Leaving, titles: Mapping[str, str]) -> Unsent:
    line = each.line
    ways = tuple(
        Passage(way.channel, way.what, way.state, at(way.at_ms) if way.at_ms else None, way.recipient)
        for way in each.ways
    )
    detail = _("lot n° {numero}, sans accusé").format(numero=line.lot) if line.lot else ""
    titre = line.titre or titles.get(line.id, "")
    return Unsent(line.id, line.kind, titled(line.kind, titre), line.etat, detail, at(line.since_ms), each.espace, ways)


class WatchedProgress:
    """What the engine tells, as the watch of a long work hears it."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def __call__(self, step: Step) -> None:
        """Tell one step."""
        self._watch.progress(step.done, step.total, _(_STAGES.get(step.stage, "")))
