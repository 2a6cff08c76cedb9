"""The post in memory: fields to decide, what hardly differs, what others decided against what was written."""

from collections.abc import Sequence

from mvl_desktop.services.refusals import RefusError
from tests.ui.memory_state import MemoryState
from ui.arbitration_values import BatchDone, LittleLine, LostValue, Queue, QueueLine, QueueWish
from ui.values import Conflict


class MemoryArbitration(MemoryState):
    """Deciding between values."""

    def queue(self, wish: QueueWish) -> Queue:
        lines = [self._queued(each) for each in self.found_conflicts]
        shown = [
            line for line in lines if wish.champ in ("", line.champ) and (not wish.poste or wish.poste in line.postes)
        ]
        if wish.ordre == "recents":
            shown.reverse()
        champs = {line.champ: (line.libelle, 1) for line in lines}
        postes = {nom: (nom, len(lines)) for line in lines for nom in line.postes}
        kinds = {"signalement": ("Signalements", len(lines))} if lines else {}
        return Queue(tuple(shown), len(lines), kinds, {}, champs, postes)

    def conflict(self, rec: str, champ: str) -> Conflict:
        found = next((each for each in self.found_conflicts if (each.id, each.champ) == (rec, champ)), None)
        if found is None:
            raise RefusError("conflit_inconnu")
        return found

    def keep_version(self, conflict: Conflict, revision: str, motif: str) -> None:
        self._settle(conflict, revision, motif)

    def decide(self, conflict: Conflict, value: object, motif: str) -> None:
        self._settle(conflict, value, motif)

    def undo(self, rec: str, champ: str) -> None:
        place = next(n for n, each in enumerate(self.settled) if (each.id, each.champ) == (rec, champ))
        self.found_conflicts.insert(0, self.settled.pop(place))

    def motifs(self) -> Sequence[str]:
        return list(dict.fromkeys(motif for *_, motif in reversed(self.decisions)))

    def little(self, wish: QueueWish) -> Sequence[LittleLine]:
        return [
            LittleLine(
                each.id,
                each.kind,
                each.titre,
                each.libelle,
                "L’une contient l’autre",
                each.versions[-1].dite,
                tuple(version.dite for version in each.versions[:-1]),
                each,
            )
            for each in self.found_conflicts
        ]

    def decide_together(self, lines: Sequence[LittleLine], motif: str) -> BatchDone:
        for line in lines:
            assert isinstance(line.basis, Conflict)
            self._settle(line.basis, line.garde, motif)
        return BatchDone("groupe", len(lines))

    def undo_together(self, batch: str) -> BatchDone:
        self.found_conflicts += self.settled
        done, self.settled = len(self.settled), []
        return BatchDone(batch, done)

    def lost_values(self) -> Sequence[LostValue]:
        return list(self.lost)

    def put_lost_away(self, decision: str) -> None:
        self.lost = [each for each in self.lost if each.decision != decision]

    def contest(self, rec: str, decision: str, motif: str) -> None:
        if not motif.strip():
            raise RefusError("motif_requis")
        self.contested.append((rec, decision, motif))
        self.put_lost_away(decision)

    def _settle(self, conflict: Conflict, value: object, motif: str) -> None:
        if self.refusal is not None:
            raise RefusError(self.refusal)
        self.decisions.append((conflict.champ, value, motif))
        self.found_conflicts.remove(conflict)
        self.settled.append(conflict)

    def _queued(self, each: Conflict) -> QueueLine:
        since = max(version.le for version in each.versions)
        postes = tuple(version.poste for version in each.versions)
        return QueueLine(each.id, each.kind, each.titre, each.champ, each.libelle, each.espace, "forte", since, postes)
