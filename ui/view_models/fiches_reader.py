"""What the reader of a fiche de conduite shows, in the order in which somebody on the phone needs it. No widget."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from mvl_desktop.domain.champ import Declaration
from mvl_desktop.i18n import N_, _
from ui.text import short_date, titled
from ui.values import Values
from ui.view_models.rows_model import Wording

RETIRED = "retiree"
Manner = Literal["texte", "fort", "etapes", "interdits", "alertes", "liste", "modeles"]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a fiche. `numero`: the key that jumps to it, up to 9. A line of `alertes`: case, whom, how and when.

    A line of `modeles`: title, text.
    """

    numero: int
    champ: str
    titre: str
    manner: Manner
    lines: tuple[tuple[str, ...], ...] = field(repr=False)

    @property
    def spoken(self) -> str:
        """Return all of it in one text, for screen readers."""
        numbered = self.manner == "etapes"
        said = (" – ".join(part for part in line if part) for line in self.lines)
        return "\n".join(f"{place}. {line}" if numbered else line for place, line in enumerate(said, 1))


@dataclass(frozen=True, slots=True)
class Head:
    """What is above the blocks."""

    titre: str
    ligne: str
    """Code, version, status, for whom."""
    urgence: str
    immediate: bool
    validation: str
    a_revoir: str
    """Set when the day to look at it again is over."""
    retiree: bool


_ORDER: tuple[tuple[str, str, Manner], ...] = (
    ("declencheur", N_("Quand ouvrir cette fiche"), "texte"),
    ("a_faire_immediatement", N_("À faire immédiatement"), "fort"),
    ("etapes", N_("Étapes"), "etapes"),
    ("alertes", N_("Qui alerter"), "alertes"),
    ("a_ne_pas_faire", N_("À ne pas faire"), "interdits"),
    ("information_personne", N_("Que dire à la personne"), "texte"),
    ("tracabilite", N_("Pièces, traces et confidentialité"), "liste"),
    ("signes", N_("Signes"), "liste"),
    ("base_legale", N_("Base légale"), "liste"),
    ("modeles", N_("Modèles de courrier"), "modeles"),
    ("nouveautes", N_("Ce qui change dans cette version"), "texte"),
)


def blocks(champs: Values) -> tuple[Block, ...]:
    """Return the parts of a fiche that say something, numbered in their order."""
    made: list[Block] = []
    for champ, titre, manner in _ORDER:
        lines = tuple(_lines(champs, champ))
        if lines:
            made.append(Block(len(made) + 1, champ, _(titre), manner, lines))
    return tuple(made)


def head(declaration: Declaration, champs: Values, wording: Wording, today: date) -> Head:
    """Return the title of a fiche and what to know of it before trusting it."""
    version = champs.get("version")
    publics = champs.get("publics")
    whom = ", ".join(_(wording("publics", str(code))) for code in publics) if isinstance(publics, (list, tuple)) else ""
    parts = [
        _text(champs, "code"),
        _("version {n}").format(n=version) if isinstance(version, int) else "",
        _code(champs, "statut", "statuts_fiche", wording),
        _("pour\u00a0: {publics}").format(publics=whom) if whom else "",
    ]
    return Head(
        titre=titled(declaration, declaration.titre(champs)),
        ligne=" · ".join(part for part in parts if part),
        urgence=_code(champs, "urgence", "urgences", wording),
        immediate=champs.get("urgence") == "immediate",
        validation=_validation(champs, wording),
        a_revoir=_overdue(champs, today),
        retiree=champs.get("statut") == RETIRED,
    )


def _lines(champs: Values, name: str) -> Iterator[tuple[str, ...]]:
    value = champs.get(name)
    if name == "alertes" and isinstance(value, (list, tuple)):
        for each in value:
            if isinstance(each, Mapping):
                how = (_text(each, "moyen"), _text(each, "delai"))
                line = (_text(each, "cas"), _text(each, "destinataire"), " · ".join(part for part in how if part))
                if any(line):
                    yield line
    elif name == "modeles" and isinstance(value, (list, tuple)):
        for each in value:
            if isinstance(each, Mapping):
                yield (_text(each, "intitule") or _text(each, "objet"), _text(each, "texte"))
    elif name == "tracabilite":
        yield from _plain(champs.get("pieces_a_reunir"))
        yield from ((part,) for part in (_text(champs, name), _text(champs, "confidentialite")) if part)
    elif isinstance(value, (list, tuple)):
        yield from _plain(value)
    elif _text(champs, name).strip():
        yield (_text(champs, name),)


def _plain(value: object) -> Iterator[tuple[str]]:
    if isinstance(value, (list, tuple)):
        yield from ((str(each),) for each in value if str(each).strip())


def _text(champs: Values, name: str) -> str:
    value = champs.get(name)
    return value if isinstance(value, str) else ""


def _code(champs: Values, name: str, nomenclature: str, wording: Wording) -> str:
    code = _text(champs, name)
    return _(wording(nomenclature, code)) if code else ""


def _validation(champs: Values, wording: Wording) -> str:
    if champs.get("statut") == RETIRED:
        motif, other = _text(champs, "motif_retrait"), _text(champs, "remplacee_par")
        said = _("Fiche retirée\u00a0: {motif}") if motif else _("Fiche retirée, à ne plus appliquer")
        instead = _("remplacée par {code}").format(code=other) if other else ""
        return " · ".join(part for part in (said.format(motif=motif), instead) if part)
    if parties := " · ".join(_agreements(champs, wording)):
        return parties
    who, when = _text(champs, "validee_par"), _day(champs, "validee_le")
    if who and when:
        return _("Validée par {who}, le {day}").format(who=who, day=short_date(when))
    if when:
        return _("Validée le {day}").format(day=short_date(when))
    return _("Pas encore validée par les deux parties")


def _agreements(champs: Values, wording: Wording) -> Iterator[str]:
    """Give the parties of the convention that agreed on the version shown."""
    given = champs.get("validations")
    for each in given if isinstance(given, (list, tuple)) else ():
        if isinstance(each, Mapping) and each.get("version") in (None, champs.get("version")):
            who, when = _code(each, "partie", "parties_convention", wording), _day(each, "validee_le")
            if who and when:
                yield _("Validée par {who}, le {day}").format(who=who, day=short_date(when))


def _overdue(champs: Values, today: date) -> str:
    day = _day(champs, "a_revoir_le")
    return _("À revoir depuis le {day}").format(day=short_date(day)) if day and day < today else ""


def _day(champs: Values, name: str) -> date | None:
    try:
        return date.fromisoformat(_text(champs, name))
    except ValueError:
        return None
