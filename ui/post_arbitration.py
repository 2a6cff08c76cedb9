"""The desk over a real post: fields to decide, what hardly differs, what others decided against what was written."""

from collections.abc import Mapping, Sequence

from mvl_desktop.domain.kinds import declaration
from mvl_desktop.i18n import N_, _
from mvl_desktop.services import arbitration_bulk as bulk
from mvl_desktop.services import arbitration_case as cases
from mvl_desktop.services import arbitration_queue as queues
from mvl_desktop.services import arbitration_told as told
from mvl_desktop.services import conflicts as arbitration
from ui.arbitration_values import BatchDone, Contest, LittleLine, LostValue, Queue, QueueLine, QueueWish
from ui.post_part import at
from ui.post_saying import PostSaying, in_words, titled
from ui.values import Conflict, Version

_WAYS = {
    cases.HERE: N_("écrite sur ce poste"),
    cases.SERVICE: N_("reçue par le service"),
    cases.UNKNOWN: N_("reçue d’un autre poste"),
}
_REASONS = {
    bulk.SPELLING: N_("Même texte, écrit autrement"),
    bulk.CONTAINED: N_("L’une contient l’autre"),
    bulk.EMPTY: N_("Une seule est remplie"),
}


class PostArbitration(PostSaying):
    """Deciding between values."""

    def queue(self, wish: QueueWish) -> Queue:
        """Return what has to be decided."""
        found = queues.queue(self._ports, queues.Wish(wish.ordre, wish.kind, wish.espace, wish.champ, wish.poste))
        fields = {line.root: _field_said(line.kind, line.root) for line in found.lines}
        names = {line.espace: line.espace_nom for line in found.lines}
        return Queue(
            tuple(_line(line) for line in found.lines),
            found.total,
            _choices(found.kinds, {kind: _kind_said(kind) for kind in found.kinds}),
            _choices(found.espaces, names),
            _choices(found.champs, fields),
            _choices(found.postes, {}),
        )

    def conflict(self, rec: str, champ: str) -> Conflict:
        """Open a field to decide."""
        case = cases.open_case(self._ports, rec, champ)
        return Conflict(
            case.id,
            case.kind,
            titled(case.kind, case.titre),
            case.champ,
            in_words(case.libelle),
            tuple(self._version(case, face) for face in case.versions),
            tuple(self._version(case, face) for face in case.base),
            list(case.proposal) if isinstance(case.proposal, tuple) else case.proposal,
            case.espace,
            tuple(Contest(each.motif, each.poste, at(each.horodatage_ms)) for each in case.contests),
        )

    def keep_version(self, conflict: Conflict, revision: str, motif: str) -> None:
        """Decide for one of the values."""
        arbitration.decide(
            self._ports, conflict.id, conflict.champ, motif=motif, keep=revision, seen=conflict.revisions
        )

    def decide(self, conflict: Conflict, value: object, motif: str) -> None:
        """Decide for another value."""
        arbitration.decide(
            self._ports,
            conflict.id,
            conflict.champ,
            motif=motif,
            value=value,
            seen=conflict.revisions,
            lists=self._lists,
        )

    def undo(self, rec: str, champ: str) -> None:
        """Take a decision back."""
        arbitration.undo(self._ports, rec, champ)

    def motifs(self) -> Sequence[str]:
        """Return the reasons given last."""
        return arbitration.recent_motifs(self._ports)

    def little(self, wish: QueueWish) -> Sequence[LittleLine]:
        """Return what hardly differs."""
        lines = queues.queue(self._ports, queues.Wish(wish.ordre, wish.kind, wish.espace, wish.champ, wish.poste)).lines
        return [
            LittleLine(
                each.id,
                each.kind,
                titled(each.kind, each.titre),
                in_words(each.libelle),
                _(_REASONS[each.raison]),
                self.said(each.kind, each.champ, each.garde.valeur),
                tuple(self.said(each.kind, each.champ, version.valeur) for version in each.laisse),
                each,
            )
            for each in bulk.list_trivial(self._ports, lines)
        ]

    def decide_together(self, lines: Sequence[LittleLine], motif: str) -> BatchDone:
        """Keep what was shown for each."""
        chosen = [line.basis for line in lines if isinstance(line.basis, bulk.Trivial)]
        done = bulk.decide_trivial(self._ports, chosen, motif)
        return BatchDone(done.id, done.decided, done.left)

    def undo_together(self, batch: str) -> BatchDone:
        """Take them all back."""
        done = bulk.undo_batch(self._ports, batch)
        return BatchDone(done.id, done.decided, done.left)

    def lost_values(self) -> Sequence[LostValue]:
        """Return the decisions that did not keep what was written here."""
        return [
            LostValue(
                each.id,
                each.kind,
                titled(each.kind, each.titre),
                each.element,
                in_words(each.libelle),
                self.said(each.kind, each.champ, each.mine),
                self.said(each.kind, each.champ, each.kept),
                each.motif,
                each.par,
                at(each.at_ms),
                each.combined,
            )
            for each in told.overruled(self._ports)
        ]

    def put_lost_away(self, decision: str) -> None:
        """Show it no more."""
        told.put_away(self._ports, decision)

    def contest(self, rec: str, decision: str, motif: str) -> None:
        """Open again what a decision closed."""
        told.contest(self._ports, rec, decision, motif)

    def _version(self, case: cases.Case, face: cases.Face) -> Version:
        way = _(_WAYS.get(face.voie, _WAYS[cases.UNKNOWN]))
        if face.voie == cases.LOT:
            way = _("reçue par le lot n°\u00a0{numero} de {nom}").format(numero=face.lot, nom=face.remis_par)
        if face.tableur:
            way = " · ".join((_("importée du tableur {nom}").format(nom=face.tableur), way))
        value = list(face.valeur) if isinstance(face.valeur, tuple) else face.valeur
        said = self.said(case.kind, case.champ, face.valeur)
        return Version(face.revision, face.poste, at(face.horodatage_ms), value, said, face.doubtful, way)


def _line(line: queues.QueueLine) -> QueueLine:
    return QueueLine(
        line.id,
        line.kind,
        titled(line.kind, line.titre),
        line.champ,
        in_words(line.libelle),
        line.espace_nom,
        line.gravite,
        at(line.since_ms),
        line.postes,
    )


def _choices(counts: Mapping[str, int], said: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    return {code: (said.get(code, code), number) for code, number in sorted(counts.items(), key=lambda each: -each[1])}


def _kind_said(kind: str) -> str:
    declared = declaration(kind)
    return _(declared.pluriel) if declared else kind


def _field_said(kind: str, root: str) -> str:
    declared = declaration(kind)
    field = declared.champ(root) if declared else None
    return _(field.libelle) if field else root
