"""The desk over a real post: where it stands, what leaves and what comes."""

from collections.abc import Sequence
from pathlib import Path

from mvl_desktop.ports.carrier import Step
from mvl_desktop.services import carrying, exchanges, founding, lists
from mvl_desktop.services import drafts as drafting
from ui.background import Watch
from ui.messages import sentence
from ui.post_part import PostPart, at
from ui.values import (
    Exchanged,
    LotReport,
    LotWritten,
    Notice,
    Situation,
    Unsent,
)

_STAGES = {
    "registre": "Vérification des postes…",
    "reception": "Réception…",
    "pieces": "Pièces jointes…",
    "envoi": "Envoi…",
    "lot": "Lecture du lot…",
}


class PostExchanges(PostPart):
    """Exchanges with a service, or by lots."""

    def situation(self) -> Situation:
        """Return what the frame shows."""
        standing = exchanges.standing(self._ports)
        with self._ports.store.read() as uow:
            name = uow.identity.get(founding.POST_NAME) or ""
            found = len(uow.records.conflicts())
        waiting = lists.unsent(self._ports)
        return Situation(
            post=name,
            conflits=found,
            a_envoyer=sum(each.etat == "a_envoyer" for each in waiting),
            remis=sum(each.etat == "remis" for each in waiting),
            service=", ".join(standing.services) or None,
            derniere=at(standing.last_success_ms) if standing.last_success_ms else None,
            alarmes=tuple(Notice(number, f"{espace} : {sentence(code)}") for number, code, espace in standing.alarms),
        )

    def acknowledge(self, notices: Sequence[int]) -> None:
        """Put notices away."""
        for number in notices:
            exchanges.acknowledge_alarm(self._ports, number)

    def unsent(self) -> Sequence[Unsent]:
        """Return what has not been attested."""
        titles = {each.id: each.titre for each in drafting.list_drafts(self._ports)}
        found = []
        for each in lists.unsent(self._ports):
            titre = each.titre or titles.get(each.id, "")
            detail = f"lot n° {each.lot}, sans accusé" if each.lot else ""
            found.append(Unsent(each.id, each.kind, titre, each.etat, detail, at(each.since_ms)))
        return found

    def synchronise(self, watch: Watch) -> Exchanged:
        """Exchange with the services of one's espaces."""
        report = exchanges.synchronise(
            self._ports, self._post.carriers, progress=_Progress(watch), cancel=watch.cancelled
        )
        return Exchanged(**report.as_dict(), arret=report.stopped or "")

    def export_lot(self, path: Path, recipient: str | None, watch: Watch) -> LotWritten:
        """Write a lot."""
        made = carrying.export_lot(
            self._ports,
            self._post.medium,
            (),
            recipient or "tous",
            path,
            progress=_Progress(watch),
            cancel=watch.cancelled,
        )
        return LotWritten(path, made.number, made.revisions, made.size)

    def examine_lot(self, path: Path, watch: Watch) -> LotReport:
        """Say what a lot would do."""
        return _report(
            carrying.examine_lots(
                self._ports, self._post.medium, (path,), progress=_Progress(watch), cancel=watch.cancelled
            )
        )

    def merge_lot(self, path: Path, receipt: Path | None, watch: Watch) -> LotReport:
        """Merge a lot."""
        return _report(
            carrying.merge_lots(
                self._ports,
                self._post.medium,
                (path,),
                receipt=receipt,
                progress=_Progress(watch),
                cancel=watch.cancelled,
            )
        )


class _Progress:
    """What the engine tells, as the watch of a long work hears it."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    def __call__(self, step: Step) -> None:
        self._watch.progress(step.done, step.total, _STAGES.get(step.stage, ""))


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
    )
