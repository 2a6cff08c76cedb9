"""The frozen values of the page « Chiffres »: over what, what is counted, what leaves of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from mvl_desktop.domain.figure import Figure
from mvl_desktop.domain.periode import Periode
from mvl_desktop.ports.charts import Chart, Manner
from ui.values import Choice

Span = Literal["annee", "annee_passee", "trimestre", "trimestre_passe", "libre"]
Beside = Literal["", "precedente", "an_passe"]


@dataclass(frozen=True, slots=True)
class ChiffreWish:
    """Over what: a period, maybe another one beside it, and only a place, a domain or an espace when they are said."""

    span: Span = "annee"
    du: date | None = None
    au: date | None = None
    """The two days, when the period is `libre`."""
    beside: Beside = ""
    departement: str = ""
    domaine: str = ""
    espace: str = ""

    def periode(self, today: date) -> Periode:
        """Return the period on a day: « cette année » moves with the years, a kept view too."""
        year, quarter = today.year, (today.month - 1) // 3 + 1
        if self.span == "libre" and self.du is not None and self.au is not None:
            return Periode(self.du, self.au)
        if self.span == "annee_passee":
            return Periode.annee(year - 1)
        if self.span == "trimestre":
            return Periode.trimestre(year, quarter)
        if self.span == "trimestre_passe":
            return Periode.trimestre(year, quarter - 1) if quarter > 1 else Periode.trimestre(year - 1, 4)
        return Periode.annee(year)

    def comparee(self, today: date) -> Periode | None:
        """Return the period beside, if any."""
        periode = self.periode(today)
        return {"precedente": periode.precedente, "an_passe": periode.an_passe}.get(self.beside)


@dataclass(frozen=True, slots=True)
class Indicateur:
    """Something that can be counted, and what it can be divided by."""

    code: str
    libelle: str
    coupes: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A figure that is asked for: its code, and what it is divided by."""

    code: str
    coupe: str = ""


@dataclass(frozen=True, slots=True)
class Chiffre:
    """A figure, and the same one over the period beside. `seuil`: under which numbers are hidden in what leaves."""

    asked: Asked
    figure: Figure
    autre: Figure | None = None
    seuil: int = 5


@dataclass(frozen=True, slots=True)
class Chiffres:
    """What the page opens with: the four figures of axe 1, and what else can be counted."""

    premiers: tuple[Chiffre, ...]
    indicateurs: tuple[Indicateur, ...]


@dataclass(frozen=True, slots=True)
class SerieLine:
    """A serie that somebody else published, as it is drawn."""

    rec: str
    titre: str
    chart: Chart = field(repr=False)
    tracable: bool = True


@dataclass(frozen=True, slots=True)
class CountedRecord:
    """One of the records behind a number."""

    kind: str
    rec: str
    reference: str
    titre: str = field(repr=False)
    date: str = ""


@dataclass(frozen=True, slots=True)
class ChiffreLeaving:
    """What leaves: a figure drawn in a manner, a serie or a map; for whom and why; `interne`: with small numbers."""

    motif: str
    destinataire: str = field(repr=False)
    wish: ChiffreWish = ChiffreWish()
    asked: Asked = Asked("")
    manner: Manner = "barres"
    serie: str = ""
    interne: bool = False
    chart: Chart | None = field(default=None, repr=False)
    """A map of activities as it stands on the screen, instead of a figure."""


@dataclass(frozen=True, slots=True)
class ChiffreWritten:
    """A figure that left."""

    numero: str
    lignes: int


def wish_document(wish: ChiffreWish) -> Mapping[str, str]:
    """Return a wish as it is remembered."""
    days = {"du": wish.du.isoformat() if wish.du else "", "au": wish.au.isoformat() if wish.au else ""}
    where = {"departement": wish.departement, "domaine": wish.domaine, "espace": wish.espace}
    return {"span": wish.span, "beside": wish.beside, **days, **where}


def read_wish(raw: object) -> ChiffreWish:
    """Read a wish as it was remembered; what does not fit is as by default."""
    if not isinstance(raw, Mapping):
        return ChiffreWish()
    said = {name: raw[name] for name in ("departement", "domaine", "espace") if isinstance(raw.get(name), str)}
    du, au = _day(raw.get("du")), _day(raw.get("au"))
    free = du is not None and au is not None and du <= au
    spans: Mapping[object, Span] = {
        name: name for name in ("annee", "annee_passee", "trimestre", "trimestre_passe", *(("libre",) if free else ()))
    }
    besides: Mapping[object, Beside] = {name: name for name in ("precedente", "an_passe")}
    return ChiffreWish(
        span=spans.get(raw.get("span"), "annee"),
        du=du if free else None,
        au=au if free else None,
        beside=besides.get(raw.get("beside"), ""),
        **said,
    )


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
