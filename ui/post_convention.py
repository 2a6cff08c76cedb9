"""The desk over a real post: conventions and fiches d'actions."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from mvl_desktop.domain.convention_vie import number
from mvl_desktop.domain.echeances_faits import Champs, day, elements, text
from mvl_desktop.domain.fiche_action_vie import AU_PLUS, Constat, is_done
from mvl_desktop.history.compare import Words
from mvl_desktop.i18n import _
from mvl_desktop.services import actions, conventions
from mvl_desktop.services.conventions import ArticleLu, ConventionLue, NouvelAvenant
from mvl_desktop.services.conventions_words import ISSUES, avancement_en_mots, etat_en_mots, reperes
from mvl_desktop.services.espaces import list_homes
from ui.convention_values import (
    ActionSeen,
    ArticleSeen,
    AvenantWaiting,
    AvenantWish,
    ConventionSeen,
    IndicatorLine,
    LifeDay,
    PartySeen,
    Signing,
    StepLine,
)
from ui.post_part import PostPart
from ui.resources import resource

_MODEL = ("modeles-convention", "miviludes-ars.json")
_STEPS = "etats_etape_action"
Sayer = Callable[[str], str]
"""What says a code in words."""


class PostConvention(PostPart):
    """Conventions and fiches d'actions."""

    def convention_seen(self, rec: str) -> ConventionSeen:
        """Return a convention as it stands today."""
        lue = conventions.read_convention(self._ports, rec)
        return seen_of(lue, lambda code: _(self._lists.libelle("parties_convention", code)))

    def begin_convention(self) -> str:
        """Make a projet from the template."""
        homes = list_homes(self._ports, conventions.KIND)
        espace = homes[0].id.hex() if homes else None
        return conventions.begin_convention(self._ports, default_convention(), espace=espace)

    def sign_convention(self, rec: str, said: Signing) -> None:
        """Write that a party signed."""
        conventions.sign(self._ports, rec, said.quoi, said.le, fonction=said.fonction, nom=said.nom, lieu=said.lieu)

    def denounce_convention(self, rec: str, partie: str, le: date) -> date:
        """Write that a party denounced it."""
        return conventions.denounce(self._ports, rec, partie, le)

    def article_beside(self, rec: str, numero: str, apres: str) -> tuple[str, Sequence[Words], Sequence[Words]]:
        """Return an article and a new wording."""
        lu = conventions.article_before(self._ports, rec, numero, apres, self._ports.clock.now().date())
        return lu.article.texte, lu.avant, lu.apres

    def add_avenant(self, rec: str, wish: AvenantWish) -> None:
        """Add an avenant."""
        conventions.add_avenant(
            self._ports,
            rec,
            NouvelAvenant(
                objet=wish.objet, article=wish.article, apres=wish.apres, signe_le=wish.signe_le, jusquau=wish.jusquau
            ),
        )

    def sign_avenant(self, rec: str, said: Signing) -> None:
        """Write the signature of an avenant."""
        conventions.sign_avenant(self._ports, rec, said.quoi, said.le)

    def create_actions(self, rec: str) -> int:
        """Make the fiches d'actions that are missing."""
        return len(actions.create_actions(self._ports, rec))

    def action_seen(self, rec: str) -> ActionSeen:
        """Return a fiche d'action as it stands today."""
        lue = actions.read_action(self._ports, rec, self._post.chiffres)
        return action_of(lue, lambda code: _(self._lists.libelle(_STEPS, code)))

    def mark_step(self, rec: str, etape: str, etat: str) -> None:
        """Write where a step stands."""
        actions.mark_step(self._ports, rec, etape, etat)


def default_convention() -> Mapping[str, object]:
    """Return the fields of the template of convention that comes with the application."""
    found = json.loads(resource(*_MODEL).read_text(encoding="utf-8"))
    return dict(found)


def seen_of(lue: ConventionLue, party: Sayer) -> ConventionSeen:
    """Return what a window shows of a convention."""
    life = lue.vie
    return ConventionSeen(
        id=lue.id,
        etat=etat_en_mots(life),
        jours=tuple(LifeDay(each.le, each.genre, each.libelle) for each in reperes(life)),
        signee=life.signee_le is not None,
        en_vigueur=life.en_vigueur,
        denoncee=day(lue.champs, "denoncee_le") is not None,
        parties=tuple(
            PartySeen(
                text(each, "partie"),
                text(each, "organisme") or party(text(each, "partie")),
                day(each, "signee_le") is not None,
                text(each, "fonction"),
            )
            for each in elements(lue.champs, "parties")
        ),
        articles=tuple(_article(each) for each in lue.articles),
        avenants=tuple(
            AvenantWaiting(text(each, "id"), _avenant(each))
            for each in elements(lue.champs, "avenants")
            if day(each, "signe_le") is None
        ),
        sans_action=len(lue.sans_action),
        renouvelable_jusquau=conventions.renewal_until(lue.champs, life.jour),
    )


def action_of(lue: actions.ActionLue, said: Sayer) -> ActionSeen:
    """Return what a window shows of a fiche d'action."""
    late = {text(each, "id") for each in lue.avancement.en_retard}
    return ActionSeen(
        id=lue.id,
        avancement=avancement_en_mots(lue.avancement),
        faites=lue.avancement.faites,
        total=lue.avancement.total,
        etapes=tuple(
            StepLine(
                text(each, "id"),
                text(each, "intitule"),
                said(text(each, "etat") or "a_faire"),
                _when(each),
                is_done(each),
                text(each, "id") in late,
            )
            for each in elements(lue.champs, "etapes")
        ),
        indicateurs=tuple(_indicator(each) for each in lue.constats),
        periode=_("Les indicateurs qui ont un code sont comptés du {du} au {au}.").format(
            du=f"{lue.periode.du:%d/%m/%Y}", au=f"{lue.periode.au:%d/%m/%Y}"
        )
        if lue.periode is not None
        else "",
    )


def _article(lu: ArticleLu) -> ArticleSeen:
    one = lu.article
    by = ", ".join(_avenant(each) for each in one.avenants)
    return ArticleSeen(one.numero, one.titre, one.texte, by, lu.avant, lu.apres)


def _avenant(avenant: Champs) -> str:
    named = _("avenant n°\u00a0{n}").format(n=number(avenant))
    about = text(avenant, "objet")
    return _("{avenant} ({objet})").format(avenant=named, objet=about) if about else named


def _when(step: Champs) -> str:
    done, due = day(step, "faite_le"), day(step, "prevue_le")
    if done is not None and is_done(step):
        return _("le {jour}").format(jour=f"{done:%d/%m/%Y}")
    return _("pour le {jour}").format(jour=f"{due:%d/%m/%Y}") if due is not None else ""


def _indicator(each: Constat) -> IndicatorLine:
    value = " ".join(filter(None, (each.valeur, each.unite))) if each.valeur else ""
    aimed = _("au plus {cible}") if each.sens == AU_PLUS else _("au moins {cible}")
    return IndicatorLine(
        each.libelle,
        value or _("aucune valeur"),
        aimed.format(cible=each.cible) if each.cible else "",
        _(ISSUES[each.issue]),
        each.preuve,
    )
