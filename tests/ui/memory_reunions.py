"""The post in memory: meetings, as a test gives them."""

from collections.abc import Sequence
from datetime import date

from mvl_desktop.domain.compte_rendu import VALIDER
from mvl_desktop.domain.figure import Requete
from mvl_desktop.services.refusals import RefusError
from tests.ui.memory_state import MemoryState
from ui.reunion_values import DecisionLine, DepartementLine, ObligationYear, SinceLine
from ui.values import Choice, Values

YEAR = ObligationYear(
    2026,
    "Circulaire du 5 août 2024",
    "Au moins une réunion par an, spécialement consacrée aux dérives sectaires.",
    conseil=False,
    a_verifier=False,
    close=False,
    lignes=(
        DepartementLine("01", "Ain", "tenue", (date(2026, 3, 10),), (), 0, ars=True, rec="r1"),
        DepartementLine("02", "Aisne", "prevue", (), (date(2026, 12, 1),), 0, ars=False, rec="r2"),
        DepartementLine("03", "Allier", "aucune", (), (), 1, ars=False),
        DepartementLine("974", "La Réunion", "inconnu", (), (), 0, ars=False),
    ),
)


class MemoryReunions(MemoryState):
    """What is done to a meeting is kept as a list of words."""

    def reunion_begun(self, type_reunion: str) -> Values:
        return {
            "type_reunion": type_reunion,
            "objet": "Réunion fictive",
            "points": [{"id": "00000000000000a1", "intitule": "Premier point"}],
            "presences": [{"id": "00000000000000b1", "fonction": "Référent", "partie": "ars"}],
        }

    def set_reunion_state(self, rec: str, etat: str, le: date | None = None) -> None:
        if "refuse" in self.meetings:
            raise RefusError("reunion_sans_date")
        self.meetings.append(f"{etat} {le}" if le else etat)

    def move_minutes(self, rec: str, move: str) -> None:
        if "refuse" in self.meetings and move == VALIDER:
            raise RefusError("reunion_non_tenue")
        self.meetings.append(move)

    def next_reunion(self, rec: str, le: date) -> str:
        self.meetings.append(f"suivante {le}")
        return rec

    def minutes_text(self, rec: str, *, masked: bool) -> Sequence[str]:
        who = "[nom masqué]" if masked else "Camille Inventée"
        return ("titre\tRéunion fictive", "texte\tCompte rendu", f"texte\t{who} précise que tout est fictif.")

    def obligation(self, annee: int) -> ObligationYear:
        return YEAR if annee == YEAR.annee else ObligationYear(annee, "", "", False, False, True, YEAR.lignes[3:])

    def decisions_ouvertes(self) -> Sequence[DecisionLine]:
        return (DecisionLine("r1", "Réunion fictive", 1, "Former les agents", "Référent", date(2026, 4, 1), True),)

    def convention_indicators(self) -> Sequence[Choice]:
        return (Choice("I1.1", "Signalements reçus"), Choice("I2.1", "Sensibilisations"))

    def freeze_indicators(self, rec: str, codes: Sequence[str]) -> int:
        self.meetings.append(f"fige {' '.join(codes)}")
        return len(codes)

    def since_frozen(self, rec: str) -> Sequence[SinceLine]:
        asked = Requete("I1.1", "signalement", date(2026, 1, 1), date(2026, 3, 10))
        return (
            SinceLine("I1.1", "Signalements reçus", "7", "8", "n", False, asked, 7, 8),
            SinceLine("I2.7", "Rencontres avec les associations", "2", None, "n", False),
        )
