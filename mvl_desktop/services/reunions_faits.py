"""What the application says of a meeting, from its record: what is late, what changed, what is missing. Never typed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from mvl_desktop.domain.compte_rendu import (
    CAME,
    PRESENCES,
    decisions_ouvertes,
    elements,
    en_retard,
    est_change,
    jour,
    presents,
)
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, RecordView, UnitOfWork
from mvl_desktop.services.facts import Fact
from mvl_desktop.services.records import shown
from mvl_desktop.services.reunions import COPIL, KIND, REPORTEE, TENUE
from mvl_desktop.services.spoken import day

_MINUTES_DAYS = 15
"""How many days after a meeting nobody is told yet that its minutes wait."""
_SIDES = ("ars", "miviludes")
_AHEAD = ("", "prevue", "convoquee")

Champs = Mapping[str, object]


def facts_of_meeting(ports: Ports, uow: UnitOfWork, view: RecordView) -> Sequence[Fact]:
    """Return what can be said of a meeting today, the gravest first."""
    champs, today = nest(KIND, shown(view.state)), ports.clock.now().date()
    found = [*_standing(champs, today), *_minutes(champs, today), *_decisions(champs, today), *_copil(champs)]
    order = {"danger": 0, "attention": 1, "succes": 2, "": 3}
    return [*sorted(found, key=lambda each: order[each.ton]), *_around(uow, view)]


def _standing(champs: Champs, today: date) -> Iterator[Fact]:
    held, etat = jour(champs.get("tenue_le")), str(champs.get("etat") or "")
    if etat in _AHEAD and held is not None:
        left = (held - today).days
        if left < 0:
            yield Fact(
                _("Le {jour} est passé\u00a0: dire si la réunion a eu lieu.").format(jour=day(held)), "attention"
            )
        else:
            words = ngettext("Elle se tient dans {n} jour.", "Elle se tient dans {n} jours.", left).format(n=left)
            yield Fact(words if left else _("Elle se tient aujourd’hui."))
    elif etat == REPORTEE and (held is None or held < today):
        yield Fact(_("Reportée, sans nouvelle date."), "attention")
    if etat == TENUE:
        yield from _attendance(champs)


def _attendance(champs: Champs) -> Iterator[Fact]:
    count = presents(champs)
    if not count:
        yield Fact(_("Personne n’est inscrit comme présent."), "attention")
        return
    yield Fact(ngettext("{n} personne présente.", "{n} personnes présentes.", count).format(n=count))


def _minutes(champs: Champs, today: date) -> Iterator[Fact]:
    held, etat = jour(champs.get("tenue_le")), champs.get("etat_compte_rendu")
    if champs.get("etat") != TENUE:
        return
    if est_change(champs):
        words = _("Le compte rendu a changé depuis sa validation, le {jour}\u00a0: le relire et le valider de nouveau.")
        yield Fact(words.format(jour=day(champs.get("valide_le"))), "attention")
    elif etat not in ("valide", "diffuse"):
        late = held is not None and (today - held).days > _MINUTES_DAYS
        yield Fact(_("Le compte rendu n’est pas validé."), "attention" if late else "")
    elif etat == "valide":
        agreed = day(champs.get("valide_le"))
        words = _("Compte rendu validé le {jour}, à diffuser.") if agreed else _("Compte rendu validé, à diffuser.")
        yield Fact(words.format(jour=agreed))
    else:
        sent = day(champs.get("diffuse_le"))
        words = _("Compte rendu validé et diffusé le {jour}.") if sent else _("Compte rendu validé et diffusé.")
        yield Fact(words.format(jour=sent), "succes")


def _decisions(champs: Champs, today: date) -> Iterator[Fact]:
    waiting = decisions_ouvertes(champs)
    late = sum(en_retard(each, today) for each in waiting)
    if late:
        words = ngettext("{n} décision est en retard.", "{n} décisions sont en retard.", late)
        yield Fact(words.format(n=late), "danger")
    if len(waiting) > late:
        left = len(waiting) - late
        yield Fact(ngettext("{n} décision est à suivre.", "{n} décisions sont à suivre.", left).format(n=left))
    orphans = sum(not each.get("responsable") for each in waiting)
    if orphans:
        words = ngettext("{n} décision n’a pas de responsable.", "{n} décisions n’ont pas de responsable.", orphans)
        yield Fact(words.format(n=orphans), "attention")


def _copil(champs: Champs) -> Iterator[Fact]:
    """A COPIL is of both sides (article 6), and looks at figures as they stood on its day."""
    if champs.get("type_reunion") != COPIL:
        return
    sides = Counter(
        str(each.get("partie") or "")
        for each in elements(champs, PRESENCES)
        if champs.get("etat") != TENUE or str(each.get("presence") or "") in CAME
    )
    if not sides[_SIDES[0]]:
        yield Fact(_("Aucun représentant de l’ARS n’y est inscrit."), "attention")
    if not sides[_SIDES[1]]:
        yield Fact(_("Aucun représentant de la MIVILUDES n’y est inscrit."), "attention")
    frozen = elements(champs, "mesures")
    if frozen:
        words = ngettext(
            "{n} valeur d’indicateur figée le {jour}.", "{n} valeurs d’indicateurs figées le {jour}.", len(frozen)
        )
        yield Fact(words.format(n=len(frozen), jour=day(frozen[0].get("figee_le"))), "succes")
    else:
        yield Fact(_("Aucun indicateur n’y est figé."), "attention" if champs.get("etat") == TENUE else "")


def _around(uow: UnitOfWork, view: RecordView) -> Iterator[Fact]:
    """Lead to the meeting before, and to the one after."""
    reference = str(Reference(view.espace, view.rec))
    following = [row for row in uow.records.rows(KIND, uow.records.ids(Query(KIND, (("suite_de", reference),)))) if row]
    for row in following:
        told = _("Réunion suivante\u00a0: {jour}.").format(jour=day(row.values.get("tenue_le")) or _("sans date"))
        yield Fact(told, "", KIND, row.rec.hex())
    former = shown(view.state).get("suite_de")
    if isinstance(former, str) and former:
        yield Fact(_("Fait suite à une réunion."), "", KIND, former.rpartition(":")[2])
