"""The post in memory: two pairs of signalements that resemble each other, and one merge."""

from collections.abc import Mapping, Sequence

from mvl_desktop.services.refusals import RefusError
from ui.background import Watch
from ui.duplicates_values import ComparedField, Differing, MergeDone, MergePlan, Pair, PairsPage, Side, Sign

FIRST = Side("0a" * 16, "Stage de jeûne", "93-2026-K7-0001", "14/03/2026", "Enregistré")
SECOND = Side("0b" * 16, "Jeûne en forêt", "93-2026-K7-0002", "16/03/2026", "Enregistré")
THIRD = Side("0c" * 16, "Séances de magnétisme", "93-2026-K7-0003", "02/04/2026", "En analyse")
PAIRS = (
    Pair(FIRST, SECOND, 0.97, (Sign("Même téléphone", "«\u00a0+33639981234\u00a0»"), Sign("Même commune", "Bondy"))),
    Pair(SECOND, THIRD, 0.88, (Sign("Récits proches"),)),
)
FIELDS = (
    ComparedField("Objet", FIRST.titre, SECOND.titre, "different"),
    ComparedField("Commune", "Bondy", "Bondy", "pareil"),
    ComparedField("Adresse ou nom du lieu", "", "12 rue des Lilas", "droite"),
)


class MemoryDuplicates:
    """What was asked, as a test reads it."""

    duplicates_refusal = ""
    thresholds: tuple[float, ...] = ()
    treated: tuple[tuple[str, ...], ...] = ()
    merge_choices: Mapping[str, str] = {}

    def prepare_duplicates(self, watch: Watch) -> int:
        watch.progress(1, 3, "Lecture des signalements")
        return 3

    def duplicates_page(self, threshold: float, start: int | None) -> PairsPage:
        self.thresholds = (*self.thresholds, threshold)
        shown = [each for each in PAIRS if each.score >= threshold]
        return PairsPage(shown[:1], 2, 1) if start is None else PairsPage(shown[1:], None, 2)

    def duplicates_of(self, rec: str, threshold: float) -> Sequence[Pair]:
        return [each for each in PAIRS if rec in each.key and each.score >= threshold]

    def compare_records(self, a: str, b: str) -> Sequence[ComparedField]:
        return FIELDS

    def plan_merge(self, a: str, b: str) -> MergePlan:
        if self.duplicates_refusal:
            raise RefusError(self.duplicates_refusal)
        mine, theirs = (FIRST.titre, SECOND.titre) if a == FIRST.id else (SECOND.titre, FIRST.titre)
        told = Differing("resume", "Résumé des faits", "Un récit.", "Un autre récit.", deux=True)
        return MergePlan((Differing("objet", "Objet", mine, theirs), told), ("Adresse ou nom du lieu",))

    def merge_records(self, a: str, b: str, choices: Mapping[str, str], motif: str) -> None:
        self.treated, self.merge_choices = (*self.treated, ("fusion", a, b, motif)), choices

    def tie_records(self, a: str, b: str, nature: str, motif: str) -> None:
        self.treated = (*self.treated, ("lien", a, b, nature))

    def distinguish_records(self, a: str, b: str, motif: str) -> None:
        self.treated = (*self.treated, ("distinct", a, b))

    def list_merges(self) -> Sequence[MergeDone]:
        return () if ("annule", THIRD.id) in self.treated else (MergeDone(FIRST, THIRD),)

    def undo_merge(self, rec: str) -> Sequence[str]:
        self.treated = (*self.treated, ("annule", rec))
        return ("Adresse ou nom du lieu",)
