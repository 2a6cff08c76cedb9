"""What the application says of a serie or of a study of others: what is missing, what cannot be joined or added."""

from collections.abc import Iterator, Mapping, Sequence

from mvl_desktop.domain.comparaison import Comparaison, Compte
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.serie_lecture import KIND, Lecture, Rang, lecture
from mvl_desktop.i18n import N_, _, ngettext
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, RecordView, UnitOfWork
from mvl_desktop.services.comparaisons import compared
from mvl_desktop.services.facts import Fact
from mvl_desktop.services.records import shown

OBSTACLES: Mapping[str, str] = {
    "declare": N_("Ces valeurs ne se tracent pas d’une ligne\u00a0: leurs définitions changent."),
    "sans_date": N_("Une valeur n’est d’aucune période connue\u00a0: aucune ligne n’est tracée."),
    "inegales": N_("Les périodes n’ont pas la même longueur\u00a0: aucune ligne n’est tracée de l’une à l’autre."),
    "une_seule": N_("Une seule période est connue\u00a0: il n’y a pas de ligne à tracer."),
}
STATUTS: Mapping[str, str] = {
    "arrondie": N_("arrondie"),
    "estimee": N_("estimée"),
    "calculee": N_("calculée par nous"),
    "secondaire": N_("de seconde main"),
}


def facts_of_serie(_ports: Ports, _uow: UnitOfWork, view: RecordView) -> Sequence[Fact]:
    """Return what must be known of a serie before reading it."""
    read = lecture(nest(KIND, shown(view.state)))
    found = [Fact(_("Chiffres publiés par d’autres\u00a0: ils ne s’ajoutent jamais aux nôtres."))]
    if read.obstacle is not None:
        found.append(Fact(_(OBSTACLES[read.obstacle]), "attention"))
    if read.obstacle == "inegales":
        found += [Fact(said) for said in uneven_said(read)]
    holes = [rang.libelle for rang in read.rangs if rang.est_trou]
    if holes:
        said = ngettext("Non trouvé\u00a0: {quand}.", "Non trouvés\u00a0: {quand}.", len(holes))
        found.append(Fact(said.format(quand=", ".join(holes)), "attention"))
    if unread := _unread(read):
        found.append(
            Fact(_("Valeurs que l’application ne sait pas lire\u00a0: {lesquelles}.").format(lesquelles=unread))
        )
    for statut, said in STATUTS.items():
        where = [rang.libelle for rang in read.rangs if _holds(rang, statut)]
        if where:
            found.append(Fact(_("Valeur {statut}\u00a0: {quand}.").format(statut=_(said), quand=", ".join(where))))
    return found


def facts_of_study(_ports: Ports, uow: UnitOfWork, view: RecordView) -> Sequence[Fact]:
    """Return the series that come from a study."""
    reference = f"ref:{view.espace.hex()}:{view.rec.hex()}"
    rows = uow.records.rows(KIND, uow.records.ids(Query(KIND, (("etude", reference),))))
    named = [(row.rec.hex(), str(row.values.get("intitule") or "")) for row in rows if row is not None]
    return [
        Fact(_("Ses chiffres\u00a0: {titre}").format(titre=titre or _("série sans titre")), "", KIND, rec)
        for rec, titre in named
    ]


def uneven_said(read: Lecture) -> Iterator[str]:
    """Say the last two periods of each line side by side, when one is longer: what may be said of them, no more."""
    for ligne in read.lignes:
        known = [
            Compte(point.nombre, point.periode)
            for point in read.points(ligne)
            if point.nombre is not None and point.periode is not None
        ]
        last = Comparaison(known[-1], known[-2]) if len(known) > 1 else None
        if last is not None and last.inegales:
            said = " ".join(compared(last))
            yield _("{ligne}\u00a0: {texte}").format(ligne=ligne, texte=said) if ligne else said[:1].upper() + said[1:]


def _holds(rang: Rang, statut: str) -> bool:
    return any(point.statut == statut and point.nombre is not None for point in rang.points.values())


def _unread(read: Lecture) -> str:
    points = [point for rang in read.rangs for point in rang.points.values()]
    return ", ".join(
        f"{point.libelle} («\u00a0{point.dit}\u00a0»)" for point in points if point.dit and not point.nombre
    )
