"""The post in memory: bilans are records as any other; what they say is given."""

from datetime import date
from pathlib import Path

from mvl_desktop.domain.figure import Requete
from mvl_desktop.services.refusals import RefusError
from tests.ui.memory_state import NOON, MemoryState
from ui.bilan_values import BilanSeen, MeasureLine

_ASKED = Requete("I1.1", "signalement", date(2026, 1, 1), date(2026, 11, 21))
SAID = (
    MeasureLine("I1.1", "Signalements reçus", "9", requete=_ASKED, alors=9),
    MeasureLine("I1.3", "Situations à risque", "2"),
)
CHANGED = MeasureLine("I1.1", "Signalements reçus", "9", "11", _ASKED, 9, 11, memes=False)
BLOCKS = (("Décisions du COPIL", ("10/03/2026 · Diffuser la fiche · À faire",)),)


class MemoryBilans(MemoryState):
    """What is exported is counted."""

    bilans_left: tuple[Path, ...] = ()

    def bilan_seen(self, rec: str) -> BilanSeen:
        champs = self.records[rec].champs
        if not (champs.get("du") and champs.get("au")):
            raise RefusError("bilan_sans_periode")
        frozen = champs.get("etat") == "fige"
        lines = (CHANGED, *SAID[1:]) if frozen else SAID
        return BilanSeen(rec, str(champs.get("intitule", "")), frozen, True, lines, BLOCKS)

    def prepare_bilan(self) -> str:
        day = NOON.date().isoformat()
        told = {"intitule": "Bilan annuel", "type_bilan": "annuel", "du": f"{day[:4]}-01-01", "au": day}
        return self.add("bilan", etat="preparation", **told)

    def freeze_bilan(self, rec: str) -> None:
        champs = self.records[rec].champs
        if champs.get("etat") == "fige":
            raise RefusError("bilan_fige")
        champs |= {"etat": "fige", "fige_le": NOON.date().isoformat()}

    def export_bilan(self, rec: str, path: Path) -> str:
        self.bilans_left += (path,)
        return "K7-12"
