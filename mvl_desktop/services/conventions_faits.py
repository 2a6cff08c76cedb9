"""What the application says of a convention and of a fiche d’action: dates, what is late, what is missing."""

from collections.abc import Iterator, Sequence

from mvl_desktop.domain.convention_vie import (
    Vie,
    differends_ouverts,
    engagements_sans_action,
    number,
    vie,
)
from mvl_desktop.domain.echeances_faits import Champs, text
from mvl_desktop.domain.fiche_action_vie import avancement, constats
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, RecordView, UnitOfWork
from mvl_desktop.services.conventions import ACTION, KIND, ActionLiee, actions_of
from mvl_desktop.services.conventions_words import avancement_en_mots, constat_en_mots, etat_en_mots
from mvl_desktop.services.facts import Fact, Tone
from mvl_desktop.services.records import shown
from mvl_desktop.services.spoken import day

BILAN = "bilan"
LATE_MAX = 3
"""How many late actions are named; the rest is counted."""
_TONES: dict[str, Tone] = {
    "en_vigueur": "succes",
    "renouvelee": "succes",
    "a_renouveler": "attention",
    "denoncee": "attention",
    "expiree": "danger",
    "terminee": "danger",
}
_ENDING = frozenset({"a_renouveler", "denoncee", "expiree", "terminee", "remplacee"})


def facts_of_convention(ports: Ports, uow: UnitOfWork, view: RecordView) -> Sequence[Fact]:
    """Return what can be said of a convention today: its life first, then what asks for something."""
    champs, today = nest(KIND, shown(view.state)), ports.clock.now().date()
    found, linked = vie(champs, today), actions_of(uow, view)
    return (
        *_life(found),
        *_avenants(found),
        *_disputes(champs),
        *_bilan(uow, view, found),
        *_actions(champs, linked, found),
        *_others(uow, view, champs, found),
    )


def facts_of_action(ports: Ports, uow: UnitOfWork, view: RecordView) -> Sequence[Fact]:
    """Return what can be said of a fiche d'action today: how far it has come, what is late, what indicators show."""
    champs, today = nest(ACTION, shown(view.state)), ports.clock.now().date()
    found = avancement(champs, today)
    late: Tone = "attention" if found.en_retard else "succes" if found.total and found.faites == found.total else ""
    facts = [Fact(avancement_en_mots(found), late)]
    if found.fin_passee:
        facts.append(Fact(_("Elle devait être finie le {jour}.").format(jour=day(text(champs, "fin_le"))), "attention"))
    if found.prochaine is not None:
        words = _("Prochaine étape, le {jour}\u00a0: {etape}")
        shown_day = day(text(found.prochaine, "prevue_le"))
        facts.append(Fact(words.format(jour=shown_day, etape=text(found.prochaine, "intitule"))))
    facts += [
        Fact(constat_en_mots(each), "succes" if each.issue == "atteint" else "")
        for each in constats(champs)
        if not each.code
    ]
    return tuple(facts)


def _life(found: Vie) -> Iterator[Fact]:
    said = _("{etat}.").format(etat=etat_en_mots(found))
    if found.signee_le is not None:
        since = _("Signée le {jour}.").format(jour=day(found.signee_le.isoformat()))
        said = f"{said} {since}"
    yield Fact(said, _TONES.get(found.etat, ""))
    if found.en_vigueur and found.denoncee_le is None and found.fin is not None:
        left = (found.fin - found.jour).days
        words = ngettext("Il lui reste {n} jour.", "Il lui reste {n} jours.", left).format(n=left)
        notice = found.dernier_preavis
        if notice is not None and notice >= found.jour:
            last = _("Dernier jour pour la dénoncer avant son terme\u00a0: {jour}.")
            words = f"{words} {last.format(jour=day(notice.isoformat()))}"
        yield Fact(words)
    coming = next((each for each in found.alertes if each > found.jour), None)
    if found.etat in ("en_vigueur", "renouvelee") and coming is not None:
        yield Fact(_("Le renouvellement sera rappelé le {jour}.").format(jour=day(coming.isoformat())))


def _avenants(found: Vie) -> Iterator[Fact]:
    for each in found.sans_effet:
        words = _("L’avenant n°\u00a0{n} ne prolonge rien\u00a0: signé après le terme, ou sans jour de plus.")
        yield Fact(words.format(n=number(each)), "attention")


def _disputes(champs: Champs) -> Iterator[Fact]:
    count = len(differends_ouverts(champs))
    if count:
        words = ngettext(
            "{n} différend est ouvert\u00a0: il se règle à l’amiable.",
            "{n} différends sont ouverts\u00a0: ils se règlent à l’amiable.",
            count,
        )
        yield Fact(words.format(n=count), "attention")


def _bilan(uow: UnitOfWork, view: RecordView, found: Vie) -> Iterator[Fact]:
    if found.etat not in _ENDING:
        return
    named = str(Reference(view.espace, view.rec))
    if not uow.records.count(Query(BILAN, (("convention", named), ("type_bilan", "final")))):
        yield Fact(_("Le bilan final du partenariat reste à établir (article 6)."), "attention")


def _actions(champs: Champs, linked: Sequence[ActionLiee], found: Vie) -> Iterator[Fact]:
    left = len(engagements_sans_action(champs, (each.champs for each in linked)))
    if left and found.en_vigueur:
        words = ngettext(
            "{n} engagement n’a pas encore de fiche d’action.",
            "{n} engagements n’ont pas encore de fiche d’action.",
            left,
        )
        yield Fact(words.format(n=left), "attention")
    states = [(each, avancement(each.champs, found.jour)) for each in linked]
    late = [each for each, stands in states if stands.en_retard or stands.fin_passee]
    for each in late[:LATE_MAX]:
        titled = required(ACTION).titre(each.champs)
        yield Fact(_("En retard\u00a0: {action}").format(action=titled), "attention", ACTION, each.id)
    if len(late) > LATE_MAX:
        words = ngettext("{n} autre action est en retard.", "{n} autres actions sont en retard.", len(late) - LATE_MAX)
        yield Fact(words.format(n=len(late) - LATE_MAX), "attention")
    if linked and not late:
        words = ngettext("{n} fiche d’action, rien en retard.", "{n} fiches d’actions, rien en retard.", len(linked))
        yield Fact(words.format(n=len(linked)))


def _others(uow: UnitOfWork, view: RecordView, champs: Champs, found: Vie) -> Iterator[Fact]:
    """Another convention of the same région that holds on the same day is told: one of the two is one too many."""
    region = text(champs, "region")
    if not region or not found.en_vigueur:
        return
    for rec in uow.records.find(KIND):
        other = uow.records.get(rec) if rec != view.rec else None
        values = nest(KIND, shown(other.state)) if other is not None else {}
        if text(values, "region") == region and vie(values, found.jour).en_vigueur:
            words = _("Une autre convention de la même région est en vigueur\u00a0: {autre}")
            yield Fact(words.format(autre=required(KIND).titre(values)), "attention", KIND, rec.hex())
