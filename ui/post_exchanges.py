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
    LotReport,
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
                self._ports, self._post.carriers, progress=_Progress(watch), cancel=watch.cancelled
            )
            done = Exchanged(**report.as_dict(), arret=report.stopped or "")
            noted.append(_LogEnd((done.envoyes, done.recus), done.arret))
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
                progress=_Progress(watch),
                cancel=watch.cancelled,
            )
            noted.append(_LogEnd((made.number, made.revisions)))
        return LotWritten(path, made.number, made.revisions, made.size)

    def examine_lot(self, path: Path, watch: Watch) -> LotReport:
        """Say what a lot would do."""
        try:
            return _report(
                carrying.examine_lots(
                    self._ports, self._post.medium, (path,), progress=_Progress(watch), cancel=watch.cancelled
                )
            )
        except Cancelled:
            raise RefusError("annule") from None

    def merge_lot(self, path: Path, receipt: Path | None, watch: Watch) -> LotReport:
        """Merge a lot."""
        return self._merge(path, receipt, watch, recover=False)

    def recover_lot(self, path: Path, watch: Watch) -> LotReport:
        """Merge what precedes the damage of a lot."""
        return self._merge(path, None, watch, recover=True)

    def _merge(self, path: Path, receipt: Path | None, watch: Watch, *, recover: bool) -> LotReport:
        with self._noted("lot_recu") as noted:
            report = _report(
                carrying.merge_lots(
                    self._ports,
                    self._post.medium,
                    (path,),
                    receipt=receipt,
                    recover=recover,
                    progress=_Progress(watch),
                    cancel=watch.cancelled,
                )
            )
            noted.append(
                _LogEnd((int(report.lot), report.nouveaux + report.fusionnes + report.a_arbitrer), report.motif)
            )
        return report

    @contextmanager
    def _noted(self, voie: str) -> Iterator[list["_LogEnd"]]:
        """Note how an exchange ended, a failure too; the failure goes on to whoever asked."""
        ended: list[_LogEnd] = []
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
class _LogEnd:
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


class _Progress:
    """What the engine tells, as the watch of a long work hears it."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def __call__(self, step: Step) -> None:
        self._watch.progress(step.done, step.total, _(_STAGES.get(step.stage, "")))


def _report(found: Sequence[carrying.LotReport]) -> LotReport:
    report = found[0]
    return LotReport(
        str(report.path),
        str(report.number),
        report.emetteur,
        report.nouveaux,
        report.connus,
        report.fusionnes,
        report.a_arbitrer,
        report.en_attente,
        report.refuses,
        report.motif if report.refused else "",
        report.missing,
        report.read if report.recovered else 0,
        report.announced if report.recovered else 0,
    )
