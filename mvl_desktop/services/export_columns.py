"""The columns of a list that leaves: what each cell says of a record, and what it says instead when it is masked."""

from collections.abc import Mapping
from datetime import date

from mvl_desktop.domain.champ import Champ, Declaration, DeclaredField
from mvl_desktop.domain.kinds import declaration
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import nest
from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.printing import Cell
from mvl_desktop.ports.store import ListRow, Query, UnitOfWork
from mvl_desktop.services.records import shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.spoken import day, is_filled, said

_SENDING = "etat_envoi"
_WHERE = "espace"
_REFERENCE = "reference"
SENDING_WORDS: Mapping[str, str] = {
    "a_envoyer": N_("À envoyer"),
    "remis": N_("Remis, sans accusé"),
    "atteste": N_("Reçu attesté"),
}
_SENDING_COLUMN = DeclaredField(_SENDING, Champ(N_("Envoi")), "texte_court")
_LABELS: Mapping[str, str] = {
    _SENDING: N_("Envoi"),
    _WHERE: N_("Espace"),
    "conflits": N_("Conflit à décider"),
    "suivi": N_("Que je suis"),
}
_BOUNDS: Mapping[str, str] = {">=": N_("{champ} à partir du {valeur}"), "<=": N_("{champ} jusqu’au {valeur}")}


def default_columns(declared: Declaration) -> tuple[str, ...]:
    """Return the columns of the list itself."""
    return tuple(field.name for field in declared.champs if field.champ.liste)


class Columns:
    """The columns that were asked for, in their order. A masked list has no reference: each export draws its own."""

    def __init__(
        self, declared: Declaration, names: tuple[str, ...], lists: Nomenclatures, *, masked: bool = True
    ) -> None:
        """Read what was asked for. RefusError: champ_inconnu."""
        self.declared, self.masked, self._lists = declared, masked, lists
        wanted = [name for name in dict.fromkeys(names) if not (masked and name == _REFERENCE)]
        self._fields = tuple(_SENDING_COLUMN if name == _SENDING else _declared(declared, name) for name in wanted)
        self._are_listed = all(self._is_listed(field) for field in self._fields)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the fields."""
        return tuple(field.name for field in self._fields)

    @property
    def titles(self) -> tuple[str, ...]:
        """What the columns are called."""
        return tuple(_(field.libelle) for field in self._fields)

    def cells(self, uow: UnitOfWork, row: ListRow) -> tuple[Cell, ...]:
        """Return what the columns say of a record: from the list when it holds it all, else from the whole record."""
        values: Mapping[str, object] = row.values
        if not self._are_listed:
            view = uow.records.get(row.rec)
            values = nest(view.kind, shown(view.state)) if view is not None else {}
        return tuple(self._cell(field, values.get(field.name), row) for field in self._fields)

    def _is_listed(self, field: DeclaredField) -> bool:
        champ = field.champ
        kept = champ.liste or champ.filtre or champ.retrouve or field.name in (_SENDING, *self.declared.titres)
        return kept and field.sort not in ("elements", "texte", "liste", "reference")

    def _cell(self, field: DeclaredField, value: object, row: ListRow) -> Cell:
        if field.name == _SENDING:
            return _(SENDING_WORDS.get(row.sending, row.sending))
        if not is_filled(value):
            return None
        if self.masked and field.champ.nominatif:
            return _("masqué")
        if field.sort == "reference":
            return _("réservé") if _is_apart(field) else said(field, value, self._lists)
        if field.sort == "elements":
            return len(value) if isinstance(value, list) else None
        if field.sort == "date":
            return _day(value)
        if field.sort == "entier" and isinstance(value, int) and not isinstance(value, bool):
            return value
        return said(field, value, self._lists)


def filters_said(declared: Declaration, query: Query, lists: Nomenclatures, *, masked: bool) -> list[str]:
    """Say what a list was filtered by, one line each; a filter that may name somebody says only that there is one."""
    found = []
    for key, value in query.filters:
        name, bound = (key[:-2], key[-2:]) if key.endswith(tuple(_BOUNDS)) else (key, "")
        group, _slash, member = name.partition("/")
        field = declared.champ(group)
        field = field.member(member) if field is not None and member else field
        hidden = masked and (name == _WHERE or (field is not None and field.champ.nominatif))
        text = _("masqué") if hidden else _said(field, value, lists)
        label = _(field.libelle if field is not None else _LABELS.get(name, name))
        found.append(_(_BOUNDS.get(bound, "{champ}\u00a0: {valeur}")).format(champ=label, valeur=text))
    if query.text.strip():
        words = _("masqué") if masked else query.text
        found.append(_("Recherche\u00a0: {mots}").format(mots=words))
    return found


def _declared(declared: Declaration, name: str) -> DeclaredField:
    field = declared.champ(name)
    if field is None:
        raise RefusError("champ_inconnu")
    return field


def _is_apart(field: DeclaredField) -> bool:
    pointed = declaration(field.champ.vers or "")
    return pointed is None or pointed.compartiment


def _said(field: DeclaredField | None, value: str, lists: Nomenclatures) -> str:
    if not value:
        return _("non renseigné")
    if field is None:
        return _(SENDING_WORDS.get(value, value))
    return said(field, value, lists) if field.champ.nomenclature else day(value)


def _day(value: object) -> Cell:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return str(value)
