"""What the application says of an action of training: what is to be done next, what it adds up to. Never typed."""

from collections.abc import Iterator, Sequence

from mvl_desktop.domain.formation_totaux import NOTE_MAX, Totaux, nombre_filieres, seances_de, totaux
from mvl_desktop.domain.formation_vie import KIND, Phase, situation
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.typographie import jour
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.facts import Fact
from mvl_desktop.services.figure_words import written
from mvl_desktop.services.records import shown


def facts_of_formation(ports: Ports, _uow: UnitOfWork, view: RecordView) -> Sequence[Fact]:
    """Return what can be said of an action today, what is late first."""
    champs, today = nest(KIND, shown(view.state)), ports.clock.now().date()
    stands = situation(champs, today)
    found: list[Fact] = []
    if stands.retard:
        said = ngettext(
            "{n} séance dont le jour est passé n’est dite ni tenue, ni reportée.",
            "{n} séances dont le jour est passé ne sont dites ni tenues, ni reportées.",
            stands.retard,
        )
        found.append(Fact(said.format(n=stands.retard), "attention"))
    waits = {phase.etape: phase for phase in stands.phases if phase.stade == "en_cours"}
    if "decision" in waits:
        asked = ngettext("{n} demande attend une décision.", "{n} demandes attendent une décision.", stands.demandes)
        said = asked.format(n=stands.demandes) if stands.demandes else _("Une décision est attendue.")
        found.append(Fact(said, "attention"))
    if "seances" in waits and not stands.prevues:
        found.append(Fact(_("L’action est retenue\u00a0: aucune séance n’est programmée."), "attention"))
    if stands.prochaine is not None:
        found.append(Fact(_("Prochaine séance le {jour}.").format(jour=jour(stands.prochaine))))
    if "evaluation" in waits:
        found.append(Fact(_("Toutes les séances sont tenues\u00a0: il reste à évaluer l’action."), "attention"))
    found += [Fact(said) for said in totals_said(totaux(seances_de("", champs)), nombre_filieres(champs))]
    return found


def totals_said(held: Totaux, filieres: int = 0) -> Iterator[str]:
    """Say what sessions add up to, and what nobody wrote of them."""
    said = ngettext("{n} séance tenue", "{n} séances tenues", held.seances).format(n=written(held.seances))
    if held.seances and held.seances == held.sans_effectif:
        yield _("{seances}.").format(seances=said)
    elif held.seances:
        counted = ngettext("{n} personne", "{n} personnes", held.personnes).format(n=written(held.personnes))
        yield _(
            "{seances}, {personnes}\u00a0: {siege} du siège, {delegations} des délégations, {exterieur} d’ailleurs."
        ).format(
            seances=said,
            personnes=counted,
            siege=written(held.siege),
            delegations=written(held.delegations),
            exterieur=written(held.exterieur),
        )
    if held.minutes:
        yield _("{heures}\u00a0h données, {personnes} heures-personnes.").format(
            heures=written(round(held.heures, 1)), personnes=written(round(held.heures_personnes, 1))
        )
    if held.satisfaction is not None:
        yield ngettext(
            "Satisfaction\u00a0: {note} sur {sur}, d’après {n} questionnaire.",
            "Satisfaction\u00a0: {note} sur {sur}, d’après {n} questionnaires.",
            held.reponses,
        ).format(note=written(round(held.satisfaction, 1)), sur=NOTE_MAX, n=written(held.reponses))
    if filieres:
        yield ngettext("{n} filière concernée.", "{n} filières concernées.", filieres).format(n=filieres)
    yield from unsaid(held)


def unsaid(held: Totaux) -> Iterator[str]:
    """Say what sessions held do not tell: it is not counted, and it is not nothing."""
    for count, one, several in (
        (
            held.sans_effectif,
            _("{n} séance tenue ne dit pas combien de personnes sont venues."),
            _("{n} séances tenues ne disent pas combien de personnes sont venues."),
        ),
        (
            held.notes_sans_reponses,
            _("{n} séance notée sans nombre de questionnaires n’entre pas dans la moyenne."),
            _("{n} séances notées sans nombre de questionnaires n’entrent pas dans la moyenne."),
        ),
        (
            held.sans_jour,
            _("{n} séance tenue n’a pas de date\u00a0: elle n’entre dans aucune année."),
            _("{n} séances tenues n’ont pas de date\u00a0: elles n’entrent dans aucune année."),
        ),
    ):
        if count:
            yield (one if count == 1 else several).format(n=written(count))


def waiting_phase(phases: Sequence[Phase]) -> str:
    """Return the phase that something is awaited in; empty when none is."""
    return next((phase.etape for phase in phases if phase.stade == "en_cours"), "")
