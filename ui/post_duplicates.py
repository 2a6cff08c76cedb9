"""The desk over a real post: signalements that resemble each other, compared, tied, told apart, merged."""

from collections.abc import Mapping, Sequence

from mvl_desktop.domain.kinds import required
from mvl_desktop.i18n import _
from mvl_desktop.matching.merging import CHOIX
from mvl_desktop.services import duplicates, merging
from mvl_desktop.services.comparing import Raison
from mvl_desktop.services.duplicates_words import said as said_reason
from mvl_desktop.services.records import show_record
from mvl_desktop.services.spoken import day, is_filled, said
from ui.background import Watch
from ui.duplicates_values import ComparedField, Cote, Differing, MergeDone, MergePlan, Pair, PairsPage, Side, Sign
from ui.post_saying import PostSaying, in_words, titled
from ui.text import quoted

_KIND = merging.KIND
_APART = "arbitrages"


class PostDuplicates(PostSaying):
    """Duplicates."""

    def prepare_duplicates(self, watch: Watch) -> int:
        """Draw what is compared; return how many signalements may be compared."""

        def told(done: int, total: int) -> bool:
            watch.progress(done, total, _("Lecture des signalements"))
            return not watch.cancelled()

        duplicates.prepare(self._ports, told)
        with self._ports.store.read() as uow:
            return len(uow.likenesses.before(None, 1 << 30))

    def duplicates_page(self, threshold: float, start: int | None) -> PairsPage:
        """Return some pairs, from where the last page stopped."""
        page = duplicates.list_page(self._ports, threshold, start)
        return PairsPage(tuple(self._pair(each) for each in page.paires), page.suite, page.compares)

    def duplicates_of(self, rec: str, threshold: float) -> Sequence[Pair]:
        """Return the pairs of one signalement."""
        return [self._pair(each) for each in duplicates.twins_of(self._ports, rec, threshold)]

    def compare_records(self, a: str, b: str) -> Sequence[ComparedField]:
        """Return both, field by field."""
        one, other = (show_record(self._ports, rec, kind=_KIND).champs for rec in (a, b))
        found = []
        for each in required(_KIND).champs:
            mine, theirs = one.get(each.name), other.get(each.name)
            if each.name != _APART and (is_filled(mine) or is_filled(theirs)):
                here, there = (said(each, value, self._lists) if is_filled(value) else "" for value in (mine, theirs))
                found.append(ComparedField(_(each.libelle), here, there, _standing(here, there)))
        return found

    def plan_merge(self, a: str, b: str) -> MergePlan:
        """Return what `a` would take from `b`."""
        found = merging.plan_merge(self._ports, a, b)
        differing = [
            Differing(
                each.cle,
                in_words(required(_KIND).wording(each.cle)),
                self.said(_KIND, each.cle, each.ici),
                self.said(_KIND, each.cle, each.autre),
                each.deux,
            )
            for each in found.lignes
        ]
        return MergePlan(differing, [in_words(label) for label in found.pris])

    def merge_records(self, a: str, b: str, choices: Mapping[str, str], motif: str) -> None:
        """Make one of two: `a` carries on."""
        chosen = {key: choix for key, wanted in choices.items() for choix in CHOIX if choix == wanted}
        merging.merge(self._ports, a, b, chosen, motif=motif)

    def tie_records(self, a: str, b: str, nature: str, motif: str) -> None:
        """Tie one to the other."""
        merging.tie(self._ports, a, b, nature=nature, motif=motif)

    def distinguish_records(self, a: str, b: str, motif: str) -> None:
        """Remember that they are not the same."""
        merging.distinguish(self._ports, a, b, motif=motif)

    def list_merges(self) -> Sequence[MergeDone]:
        """Return the merges in force."""
        return [
            MergeDone(
                Side(each.survivant, titled(_KIND, each.survivant_titre), each.survivant_reference),
                Side(each.absorbe, titled(_KIND, each.absorbe_titre), each.absorbe_reference),
                each.croisee,
            )
            for each in merging.list_merges(self._ports)
        ]

    def undo_merge(self, rec: str) -> Sequence[str]:
        """Undo a merge, by the one that was taken in; return the labels of what stays since somebody wrote it."""
        return [in_words(label) for label in merging.undo(self._ports, rec).gardes]

    def _pair(self, paire: duplicates.Paire) -> Pair:
        signs = [Sign(said_reason(each), self._values(each)) for each in paire.raisons]
        return Pair(self._side(paire.a), self._side(paire.b), paire.score, signs)

    def _side(self, cote: duplicates.Cote) -> Side:
        statut = self.wording("statuts", cote.statut) if cote.statut else ""
        return Side(cote.id, titled(_KIND, cote.titre), cote.reference, day(cote.recu_le), statut)

    def _values(self, raison: Raison) -> str:
        if raison.code == "commune":
            values = [self.wording("communes" if len(each) > 3 else "departements", each) for each in _both(raison)]
        elif raison.code in ("survenu_le", "recu_le"):
            values = [day(each) for each in _both(raison)]
        else:
            values = [quoted(each) for each in _both(raison)]
        return " / ".join(values)


def _both(raison: Raison) -> list[str]:
    return [value for value in dict.fromkeys((raison.ici, raison.autre)) if value]


def _standing(here: str, there: str) -> Cote:
    if here == there:
        return "pareil"
    if here and there:
        return "different"
    return "gauche" if here else "droite"
