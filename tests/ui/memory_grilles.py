"""The post in memory: grids, opened in what is typed and read again by the rules of the trade."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.reperage import (
    AIDE,
    answers_of,
    calls,
    carried,
    grid_of,
    grids_of,
    held_open,
    may_be_opened,
    side_by_side,
    version_of,
    with_grid,
)
from mvl_desktop.services.refusals import RefusError
from tests.ui.memory_state import NOON, MemoryState
from ui.grille_values import GrilleFiche, GrilleLine, GrilleOuverte, GrilleRelue
from ui.values import FicheVersion, Typed

KIND = "grille"
RESERVED = "grille_reservee_clinicien"


class MemoryGrilles(MemoryState):
    """Grids of the library, and those opened in signalements."""

    def __init__(self) -> None:
        super().__init__()
        self.clinician = False
        self.former_grilles: list[FicheVersion] = []
        """The former versions of the one grid that a test looks at."""
        self.defaults: list[dict[str, object]] = []

    def grilles(self, typed: Typed | None) -> Sequence[GrilleLine]:
        natures = set(_texts(typed.champs.get("natures"))) if typed else set()
        lines = []
        for rec, record in self.records.items():
            if record.kind != KIND or record.champs.get("statut") == "retiree":
                continue
            champs = record.champs
            common = natures & set(_texts(champs.get("natures")))
            reference = Reference.parse(self.reference_of(rec))
            lines.append(
                GrilleLine(
                    rec,
                    str(champs.get("code", "")),
                    record.titre,
                    version_of(champs),
                    str(champs.get("declencheur", "")),
                    str(champs.get("statut", "")),
                    str(champs.get("forme", "")),
                    len(_elements(champs.get("criteres"))),
                    "Même nature de situation" if common else "",
                    self._refusal(champs.get("forme")),
                    bool(typed and held_open(typed.champs, reference, version_of(champs))),
                )
            )
        return sorted(lines, key=lambda line: (not line.raison, line.code))

    def with_grille(self, typed: Typed, grille: str) -> tuple[Typed, str]:
        return self._opened(typed, grille)

    def grilles_ouvertes(self, typed: Typed) -> Sequence[GrilleOuverte]:
        found = []
        for grid in grids_of(typed.champs):
            remplie = str(grid["id"])
            today = self._grid(grid)
            newer = version_of(today) if version_of(today) > version_of(grid) and may_be_opened(today) else 0
            again = any(each.get("relit") == remplie for each in grids_of(typed.champs))
            found.append(GrilleOuverte(remplie, 0 if again else newer, again, self._refusal(grid.get("forme"))))
        return found

    def reread_grille(self, typed: Typed, remplie: str) -> GrilleRelue:
        grid = grid_of(typed.champs, remplie)
        if grid is None:
            raise RefusError("grille_non_ouverte")
        today = self._grid(grid)
        lines = side_by_side(answers_of(typed.champs, remplie), _elements(today.get("criteres")))
        return GrilleRelue(remplie, str(grid.get("titre")), version_of(grid), version_of(today), lines)

    def with_relecture(self, typed: Typed, remplie: str, codes: Collection[str]) -> tuple[Typed, str]:
        grid = grid_of(typed.champs, remplie)
        if grid is None:
            raise RefusError("grille_non_ouverte")
        rec = Reference.parse(str(grid["grille"])).rec.hex()
        after, new = self._opened(typed, rec, relit=remplie)
        return replace(after, champs=carried(after.champs, remplie, new, list(codes))), new

    def called_fiches(self, typed: Typed) -> Sequence[GrilleFiche]:
        steps = {step.get("fiche") for step in _elements(typed.champs.get("etapes_appliquees"))}
        fiches = {str(each.champs.get("code")): rec for rec, each in self.records.items() if each.kind != KIND}
        found = []
        for appel in calls(answers_of(typed.champs)):
            rec = fiches.get(appel.fiche, "")
            why = ", ".join(str(one.get("libelle")) for one in appel.reponses)
            titre = self.records[rec].titre if rec else ""
            applied = bool(rec) and self.reference_of(rec) in steps
            found.append(GrilleFiche(rec, appel.fiche, titre, why, applied))
        return found

    def grille_versions(self, rec: str) -> Sequence[FicheVersion]:
        champs = self.held(rec).champs
        return [FicheVersion(version_of(champs), NOON, "Camille Exemple", dict(champs)), *self.former_grilles]

    def add_default_grilles(self) -> int:
        self._refuse()
        known = {each.champs.get("code") for each in self.records.values() if each.kind == KIND}
        new = [each for each in self.defaults if each.get("code") not in known]
        for each in new:
            self.add(KIND, **each)
        return len(new)

    def _opened(self, typed: Typed, grille: str, relit: str = "") -> tuple[Typed, str]:
        self._refuse()
        champs = self.held(grille).champs
        if self._refusal(champs.get("forme")):
            raise RefusError(RESERVED)
        reference = Reference.parse(self.reference_of(grille))
        already = "" if relit else held_open(typed.champs, reference, version_of(champs))
        if already:
            return typed, already
        after, remplie = with_grid(
            typed.champs, champs, reference, self._element, NOON.date(), "Camille Exemple", relit=relit
        )
        return replace(typed, champs=after), remplie

    def _element(self) -> str:
        return f"{next(self._ids):016x}"

    def _grid(self, grid: Mapping[str, object]) -> Mapping[str, object]:
        record = self.records.get(Reference.parse(str(grid["grille"])).rec.hex())
        return record.champs if record is not None else {}

    def _refusal(self, forme: object) -> str:
        return RESERVED if forme == AIDE and not self.clinician else ""


def _elements(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, (list, tuple)) else []


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, (list, tuple, set, frozenset)) else []
