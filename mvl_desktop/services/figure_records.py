"""Use case: the records behind a number, named as lists name them; what indicators are narrowed to and cut by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from mvl_desktop.domain.figure import Requete
from mvl_desktop.domain.indicateurs import ANNEE, ESPACE, MOIS, SIGNALANT, TRIMESTRE, Filtres, Indicateur
from mvl_desktop.domain.kinds import required
from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.services import statistiques
from mvl_desktop.services.statistiques_calcul import Outils

PLACE, DOMAIN = "departement", "domaines"
_PAGE = 500
_CUTS = {
    MOIS: N_("Mois"),
    TRIMESTRE: N_("Trimestre"),
    ANNEE: N_("Année"),
    ESPACE: N_("Espace"),
    SIGNALANT: N_("Qualité du signalant"),
}
_UNCUT = ("fiches", "correspondants")
"""Families that are read in their own way and cannot be narrowed."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A record behind a number."""

    kind: str
    rec: str
    reference: str
    titre: str = field(repr=False)
    date: str = ""


def list_counted(ports: Ports, outils: Outils, requete: Requete) -> list[Counted]:
    """Return the records behind a line, each once, in the order in which they came. Raises as `statistiques.figure`."""
    found = statistiques.open_figure(ports, outils, requete)
    numbers = list(dict.fromkeys(each.id for each in found.enregistrements))
    dated = outils.indicateurs.of(requete.code).formule.date
    with ports.store.read() as uow:
        rows = [
            row
            for start in range(0, len(numbers), _PAGE)
            for row in uow.records.rows(found.kind, numbers[start : start + _PAGE])
        ]
    declared = required(found.kind)
    return [
        Counted(
            found.kind,
            row.rec.hex(),
            str(row.values.get("reference") or row.values.get("code") or ""),
            declared.titre(row.values),
            str(row.values.get(dated) or ""),
        )
        for row in rows
        if row is not None
    ]


def cuts_of(indicateur: Indicateur) -> Iterator[tuple[str, str]]:
    """Give what an indicator can be divided by: code and label."""
    for code in indicateur.coupes:
        yield code, _(_CUTS[code]) if code in _CUTS else _field_label(indicateur.formule.kind, code)


def place_cut(indicateur: Indicateur) -> str:
    """Return the cut by département; empty where there is none."""
    return next((code for code in indicateur.coupes if code.rpartition("/")[2] == PLACE), "")


def narrowed(
    indicateur: Indicateur, *, departement: str = "", domaine: str = "", espace: str = ""
) -> tuple[Filtres, tuple[str, ...]]:
    """Return the pairs that narrow an indicator to a place, a domain, an espace; and what it cannot be narrowed to."""
    pairs: list[tuple[str, str]] = []
    left: list[str] = []
    free = indicateur.famille not in _UNCUT
    for name, value, said in (
        (_place_field(indicateur), departement, N_("département")),
        (_known(indicateur.formule.kind, DOMAIN), domaine, N_("domaine")),
        (ESPACE, espace, N_("espace")),
    ):
        if value and name and free:
            pairs.append((name, value))
        elif value:
            left.append(_(said))
    return tuple(pairs), tuple(left)


def _place_field(indicateur: Indicateur) -> str:
    return place_cut(indicateur) or _known(indicateur.formule.kind, PLACE)


def _known(kind: str, name: str) -> str:
    declared = required(kind).champ(name)
    return name if declared is not None and declared.champ.filtre else ""


def _field_label(kind: str, code: str) -> str:
    group, _slash, member = code.partition("/")
    parent = required(kind).champ(group)
    declared = parent.member(member) if parent is not None and member else parent
    return _(declared.libelle) if declared is not None else code


def unnarrowed_said(left: Sequence[str]) -> str:
    """Say what an indicator was not narrowed to; nothing when it was."""
    if not left:
        return ""
    said = _("Cet indicateur ne se réduit pas à ce choix\u00a0: {quoi}. Il compte tout.")
    return said.format(quoi=", ".join(left))
