"""How a noun is declared: one class for the noun, one annotated line for each of its fields.

Payload, projection, search, form, lists, history and exports read these declarations; nothing else names a field.
"""

import re
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, ClassVar, Literal, dataclass_transform, get_args, get_origin, get_type_hints

from mvl_desktop.domain.references import Reference

Fusion = Literal["valeur", "texte", "ensemble"]
Forme = Literal["", "heure"]
Sort = Literal["texte_court", "texte", "date", "oui_non", "entier", "code", "codes", "liste", "elements", "reference"]
ARBITRAGES = "arbitrages"
"""The group of a record where decisions between two values are told."""
RANG = "rang"
"""The hidden key of every element that holds its place in the list."""

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_RESERVED = frozenset({"id", RANG})
_SIMPLE: Mapping[object, Sort] = {bool: "oui_non", int: "entier", date: "date", Reference: "reference"}


@dataclass(frozen=True, slots=True)
class Champ:
    """What the product must know of a field, besides its type."""

    libelle: str
    """Its label, as a person reads it."""
    groupe: str = ""
    """The part of the form where it stands."""
    aide: str = ""
    """One sentence under the field."""
    fusion: Fusion = "valeur"
    """How two changes that did not see each other unite: whole value, word by word, or element by element."""
    nominatif: bool = False
    """Whether it may name or describe a person: masked in communicable copies."""
    liste: bool = False
    """Whether lists show it as a column."""
    filtre: bool = False
    """Whether lists can be filtered by it."""
    retrouve: bool = False
    """Whether the application itself finds records by it: rows hold it, no list shows it nor offers it as a filter."""
    guette: bool = False
    """Whether the first page looks, each time, for the few that hold a certain value of it."""
    compte: bool = False
    """Whether statistics count by it: of a field of an element, rows hold it beside the others of its element."""
    cherche: int = 0
    """Its weight in full-text search; 0 leaves it out."""
    nomenclature: str | None = None
    """The list of codes that it takes its value from."""
    requis: bool = False
    """Whether the form asks for it; nothing is ever refused for want of it."""
    vers: str | None = None
    """The kind that a reference points to."""
    largeur: int = 0
    """Width that suits it, in characters; 0 lets the screen choose."""
    lettre: str = ""
    """Keyboard mnemonic, when the label's own letters do not do."""
    cache: bool = False
    """Whether forms leave it to the application, which fills it itself."""
    lecture: bool = False
    """Whether forms show it and let nobody type it: the application adds to it."""
    reduit: bool = False
    """Whether the part of the form where it stands is closed at first."""
    visible_si: tuple[str, ...] = ()
    """When forms show it: a field beside it, then the codes that it must hold (`oui`, `non`); none: filled."""
    suggestions: str = ""
    """Where the values that forms propose come from: `personnes` who work here, or the labels of a nomenclature."""
    forme: Forme = ""
    """How a line is written: an `heure` is kept as `14:30` when it can be read, as it was typed otherwise."""
    passe: bool = False
    """Whether a date says what has happened: forms remark on a day to come, and refuse nothing."""
    sans_nom: bool = False
    """Whether it should name nobody: forms give advice when it seems to."""
    litteral: bool = False
    """Whether it holds words as they were said: forms give no advice on them."""
    calcul: Callable[[Mapping[str, object]], str] | None = None
    """What tells it from the other fields, as `nest` gives them: nobody writes it, and what was written is not read."""
    repli: Callable[[Mapping[str, object]], date | None] | None = None
    """What lists show of a date as long as nobody wrote it, told from the other fields as `nest` gives them."""


@dataclass(frozen=True)
class DeclaredField:
    """A field as declared: its name, what is known of it, and what sort of value it holds."""

    name: str
    champ: Champ
    sort: Sort
    champs: tuple["DeclaredField", ...] = ()
    """For `elements` only: the fields of one element, in their order."""
    libelle_element: str = ""
    """For `elements` only: what one element is called."""

    @property
    def libelle(self) -> str:
        """Return its label."""
        return self.champ.libelle

    def is_shown(self, values: Mapping[str, object]) -> bool:
        """Whether a form shows it beside these values; what holds something is never hidden."""
        condition = self.champ.visible_si
        if not condition or _is_filled(values.get(self.name)):
            return True
        name, *codes = condition
        value = values.get(name)
        if not codes:
            return _is_filled(value)
        held = value if isinstance(value, (list, tuple, frozenset)) else (value,)
        return any(code in codes for code in map(_code, held))

    def member(self, name: str) -> "DeclaredField | None":
        """Return the field of an element by its name, its place in the list included."""
        return self._members.get(name)

    @cached_property
    def _members(self) -> Mapping[str, "DeclaredField"]:
        return {field.name: field for field in (_RANG, *self.champs)}


def _is_filled(value: object) -> bool:
    return value is not None and value not in ("", [], (), frozenset())


def _code(value: object) -> object:
    return ("oui" if value else "non") if isinstance(value, bool) else value


_RANG = DeclaredField(RANG, Champ("Place dans la liste", cache=True), "entier")


@dataclass(frozen=True)
class Declaration:
    """Everything that was declared of one kind of record."""

    kind: str
    libelle: str
    pluriel: str
    feminin: bool
    compartiment: bool
    """Whether its records live in a compartment, with other members than the espace that refers to them."""
    champs: tuple[DeclaredField, ...]
    titres: tuple[str, ...]
    """Fields that name a record in a list: the first that is filled."""

    @property
    def groupes(self) -> tuple[str, ...]:
        """Return the parts of the form, in order."""
        return tuple(dict.fromkeys(field.champ.groupe for field in self.champs))

    def is_closed(self, groupe: str) -> bool:
        """Whether a part of the form is closed at first."""
        return any(field.champ.reduit for field in self.champs if field.champ.groupe == groupe)

    def champ(self, name: str) -> DeclaredField | None:
        """Return a field by its name."""
        return self._champs.get(name)

    @cached_property
    def _champs(self) -> Mapping[str, DeclaredField]:
        return {field.name: field for field in self.champs}

    def field_of(self, key: str) -> DeclaredField | None:
        """Return the field that a flat key belongs to: `objet`, `natures/<code>`, `faits/<id>`, `faits/<id>/recit`."""
        name, _, rest = key.partition("/")
        field = self.champ(name)
        if field is None or not rest:
            return field if field is None or field.sort not in ("codes", "elements") else None
        id_, _, member = rest.partition("/")
        if field.sort == "elements" and is_element_id(id_):
            return field.member(member) if member else field
        return field if field.sort == "codes" and not member else None

    @cached_property
    def calcules(self) -> tuple[DeclaredField, ...]:
        """The fields that nobody writes: the others tell them each time that the record is read."""
        return tuple(field for field in self.champs if field.champ.calcul is not None)

    @cached_property
    def replis(self) -> tuple[DeclaredField, ...]:
        """The dates that lists tell from other fields as long as nobody wrote them."""
        return tuple(field for field in self.champs if field.champ.repli is not None)

    def is_narrative(self, key: str) -> bool:
        """Whether the values under this flat key merge word by word."""
        field = self.field_of(key)
        return field is not None and field.sort == "texte"

    def wording(self, key: str) -> str:
        """Return what a person reads for a flat key: « Objet », « Faits – Récit », or « Champ inconnu (clé) »."""
        field = self.field_of(key)
        parent = self.champ(key.partition("/")[0])
        if field is None or parent is None:
            return f"Champ inconnu ({key})"
        return field.libelle if field is parent else f"{parent.libelle} – {field.libelle}"

    def titre(self, champs: Mapping[str, object]) -> str:
        """Return what names a record in lists, from its fields, flat or nested."""
        named = (champs.get(name) for name in self.titres)
        return next((value for value in named if isinstance(value, str) and value), f"{self.libelle} sans titre")


def is_element_id(text: str) -> bool:
    """Whether a text is an element's id: 8 bytes in lower-case hexadecimal."""
    return len(text) == 16 and all(c in "0123456789abcdef" for c in text)


def _declared(noun: type) -> tuple[DeclaredField, ...]:
    hints = get_type_hints(noun, include_extras=True)
    parts = [base for base in noun.__mro__[1:] if issubclass(base, Partie)]
    names = dict.fromkeys(name for base in (*parts, *noun.__mro__) for name in vars(base).get("__annotations__", ()))
    return tuple(_field(name, hints[name]) for name in names if get_origin(hints[name]) is Annotated)


def _field(name: str, hint: object) -> DeclaredField:
    type_, champ = get_args(hint)
    if not isinstance(champ, Champ) or not _NAME.match(name) or name in _RESERVED:
        raise TypeError(f"{name}: not a field declaration")
    sort, element = _sort(_without_none(type_), champ)
    if (sort == "codes") != (champ.fusion == "ensemble") or (sort == "texte") != (champ.fusion == "texte"):
        raise TypeError(f"{name}: {sort} does not merge as {champ.fusion}")
    if element is None:
        return DeclaredField(name, champ, sort)
    return DeclaredField(name, champ, sort, element.element_champs, element.element_libelle)


def _without_none(type_: object) -> object:
    if get_origin(type_) in (types.UnionType, typing.Union):
        kept = [arg for arg in get_args(type_) if arg is not type(None)]
        if len(kept) == 1:
            return kept[0]
    return type_


def _sort(type_: object, champ: Champ) -> tuple[Sort, "type[Element] | None"]:
    if type_ in _SIMPLE:
        return _SIMPLE[type_], None
    if type_ is str:
        return ("code" if champ.nomenclature else "texte" if champ.fusion == "texte" else "texte_court"), None
    origin, args = get_origin(type_), get_args(type_)
    if origin is frozenset and args == (str,):
        return "codes", None
    if origin is tuple and args == (str, ...):
        return "liste", None
    if origin is tuple and len(args) == 2 and isinstance(args[0], type) and issubclass(args[0], Element):
        return "elements", args[0]
    raise TypeError(f"no sort of field for {type_!r}")


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Partie:
    """Base of a part of a noun, fields that belong together: a long noun is its parts, one after the other."""

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        if Partie in cls.__bases__:  # the noun made of parts is finished by `Fiche`
            dataclass(frozen=True, kw_only=True, repr=False)(cls)


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Element:
    """Base of what is repeated inside a record: a person, a fact, a step. Each has an id of 16 hex digits."""

    element_libelle: ClassVar[str]
    element_champs: ClassVar[tuple[DeclaredField, ...]]

    def __init_subclass__(cls, *, libelle: str, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.element_libelle = libelle
        cls.element_champs = _declared(cls)
        dataclass(frozen=True, kw_only=True, repr=False)(cls)


class Arbitrage(Element, libelle="Décision"):
    """One decision between values that two people gave. Its revision says who decided, and when."""

    champ: Annotated[str, Champ("Champ décidé", cache=True)] = ""
    motif: Annotated[str, Champ("Motif", nominatif=True, cache=True)] = ""
    acte: Annotated[str, Champ("Acte", cache=True)] = ""
    """`contestation` when it asks that a decision be taken again, and says why; empty for the decision itself."""


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Fiche:
    """Base of every noun that is a record of its own. Its own fields come after those of the noun."""

    declaration: ClassVar[Declaration]
    arbitrages: Annotated[tuple[Arbitrage, ...], Champ("Décisions d’arbitrage", groupe="Décisions", cache=True)] = ()

    def __init_subclass__(
        cls,
        *,
        kind: str,
        libelle: str,
        pluriel: str,
        titres: tuple[str, ...] = (),
        feminin: bool = False,
        compartiment: bool = False,
        **kwargs: object,
    ) -> None:
        super().__init_subclass__(**kwargs)
        cls.declaration = Declaration(kind, libelle, pluriel, feminin, compartiment, _declared(cls), titres)
        dataclass(frozen=True, kw_only=True, repr=False)(cls)
