"""The post in memory: what is due, as a test says, and what was said of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mvl_desktop.services.refusals import RefusError
from tests.ui.memory_state import NOON
from ui.echeance_values import DueLine, DueRules, DueSaid, DuesSeen, DueWish
from ui.values import Typed


class MemoryEcheances:
    """Deadlines, and what windows said of them."""

    due_lines: tuple[DueLine, ...] = ()
    due_more = False
    due_doubtful = False
    due_said: tuple[tuple[str, DueSaid], ...] = ()
    due_files: tuple[tuple[str, str], ...] = ()
    due_wishes: tuple[DueWish, ...] = ()
    rules_of_dues = DueRules("e1", permis=True)
    rules_kept: tuple[Mapping[str, object], ...] = ()

    def dues(self, wish: DueWish) -> DuesSeen:
        self.due_wishes = (*self.due_wishes, wish)
        return DuesSeen(NOON.date(), self.due_lines, self.due_more, self.due_doubtful)

    def typed_dues(self, typed: Typed) -> Sequence[DueLine]:
        return self.due_lines

    def with_due(self, typed: Typed, said: DueSaid) -> Typed:
        self._refuse_due(said)
        held = typed.champs.get("echeances")
        group = list(held) if isinstance(held, list) else []
        made = {"id": said.cle or "ec" * 8, "etat": said.etat, "libelle": said.libelle or None, "motif": said.motif}
        return replace(typed, champs={**typed.champs, "echeances": [*group, made]})

    def say_of_due(self, rec: str, said: DueSaid) -> None:
        self._refuse_due(said)
        self.due_said = (*self.due_said, (rec, said))
        self.due_lines = tuple(each for each in self.due_lines if each.cle != said.cle)

    def export_agenda(self, wish: DueWish, path: Path) -> int:
        self.due_files = (*self.due_files, ("agenda", path.name))
        return len(self.due_lines)

    def print_dues(self, wish: DueWish, path: Path, *, masked: bool) -> int:
        self.due_files = (*self.due_files, ("masque" if masked else "entier", path.name))
        return len(self.due_lines)

    def due_rules(self, espace: str) -> DueRules:
        return self.rules_of_dues

    def keep_due_rule(self, espace: str, champs: Mapping[str, object]) -> None:
        self.rules_kept = (*self.rules_kept, champs)

    def _refuse_due(self, said: DueSaid) -> None:
        if said.etat in ("reportee", "sans_objet") and not said.motif:
            raise RefusError("motif_requis")
