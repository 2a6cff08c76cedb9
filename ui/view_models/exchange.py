"""What leaves this post and what comes to it: synchronise, lots, what has not left. It holds no widget."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from mvl_desktop.i18n import N_, _, ngettext
from ui.background import Background, Progress, Task, Watch
from ui.desk import Exchanges
from ui.lot_values import LotsChangedError, LotsSeen
from ui.timing import AlarmMaker, Now, local_now
from ui.values import Exchanged, LotWritten, PastExchange, Situation, Unsent
from ui.view_models.lots import LotsReview

T = TypeVar("T")
FIRST_RETRY_SECONDS = 60.0
_ATTESTED_SHOWN = 200
_ALL, DRAFTS, TO_SEND, HANDED, ATTESTED = "", "brouillon", "a_envoyer", "remis", "atteste"
FILTERS = (
    (_ALL, N_("Tout ce qui attend")),
    (DRAFTS, N_("Brouillons")),
    (TO_SEND, N_("À envoyer")),
    (HANDED, N_("Remis, sans accusé")),
    (ATTESTED, N_("Reçu attesté")),
)
"""What the page may show: all that waits, one of its states, or what was attested with its date."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What is asked at each refresh, besides the situation."""

    unsent: Sequence[Unsent] = ()
    log: Sequence[PastExchange] = ()
    attested: Sequence[Unsent] = ()


class ExchangeDesk(QObject):
    """The exchanges of a post, one at a time."""

    changed = Signal()
    situation_changed = Signal()
    exchanged = Signal()
    """Records may have changed."""
    done = Signal(str)
    refused = Signal(str)
    examined = Signal(object)

    def __init__(
        self,
        desk: Exchanges,
        background: Background,
        make_alarm: AlarmMaker,
        *,
        every_minutes: float = 15,
        now: Now = local_now,
    ) -> None:
        super().__init__()
        self._every = every_minutes * 60
        self._retry = FIRST_RETRY_SECONDS
        self._quiet = False
        self._automatic = True
        self._alarm = make_alarm(self.synchronise_quietly)
        self._desk, self._background, self._now = desk, background, now
        self.situation: Situation | None = None
        self._known = _Known()
        self.filter = _ALL
        self.next_try: datetime | None = None
        self.progress: Progress | None = None
        self._task: Task | None = None
        self.cancelling = False

    @property
    def unsent(self) -> Sequence[Unsent]:
        """What nobody else has attested, drafts included."""
        return self._known.unsent

    @property
    def shown(self) -> Sequence[Unsent]:
        """What the page shows, under its filter."""
        if self.filter == ATTESTED:
            return self._known.attested
        return [each for each in self.unsent if self.filter in (_ALL, each.etat)]

    @property
    def log(self) -> Sequence[PastExchange]:
        """The last exchanges, latest first."""
        return self._known.log

    @property
    def failure(self) -> PastExchange | None:
        """The last exchange with the service, when it did not go to its end."""
        last = next((each for each in self.log if each.voie == "service"), None)
        return last if last is not None and last.arret not in ("", "annule") else None

    @property
    def automatic(self) -> bool:
        """Whether exchanges begin by themselves."""
        return self._automatic

    @property
    def busy(self) -> bool:
        """Whether an exchange is under way."""
        return self._task is not None

    def refresh(self) -> None:
        """Ask where things stand."""
        self._background.run(self._desk.situation, self._on_situation, self._on_error)
        attested = self.filter == ATTESTED
        self._background.run(lambda: self._look(attested=attested), self._on_known, self._on_error)

    def show(self, state: str) -> None:
        """Show one state, or all that waits."""
        self.filter = state
        self.refresh()

    def synchronise(self) -> None:
        """Exchange with the service, unless an exchange is under way."""
        self._start(self._desk.synchronise, self._on_synchronised)

    def synchronise_quietly(self) -> None:
        """Exchange by itself: what fails is tried again later, sooner after the first failures, and no window opens."""
        if self.busy:
            self._ring_in(FIRST_RETRY_SECONDS)
        elif self._automatic and self.situation is not None and self.situation.service is not None:
            self._quiet = True
            self._start(self._desk.synchronise, self._on_synchronised)

    def set_automatic(self, *, on: bool) -> None:
        """Exchange by itself from now on, or only when asked."""
        if on == self._automatic:
            return
        self._automatic = on
        if on:
            self._ring_in(self._retry)
        else:
            self._ring_in(None)

    def stop(self) -> None:
        """Exchange by itself no more."""
        self._ring_in(None)

    def acknowledge(self) -> None:
        """Put away the notices that are shown; alarms stay until they are handled, one by one."""
        if self.situation is not None:
            shown = [notice.id for notice in self.situation.alarmes if notice.id < 0]
            self._background.run(lambda: self._desk.acknowledge(shown), lambda _none: self.refresh(), self._on_error)

    def export(self, path: Path, recipient: str | None) -> None:
        """Write a lot."""
        self._start(lambda watch: self._desk.export_lot(path, recipient, watch), self._on_written)

    def examine(self, paths: Sequence[Path], *, recover: bool = False) -> None:
        """Say what some lots would do together. `recover`: of those that are cut or damaged too."""
        self._start(lambda watch: self._desk.examine_lots(paths, watch, recover=recover), self.examined.emit)

    def merge(self, seen: LotsSeen, aside: Collection[str], receipt: Path | None) -> None:
        """Merge lots as they were shown, but the records left aside."""
        self._start(lambda watch: self._desk.merge_lots(seen, aside, receipt, watch), self._on_merged)

    def review(self, seen: LotsSeen) -> LotsReview:
        """Return these lots, to be gone through line by line."""
        return LotsReview(self._desk, self._background, seen)

    def cancel(self) -> None:
        """Ask the exchange under way to stop: what is done stays done, the rest waits for the next one."""
        if self._task is not None:
            self.cancelling = True
            self._task.cancel()
            self.changed.emit()

    def _start(self, work: Callable[[Watch], T], on_done: Callable[[T], None]) -> None:
        if self.busy:
            return
        self.progress, self.cancelling = Progress(0, 0), False

        def done(result: T) -> None:
            self._end()
            on_done(result)

        self._task = _Waiting()
        task = self._background.run_long(work, done, self._on_long_error, self._on_progress)
        if isinstance(self._task, _Waiting):
            self._task = task
        self.changed.emit()

    def _end(self) -> None:
        self._task, self.progress = None, None
        self.changed.emit()
        self.refresh()

    def _on_progress(self, progress: Progress) -> None:
        self.progress = progress
        self.changed.emit()

    def _on_situation(self, situation: Situation) -> None:
        first = self.situation is None or self.situation.service != situation.service
        self.situation = situation
        if first and situation.service is not None:
            self._ring_in(self._retry)
        self.situation_changed.emit()

    def _look(self, *, attested: bool) -> _Known:
        return _Known(
            self._desk.unsent(),
            self._desk.last_exchanges(),
            self._desk.attested(_ATTESTED_SHOWN) if attested else (),
        )

    def _on_known(self, known: _Known) -> None:
        self._known = known
        self.situation_changed.emit()

    def _ring_in(self, seconds: float | None) -> None:
        """Try by oneself in so many seconds; None: not at all."""
        if seconds is None or not self._automatic:
            self.next_try = None
            self._alarm.stop()
        else:
            self.next_try = self._now() + timedelta(seconds=seconds)
            self._alarm.start(seconds)
        self.situation_changed.emit()

    def _on_synchronised(self, result: Exchanged) -> None:
        quiet, self._quiet = self._quiet, False
        self._retry = FIRST_RETRY_SECONDS
        self._ring_in(self._every)
        self.exchanged.emit()
        if result.arret:
            self.refused.emit(result.arret)
        elif not quiet:
            self.done.emit(said(result))

    def _on_written(self, lot: LotWritten) -> None:
        what = ngettext("{n} modification", "{n} modifications", lot.revisions).format(n=lot.revisions)
        said = _("Lot n° {numero} écrit : {quoi}. Il reste « remis, sans accusé » jusqu’au récépissé.")
        self.done.emit(said.format(numero=lot.numero, quoi=what))

    def _on_merged(self, seen: LotsSeen) -> None:
        self.exchanged.emit()
        done = [lot for lot in seen.lots if not lot.motif]
        said = ngettext("Lot fusionné\u00a0: {quoi}.", "{n} lots fusionnés ensemble\u00a0: {quoi}.", len(done))
        parts = [said.format(n=len(done), quoi=summary(seen))]
        for lot in done:
            if lot.annonces:
                taken = _("{lus} objets repris sur {annonces} annoncés, le reste manque.")
                parts.append(taken.format(lus=lot.lus, annonces=lot.annonces))
            parts += lot.remarques
        self.done.emit(" ".join(dict.fromkeys(parts)))

    def _on_long_error(self, error: Exception) -> None:
        quiet, self._quiet = self._quiet, False
        self._end()
        if quiet and isinstance(getattr(error, "code", None), str):
            self._ring_in(self._retry)
            self._retry = min(self._retry * 2, self._every)
            return
        self._on_error(error)
        if isinstance(error, LotsChangedError):
            self.examined.emit(error.seen)

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


class _Waiting:
    """Stands for a task between its start and the handle that stops it."""

    def cancel(self) -> None:
        """Nothing to stop yet."""


def said(result: Exchanged) -> str:
    """Say what a synchronisation did, in one sentence."""
    parts = []
    if result.envoyes:
        many = ngettext("{n} modification envoyée", "{n} modifications envoyées", result.envoyes)
        parts.append(many.format(n=result.envoyes))
    if result.recus:
        many = ngettext("{n} modification reçue", "{n} modifications reçues", result.recus)
        parts.append(many.format(n=result.recus))
    if result.conflits:
        many = ngettext("{n} conflit à décider", "{n} conflits à décider", result.conflits)
        parts.append(many.format(n=result.conflits))
    if result.refuses:
        parts.append(ngettext("{n} refusée", "{n} refusées", result.refuses).format(n=result.refuses))
    if result.en_attente:
        parts.append(_("{n} en attente").format(n=result.en_attente))
    return _("Synchronisation terminée : {quoi}.").format(quoi=", ".join(parts) or _("tout était à jour"))


def summary(seen: LotsSeen) -> str:
    """Say what lots hold, in one sentence: each record once, however many of them bring it."""
    many = {sort: number for sort, _said, number in seen.etats}
    refused = sum(lot.refuses for lot in seen.lots)
    new, known, merged = (many.get(sort, 0) for sort in ("nouveau", "connu", "fusionne"))
    left = many.get("ecarte", 0)
    parts = (
        (new, ngettext("{n} nouveauté", "{n} nouveautés", new)),
        (known, ngettext("{n} déjà connue", "{n} déjà connues", known)),
        (merged, ngettext("{n} fusionnée", "{n} fusionnées", merged)),
        (many.get("a_arbitrer", 0), _("{n} à décider")),
        (many.get("en_attente", 0), _("{n} en attente")),
        (many.get("quarantaine", 0), _("{n} en quarantaine")),
        (left, ngettext("{n} laissée de côté", "{n} laissées de côté", left)),
        (refused, ngettext("{n} refusée", "{n} refusées", refused)),
    )
    return ", ".join(said.format(n=number) for number, said in parts if number) or _("aucune fiche")
