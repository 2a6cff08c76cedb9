"""The post in memory: conventions and fiches d'actions, through the pure rules that the real one follows."""

from collections.abc import Sequence
from datetime import date

from mvl_desktop.domain.convention_vie import articles, avenants, differends_ouverts, engagements_sans_action, vie
from mvl_desktop.domain.echeances_faits import elements, text
from mvl_desktop.domain.fiche_action_vie import avancement, constats
from mvl_desktop.history.compare import Words, compare
from mvl_desktop.services.actions import ActionLue
from mvl_desktop.services.conventions import ArticleLu, ConventionLue
from mvl_desktop.services.refusals import RefusError
from tests.ui.memory_state import NOON, MemoryState
from ui.convention_values import ActionSeen, AvenantWish, ConventionSeen, Signing
from ui.post_convention import action_of, default_convention, seen_of


class MemoryConvention(MemoryState):
    """Conventions are records as any other; what is done with them is kept as it was asked."""

    def convention_seen(self, rec: str) -> ConventionSeen:
        champs, today = dict(self.records[rec].champs), NOON.date()
        lue = ConventionLue(
            rec,
            champs,
            vie(champs, today),
            tuple(ArticleLu(each, *compare(each.origine, each.texte)) for each in articles(champs, today)),
            (),
            tuple(engagements_sans_action(champs, ())),
            tuple(differends_ouverts(champs)),
        )
        return seen_of(lue, str.upper)

    def begin_convention(self) -> str:
        return self.add("convention", **default_convention())

    def sign_convention(self, rec: str, said: Signing) -> None:
        champs = self.records[rec].champs
        if said.le > NOON.date():
            raise RefusError("jour_a_venir")
        champs["parties"] = [
            {**each, "signee_le": said.le.isoformat()} if text(each, "partie") == said.quoi else each
            for each in elements(champs, "parties")
        ]

    def denounce_convention(self, rec: str, partie: str, le: date) -> date:
        champs = self.records[rec].champs
        champs |= {"denoncee_le": le.isoformat(), "denoncee_par": partie}
        found = vie(champs, NOON.date()).fin
        assert found is not None
        return found

    def article_beside(self, rec: str, numero: str, apres: str) -> tuple[str, Sequence[Words], Sequence[Words]]:
        seen = self.convention_seen(rec)
        held = next((each.texte for each in seen.articles if each.numero == numero), "")
        return held, *compare(held, apres)

    def add_avenant(self, rec: str, wish: AvenantWish) -> None:
        champs = self.records[rec].champs
        made = {
            "id": f"{len(elements(champs, 'avenants')) + 1:016x}",
            "numero": len(avenants(champs)) + 1,
            "objet": wish.objet,
            "article": wish.article,
            "apres": wish.apres,
            "signe_le": wish.signe_le.isoformat() if wish.signe_le else None,
            "jusquau": wish.jusquau.isoformat() if wish.jusquau else None,
        }
        champs["avenants"] = [*elements(champs, "avenants"), made]

    def sign_avenant(self, rec: str, said: Signing) -> None:
        champs = self.records[rec].champs
        champs["avenants"] = [
            {**each, "signe_le": said.le.isoformat()} if text(each, "id") == said.quoi else each
            for each in elements(champs, "avenants")
        ]

    def create_actions(self, rec: str) -> int:
        left = engagements_sans_action(self.records[rec].champs, ())
        for each in left:
            self.add("fiche-action", titre=text(each, "intitule"), engagement=text(each, "id"))
        return len(left)

    def action_seen(self, rec: str) -> ActionSeen:
        champs = self.records[rec].champs
        lue = ActionLue(rec, champs, avancement(champs, NOON.date()), tuple(constats(champs)))
        return action_of(lue, str.upper)

    def mark_step(self, rec: str, etape: str, etat: str) -> None:
        champs = self.records[rec].champs
        champs["etapes"] = [
            {**each, "etat": etat} if text(each, "id") == etape else each for each in elements(champs, "etapes")
        ]
