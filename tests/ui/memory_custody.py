"""The post in memory: its gardiens, as a window names and rehearses them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from mvl_desktop.services.custodians import SheetRefusedError
from mvl_desktop.services.refusals import RefusError
from ui.custody_values import CopySeen, Custody, Guardian, GuardianCard, RefoundSeen

ESPACE = "e" * 32
PEOPLE = tuple(Guardian(name, f"{place:04x} " * 7 + "0000") for place, name in enumerate(("Sacha", "Charlie", "Noor")))
GOOD = " ".join(["abaisser"] * 24)
OTHER = " ".join(["zoologie"] * 24)


class MemoryCustody:
    """Knows two sheets, and remembers what was asked."""

    custody: Custody = Custody(ESPACE, "Délégation fictive", peut_nommer=True)
    opener: str | None = None
    refounded: tuple[str, str, str] = ("", "", "")

    def custodies(self) -> Sequence[Custody]:
        return [self.custody]

    def prepare_guardian(self, name: str, espace: str, sheet: Path) -> GuardianCard:
        return GuardianCard(sheet.with_suffix(".mvl-gardien"), name, f"{len(name):04x} prepare {espace}")

    def read_guardian(self, path: Path) -> GuardianCard:
        if path.suffix != ".mvl-gardien":
            raise RefusError("carte_gardien_invalide")
        return GuardianCard(path, path.stem, f"empreinte de {path.stem}")

    def name_guardians(self, espace: str, cards: Sequence[Path]) -> bool:
        people = tuple(Guardian(path.stem, f"empreinte de {path.stem}") for path in cards)
        self.custody = replace(self.custody, gardiens=people, a_repeter=True, garde_ici=True)
        return True

    def rehearse(self, espace: str, sheets: Sequence[str]) -> Sequence[Guardian]:
        if list(sheets) != [GOOD, OTHER]:
            raise SheetRefusedError("mot_inconnu", "fiche 2, mot 7")
        self.custody = replace(self.custody, repete_le=date(2026, 11, 22), a_repeter=False)
        return self.custody.gardiens[:2]

    def copy_espace(self, espace: str, path: Path) -> CopySeen:
        return CopySeen(path, "f" * 64, bool(self.custody.gardiens))

    def refound(self, copy: Path, sheets: Sequence[str], name: str, founder: str, parent: str = "") -> RefoundSeen:
        self.refounded = (name, founder, parent)
        return RefoundSeen(name, 12, 40, "f" * 64)

    def kept_for(self) -> str | None:
        return self.opener

    def keep_for(self, espace: str) -> None:
        self.opener = self.custody.nom if espace else None
