"""How figures are cut: by time, by délégation, by what the signalant is, by a field; what each line is called."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.figure import RESERVE, VIDE
from mvl_desktop.domain.indicateurs import ANNEE, ESPACE, MOIS, SIGNALANT, TEMPS, TRIMESTRE, CoupeInconnueError, Formule
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.periode import Periode, PeriodeInvalideError
from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.counting import Cell

_LABELS = {
    MOIS: N_("Mois"),
    TRIMESTRE: N_("Trimestre"),
    ANNEE: N_("Année"),
    ESPACE: N_("Espace"),
    SIGNALANT: N_("Qualité du signalant"),
}
_YES, _NO = "oui", "non"
_YEARS = 200
"""Beyond, a cut by time would be lines that nobody reads."""

Keys = Callable[[Sequence[Cell]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Coupe:
    """A cut: the fields it reads, the lines that their values stand in, what lines are called and their order."""

    code: str
    libelle: str
    columns: tuple[str, ...] = ()
    keys: Keys = field(default=lambda _cells: (), repr=False)
    label: Callable[[str], str] = field(default=str, repr=False)
    order: tuple[str, ...] = ()
    """The lines in their order, those of which nothing is counted among them."""
    always: bool = False
    """Whether the lines of `order` are shown even when nothing stands in them."""
    exclusive: bool = True

    def sorted(self, keys: Iterable[str]) -> list[str]:
        """Return these lines in order: those that say nothing, then those that are reserved, come last."""
        places = {key: place for place, key in enumerate(self.order)}
        known = set(keys) | (set(self.order) if self.always else set())
        return sorted(known, key=lambda key: (key == RESERVE, key == VIDE, places.get(key, len(places)), key))


WHOLE = Coupe("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a cut may need to know besides the records: codes, names of espaces, what signalants are."""

    lists: Nomenclatures
    espaces: Callable[[], dict[str, str]]
    signalants: Callable[[], dict[str, str]]
    """By the reference that a signalement says, the quality of each signalant that this post may read."""


def coupe_of(formule: Formule, code: str, periode: Periode, known: Known, offered: Sequence[str]) -> Coupe:
    """Return a cut. CoupeInconnueError: no such field, not kept, or it would tell people apart."""
    if not code:
        return WHOLE
    if code in TEMPS:
        return _by_time(code, formule.date, periode)
    if code == ESPACE:
        names = known.espaces()
        order = tuple(sorted(names, key=lambda each: names[each]))
        return Coupe(code, _(_LABELS[code]), (ESPACE,), _plain, lambda key: names.get(key, key), order)
    if code == SIGNALANT and formule.kind == "signalement":
        return _by_signalant(known)
    return _by_field(formule, code, known.lists, offered)


def _by_time(code: str, dated: str, periode: Periode) -> Coupe:
    if periode.au.year - periode.du.year > _YEARS:
        raise PeriodeInvalideError
    parts: dict[str, Periode] = {}
    for month in periode.months():
        key = _time_key(code, month.du.isoformat())
        parts[key] = Periode(parts[key].du if key in parts else month.du, month.au)
    return Coupe(
        code,
        _(_LABELS[code]),
        (dated,),
        lambda cells: (_time_key(code, str(cells[0])),),
        lambda key: parts[key].libelle if key in parts else key,
        tuple(parts),
        always=True,
    )


def _time_key(code: str, day: str) -> str:
    if code == ANNEE:
        return day[:4]
    return day[:7] if code == MOIS else f"{day[:4]}-T{(int(day[5:7]) + 2) // 3}"


def _by_signalant(known: Known) -> Coupe:
    found, declared = known.signalants(), required("signalant").champ("qualite")
    liste = declared.champ.nomenclature or "" if declared is not None else ""

    def keys(cells: Sequence[Cell]) -> tuple[str, ...]:
        return (found.get(str(cells[0]), RESERVE) if cells[0] else VIDE,)

    def label(key: str) -> str:
        if key == VIDE:
            return _("Signalant non renseigné")
        return _("Réservé") if key == RESERVE else _(known.lists.libelle(liste, key))

    return Coupe(SIGNALANT, _(_LABELS[SIGNALANT]), (SIGNALANT,), keys, label, known.lists.codes(liste))


def _by_field(formule: Formule, code: str, lists: Nomenclatures, offered: Sequence[str]) -> Coupe:
    group, _slash, member = code.partition("/")
    parent = required(formule.kind).champ(group)
    declared = parent.member(member) if parent is not None and member else parent
    if declared is None or not _is_cut(declared, offered, code):
        raise CoupeInconnueError
    counted = bool(member) and group == formule.groupe
    many = declared.sort in ("codes", "liste") or (bool(member) and not counted)
    kept = declared.champ.compte if counted else _is_kept(declared)
    if not kept or (declared.sort == "liste" and not member):
        raise CoupeInconnueError
    liste = declared.champ.nomenclature
    codes = (_YES, _NO) if declared.sort == "oui_non" else lists.codes(liste or "")
    return Coupe(
        code,
        _(declared.libelle),
        (code,),
        _each if many else _yes_no if declared.sort == "oui_non" else _plain,
        lambda key: _label(declared, key, lists),
        codes,
        exclusive=not many,
    )


def _is_cut(declared: DeclaredField, offered: Sequence[str], code: str) -> bool:
    """Whether figures may be cut by a field: codes and yes-no, what the indicator offers; never what names people."""
    if declared.champ.nominatif or declared.champ.suggestions == "personnes":
        return False
    return declared.sort in ("code", "codes", "oui_non") or code in offered


def _is_kept(declared: DeclaredField) -> bool:
    champ = declared.champ
    return champ.liste or champ.filtre or champ.retrouve


def _label(declared: DeclaredField, key: str, lists: Nomenclatures) -> str:
    if key == VIDE:
        return _("Non renseigné")
    if declared.sort == "oui_non":
        return _("Oui") if key == _YES else _("Non")
    liste = declared.champ.nomenclature
    return _(lists.libelle(liste, key)) if liste else key


def _plain(cells: Sequence[Cell]) -> tuple[str, ...]:
    return (str(cells[0]) if cells[0] is not None else VIDE,)


def _yes_no(cells: Sequence[Cell]) -> tuple[str, ...]:
    return (VIDE if cells[0] is None else _YES if cells[0] else _NO,)


def _each(cells: Sequence[Cell]) -> tuple[str, ...]:
    held = cells[0]
    if not held:
        return (VIDE,)
    return tuple(dict.fromkeys(held)) if isinstance(held, tuple) else (str(held),)
