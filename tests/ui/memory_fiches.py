"""The post in memory: the life of a fiche, through the pure rules that the real one follows."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from mvl_desktop.domain.application import followed
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.relecture import moved
from mvl_desktop.services.refusals import RefusError
from tests.ui.memory_state import NOON, MemoryState
from ui.fiche_values import FicheUse, GoneFiche, StepUse
from ui.values import Typed

_STEPS = "etapes_appliquees"


class MemoryFiches(MemoryState):
    """What is asked of a fiche changes its record."""

    party = ""

    def my_party(self) -> str:
        return self.party

    def advance_fiche(self, rec: str, move: str, *, partie: str = "", motif: str = "", remplacee_par: str = "") -> None:
        record = self.held(rec)
        who = next(person.nom for person in self.persons if person.ici)
        record.champs |= moved(
            record.champs, move, NOON.date(), partie=partie, par=who, motif=motif, remplacee_par=remplacee_par
        )

    def remark_fiche(self, rec: str, sur: str, texte: str) -> None:
        champs = self.held(rec).champs
        given = {"id": f"{next(self._ids):016x}", "sur": sur, "texte": texte, "par": "Alix", "etat": "a_traiter"}
        champs["remarques"] = [*_maps(champs.get("remarques")), given]

    def answer_remark(self, rec: str, remarque: str, etat: str, reponse: str) -> None:
        champs = self.held(rec).champs
        if etat == "ecartee" and not reponse:
            raise RefusError("remarque_sans_raison")
        said = {"etat": etat, "reponse": reponse}
        champs["remarques"] = [
            {**each, **said} if each["id"] == remarque else each for each in _maps(champs.get("remarques"))
        ]

    def with_followed(self, typed: Typed, fiche: str) -> Typed:
        reference = Reference(bytes.fromhex(self.held(fiche).espace.id), bytes.fromhex(fiche))
        steps = _maps(typed.champs.get(_STEPS))
        named = next((str(step["fiche"]) for step in steps if str(step.get("fiche", "")).endswith(fiche)), "")
        after = followed(
            steps,
            self.held(fiche).champs,
            Reference.parse(named) if named else reference,
            NOON.date(),
            "Alix",
            "N’est plus dans la version suivante.",
        )
        return replace(typed, champs={**typed.champs, _STEPS: after})

    def gone_fiches(self, typed: Typed) -> Sequence[GoneFiche]:
        found = []
        steps = _maps(typed.champs.get(_STEPS))
        for named in dict.fromkeys(str(step["fiche"]) for step in steps if step.get("fiche")):
            titre = next(str(step.get("fiche_titre", "")) for step in steps if step.get("fiche") == named)
            record = self.records.get(named.rpartition(":")[2])
            if record is None:
                found.append(GoneFiche(titre, "absente"))
            elif record.champs.get("statut") == "retiree":
                found.append(GoneFiche(titre, "retiree", str(record.champs.get("motif_retrait", ""))))
        return found

    def fiche_use(self, rec: str) -> FicheUse:
        steps = (StepUse(1, "Appeler", 2, 1, 0, (("Déjà fait par l’école.", 1),)),)
        return FicheUse(self.held(rec).titre, 3, ((1, 3),), steps)

    def print_booklet(self, path: Path, *, drafts: bool) -> int:
        self.asked.append(f"booklet {path.name} {drafts}")
        return sum(record.kind == "fiche-conduite" for record in self.records.values())


def _maps(value: object) -> list[Mapping[str, object]]:
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, (list, tuple)) else []
