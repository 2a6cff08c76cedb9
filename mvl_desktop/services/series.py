"""Use cases on series and studies of others: those that are shipped, and one of them as a table and a chart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.serie_lecture import KIND as KIND
from mvl_desktop.domain.serie_lecture import PointLu, lecture
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.charts import Chart
from mvl_desktop.services.defaults import add_defaults
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.serie_charts import serie_of
from mvl_desktop.services.series_faits import uneven_said

ETUDE = "etude"


@dataclass(frozen=True, slots=True)
class SerieSheet:
    """A serie as it is read: every value as its source says it, its chart, and why no line joins them, if none does."""

    id: str
    titre: str = field(repr=False)
    points: tuple[PointLu, ...]
    chart: Chart
    obstacle: str = ""
    comparaisons: tuple[str, ...] = ()
    """What may be said of the last two periods when they are not as long."""


def add_default_series(
    ports: Ports,
    series: Sequence[Mapping[str, object]],
    etudes: Sequence[Mapping[str, object]],
    *,
    espace: str | None = None,
) -> list[str]:
    """Put the series and studies that come with the application in an espace; those that are here are left as they are.

    Returns the ids of what was added. Raises RefusError: aucun_espace, espace_inconnu, espace_ambigu.
    """
    return [
        *add_defaults(ports, KIND, series, espace=espace),
        *add_defaults(ports, ETUDE, etudes, espace=espace),
    ]


def read_serie(ports: Ports, id_: str) -> SerieSheet:
    """Return a serie as it is read. Raises RefusError (fiche_inconnue)."""
    with ports.store.read() as uow:
        view = existing(uow, id_, KIND)
    ports.journal.note("consultation", view.rec)
    champs = nest(KIND, shown(view.state))
    seen, read = serie_of(view.rec.hex(), champs, ports.clock.now().date()), lecture(champs)
    points = tuple(point for rang in read.rangs for point in rang.points.values())
    beside = tuple(uneven_said(read)) if read.obstacle == "inegales" else ()
    return SerieSheet(seen.rec, seen.titre, points, seen.chart, read.obstacle or "", beside)
