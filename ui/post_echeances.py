"""The desk over a real post: what is due, what is said of it, the rules of deadlines."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from mvl_desktop.domain.echeancier import Echeance
from mvl_desktop.domain.regles_echeance import Regle
from mvl_desktop.i18n import _
from mvl_desktop.services import echeances, echeances_agenda, echeances_rules
from mvl_desktop.services.echeances import Due, Said
from mvl_desktop.services.echeances_words import delay, due_in_words, event, source, what, why
from mvl_desktop.services.espaces import list_homes
from mvl_desktop.services.people import me
from ui.echeance_values import DELEGATION, MOI, DueLine, DueRule, DueRules, DueSaid, DuesSeen, DueWish
from ui.post_part import PostPart
from ui.post_saying import titled
from ui.values import Typed


class PostEcheances(PostPart):
    """Deadlines."""

    def dues(self, wish: DueWish) -> DuesSeen:
        """Return what is due, the most late first."""
        found = echeances.todo(
            self._ports, self._post.timetable, personne=self._due_person(wish), espace=self._due_espace(wish)
        )
        day = found.today.day
        return DuesSeen(
            day, tuple(self._deadline(each, day) for each in found.lignes), found.more, found.today.doubtful
        )

    def typed_dues(self, typed: Typed) -> Sequence[DueLine]:
        """Return the deadlines of what is typed, settled ones last."""
        found = echeances.typed_deadlines(self._ports, self._post.timetable, typed.espace, typed.champs)
        with self._ports.store.read() as uow:
            day = echeances_rules.today_of(uow, self._ports).day
        return [self._deadline_line(each, day) for each in found]

    def with_due(self, typed: Typed, said: DueSaid) -> Typed:
        """Return the form with what is said."""
        champs = echeances.decide_typed(self._ports, self._post.timetable, typed.espace, typed.champs, _said(said))
        return replace(typed, champs=champs)

    def say_of_due(self, rec: str, said: DueSaid) -> None:
        """Write what is said of a deadline of a record."""
        echeances.decide(self._ports, self._post.timetable, rec, _said(said))

    def export_agenda(self, wish: DueWish, path: Path) -> int:
        """Write what is due to a file that calendars read."""
        return echeances_agenda.export_agenda(
            self._ports,
            self._post.timetable,
            self._post.agenda,
            self._post.medium,
            path,
            personne=self._due_person(wish),
            espace=self._due_espace(wish),
        ).lignes

    def print_dues(self, wish: DueWish, path: Path, *, masked: bool) -> int:
        """Write what is due to a PDF or ODT file."""
        return echeances_agenda.print_todo(
            self._ports,
            self._post.timetable,
            self._post.printer,
            path,
            personne=self._due_person(wish),
            espace=self._due_espace(wish),
            masked=masked,
        )

    def due_rules(self, espace: str) -> DueRules:
        """Return the rules of an espace; of the usual one when it is not said."""
        chosen = espace or self._usual_espace()
        here, permitted, found = echeances_rules.list_rules(self._ports, self._post.timetable, espace=chosen or None)
        rules = tuple(self._due_rule(each.regle) for each in found)
        return DueRules(here, permitted, rules, _(self._post.timetable.rules.avertissement))

    def keep_due_rule(self, espace: str, champs: Mapping[str, object]) -> None:
        """Write a rule of an espace."""
        echeances_rules.keep_rule(self._ports, champs, espace=espace or None)

    def _usual_espace(self) -> str:
        homes = list_homes(self._ports, "signalement")
        return homes[0].id.hex() if homes else ""

    def _due_person(self, wish: DueWish) -> str:
        return me(self._ports).nom if wish.qui == MOI else ""

    def _due_espace(self, wish: DueWish) -> str | None:
        return (wish.espace or self._usual_espace() or None) if wish.qui == DELEGATION else None

    def _deadline(self, due: Due, day: date) -> DueLine:
        line = self._deadline_line(due.echeance, day)
        return replace(
            line,
            rec=due.rec,
            kind=due.kind,
            reference=due.reference,
            titre=titled(due.kind, due.titre),
            espace=due.espace_nom,
            responsable=line.responsable or due.titulaire,
            a_dire=line.a_dire and due.kind in echeances.SPOKEN_OF,
        )

    def _deadline_line(self, each: Echeance, day: date) -> DueLine:
        rule = each.regle
        return DueLine(
            cle=each.key,
            quoi=what(each),
            le=each.le,
            etat=each.etat,
            quand=due_in_words(each, day),
            pourquoi=why(each, self._lists),
            responsable=each.responsable,
            vitale=rule is not None and rule.vitale,
            ouverte=each.is_open,
            a_dire=(rule is None or not rule.reserve) and not each.close,
            ajoutee=rule is None,
        )

    def _due_rule(self, rule: Regle) -> DueRule:
        champs: dict[str, object] = {
            "code": rule.code,
            "libelle": rule.libelle,
            "evenement": rule.evenement,
            "destinataire": rule.destinataire or None,
            "issue": rule.issue or None,
            "nombre": rule.nombre,
            "unite": rule.unite,
            "reporte": rule.reporte,
            "tenue_par": list(rule.tenue_par) or None,
            "rappel_jours": rule.rappel_jours,
            "source": rule.source or None,
            "active": rule.active,
        }
        return DueRule(
            code=rule.code,
            libelle=_(rule.libelle),
            evenement=event(rule, self._lists),
            delai=delay(rule),
            source=source(rule),
            appliquee=rule.active,
            a_valider=rule.a_valider,
            propre=rule.espace,
            champs=champs,
        )


def _said(said: DueSaid) -> Said:
    return Said(
        etat=said.etat,
        cle=said.cle,
        libelle=said.libelle,
        pour_le=said.pour_le,
        motif=said.motif,
        responsable=said.responsable,
    )
