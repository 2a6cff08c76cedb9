"""The series that others published, drawn with their source, unit and breaks; they are never added to ours."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.serie_lecture import Lecture, PointLu, lecture
from mvl_desktop.i18n import _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.charts import UNKNOWN, Amount, Chart, Row, Table
from mvl_desktop.services.records import shown

KIND = "serie"
PUBLISHED = "publiee"


@dataclass(frozen=True, slots=True)
class SerieSeen:
    """A serie of this post and its chart."""

    rec: str
    titre: str
    chart: Chart
    drawn: bool
    """Whether its values may be joined by a line: definitions that change are read as a table."""


def list_series(ports: Ports) -> list[SerieSeen]:
    """Return the series of this post, by title."""
    found = []
    with ports.store.read() as uow:
        for espace in uow.espaces.all():
            for rec in uow.records.find(KIND, espace.id):
                view = uow.records.get(rec)
                if view is not None:
                    found.append(serie_of(rec.hex(), nest(KIND, shown(view.state)), ports.clock.now().date()))
    ports.journal.note("liste", lignes=len(found))
    return sorted(found, key=lambda each: each.titre.casefold())


def serie_of(rec: str, champs: Mapping[str, object], today: date) -> SerieSeen:
    """Return a serie as it is drawn: by a line where its values may be joined, else by bars; holes stay holes."""
    title = _text(champs, "intitule") or _text(champs, "code")
    read = lecture(champs)
    across = len(read.lignes) > len(read.rangs)
    table = Table(
        title=title,
        unit=_text(champs, "unite") or _("nombre"),
        source=" – ".join(dict.fromkeys(filter(None, (_text(champs, "producteur"), _text(champs, "source"))))) or "–",
        day=_day(champs.get("extraite_le")) or today,
        head=_("Ce qui est compté") if across else _("Période"),
        columns=tuple(rang.libelle or "?" for rang in read.rangs) if across else _columns(champs, read),
        rows=tuple(_by_line(read) if across else _by_period(read)),
        notes=tuple(_notes(champs, read)),
    )
    return SerieSeen(rec, title, Chart("courbes" if read.se_trace else "barres", table), read.se_trace)


def _columns(champs: Mapping[str, object], read: Lecture) -> tuple[str, ...]:
    whole = _text(champs, "unite") or _("Valeur")
    return tuple(line or whole for line in read.lignes) or (whole,)


def _by_period(read: Lecture) -> Iterator[Row]:
    for rang in read.rangs:
        amounts = tuple(_amount(rang.points.get(line)) for line in read.lignes)
        label = rang.libelle or "?"
        yield Row(label, label, amounts, rang.rupture)


def _by_line(read: Lecture) -> Iterator[Row]:
    for line in read.lignes:
        yield Row(line, line or "?", tuple(_amount(rang.points.get(line)) for rang in read.rangs))


def _notes(champs: Mapping[str, object], read: Lecture) -> Iterator[str]:
    """Give what must be said under the drawing: what is counted, the caution, what is not as it was published."""
    yield from filter(None, (_text(champs, "definition"), _text(champs, "prudence")))
    for rang in read.rangs:
        for point in rang.points.values():
            if point.statut not in ("", PUBLISHED) and point.remarque:
                yield _("{quand}\u00a0: {remarque}").format(quand=point.libelle, remarque=point.remarque)


def _amount(point: PointLu | None) -> Amount:
    if point is None or point.nombre is None:
        return UNKNOWN
    low, high = point.nombre.bas, point.nombre.haut
    return Amount(low, high if high != low else None, about=point.environ)


def _day(value: object) -> date | None:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return None


def _text(champs: Mapping[str, object], name: str) -> str:
    value = champs.get(name)
    return value.strip() if isinstance(value, str) else ""
