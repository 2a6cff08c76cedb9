"""The post in memory: the annuaire, through the pure rules that the real one follows."""

from collections.abc import Mapping, Sequence

from mvl_desktop.domain.annuaire import Endroit, competent, is_closed, why_verify
from mvl_desktop.domain.tenues import situation
from tests.ui.memory_state import NOON, MemoryRecord, MemoryState
from ui.annuaire_values import AVerifier, Fonction, Interlocuteur

_KIND, _FUNCTION = "organisme", "emploi"
_REGIONS = {"01": "84", "69": "84", "75": "11", "93": "11"}
_SAID = (
    *("nom", "role", "destinataire", "telephone", "urgence", "courriel"),
    *("messagerie_securisee", "adresse", "horaires", "verifie_le"),
)


class MemoryAnnuaire(MemoryState):
    """Entries and functions are records as any other."""

    def organismes_to_propose(self, departement: str) -> Sequence[str]:
        near = [each.nom for each in self.competent(departement)] if departement else []
        open_ = [str(champs.get("nom", "")) for _rec, champs in self._of(_KIND) if not is_closed(champs, NOON.date())]
        return [name for name in dict.fromkeys((*near, *sorted(open_))) if name]

    def competent(self, departement: str, role: str = "", destinataire: str = "") -> Sequence[Interlocuteur]:
        held = self._of(_KIND)
        entries, keys = [champs for _rec, champs in held], [f"ref:{rec}" for rec, _champs in held]
        where = Endroit(departement, _REGIONS.get(departement, ""))
        return [
            Interlocuteur(
                id=held[each.place][0],
                portee=each.portee,
                motif=why_verify(entries[each.place], NOON.date()),
                remplace=str(entries[each.remplace].get("nom", "")) if each.remplace is not None else "",
                **{name: str(entries[each.place].get(name) or "") for name in _SAID},
            )
            for each in competent(entries, keys, where, NOON.date(), role=role, destinataire=destinataire)
        ]

    def to_verify(self) -> Sequence[AVerifier]:
        return [
            AVerifier(
                rec, str(champs.get("nom", "")), str(champs.get("role", "")), why, str(champs.get("verifie_le", ""))
            )
            for rec, champs in self._of(_KIND)
            if (why := why_verify(champs, NOON.date()))
        ]

    def functions(self) -> Sequence[Fonction]:
        found = []
        for rec, champs in self._of(_FUNCTION):
            now = situation(champs, NOON.date())
            said = {name: str(champs.get(name, "")) for name in ("intitule", "organisme", "structure", "departement")}
            line = Fonction(
                id=rec,
                etat=now.etat,
                depuis=now.depuis.isoformat() if now.depuis else "",
                remplacement_le=now.remplacement_le.isoformat() if now.remplacement_le else "",
                **said,
            )
            found.append(line)
        return sorted(found, key=lambda each: each.etat != "vacant")

    def add_default_directory(self) -> int:
        if any(champs.get("code") == "119" for _rec, champs in self._of(_KIND)):
            return 0
        champs = {"code": "119", "nom": "119", "national": True, "telephone": "119"}
        self.records[f"{119:032x}"] = MemoryRecord(_KIND, champs)
        return 1

    def verify_organisme(self, rec: str) -> None:
        self.records[rec].champs["verifie_le"] = NOON.date().isoformat()

    def close_organisme(self, rec: str, le: str, remplacant: str = "") -> None:
        self.records[rec].champs |= {"ferme_le": le, "remplace_par": f"ref:{remplacant}" if remplacant else None}

    def _of(self, kind: str) -> list[tuple[str, Mapping[str, object]]]:
        return [(rec, record.champs) for rec, record in self.records.items() if record.kind == kind]
