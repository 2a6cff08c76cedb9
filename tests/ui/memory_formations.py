"""The post in memory: training, series and warnings, through the pure rules that the real one follows."""

from collections.abc import Sequence

from mvl_desktop.domain.formation_couverture import couverture, par_public, seances_pour
from mvl_desktop.domain.formation_totaux import nombre_filieres, totaux
from mvl_desktop.domain.mise_en_garde_vie import TENUES, portee
from mvl_desktop.domain.periode import Periode
from tests.ui.memory_state import NOON, MemoryRecord, MemoryState
from ui.formation_values import CircularLine, Training, WarningLine
from ui.resources import default_series, default_studies


class MemoryFormations(MemoryState):
    """Records are as any other; nothing of what is computed is kept."""

    def training(self, year: int | None = None, public: str = "") -> Training:
        periode = Periode.annee(year) if year else None
        every = [(rec, each.champs) for rec, each in self._kept_of("formation")]
        sessions = seances_pour(every, public)
        return Training(
            totaux(sessions, periode),
            totaux([each for each in sessions if each.specifique], periode),
            sum(nombre_filieres(champs) for _rec, champs in every),
            couverture(every, self.said.departements, periode, public),
            par_public(every, periode, public),
            {rec: str(champs.get("intitule", "")) for rec, champs in every},
        )

    def add_default_series(self) -> int:
        known = {each.champs.get("code") for kind in ("serie", "etude") for _rec, each in self._kept_of(kind)}
        shipped = [("serie", each) for each in default_series()] + [("etude", each) for each in default_studies()]
        new = [(kind, champs) for kind, champs in shipped if champs["code"] not in known]
        for kind, champs in new:
            self.add(kind, **champs)
        return len(new)

    def warnings(self) -> Sequence[WarningLine]:
        found = [
            WarningLine(rec, each.titre, str(each.champs.get("emetteur", "")), portee(each.champs, NOON.date()))
            for rec, each in self._kept_of("mise-en-garde")
        ]
        return sorted(found, key=lambda each: TENUES.index(each.portee.tenue))

    def circulars(self) -> Sequence[CircularLine]:
        return [
            CircularLine(rec, each.titre, str(each.champs.get("texte_du", "")))
            for rec, each in self._kept_of("texte-juridique")
            if each.champs.get("nature") == "circulaire"
        ]

    def _kept_of(self, kind: str) -> list[tuple[str, MemoryRecord]]:
        return [(rec, each) for rec, each in self.records.items() if each.kind == kind]
