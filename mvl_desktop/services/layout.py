"""A record as a sheet to print, in the order of its form: the generic layout, and what repeated things look like."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from mvl_desktop.domain.champ import Declaration, DeclaredField
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.i18n import N_, _
from mvl_desktop.ports.printing import Line, Section, State
from mvl_desktop.services.layout_grilles import answered, unclaimed
from mvl_desktop.services.layout_transmissions import register_section
from mvl_desktop.services.spoken import day, hour, is_filled, number, plain, said, together

Values = Mapping[str, object]
_SHORT = 60
_STATES: Mapping[object, State] = {"a_faire": "a_faire", "fait": "fait", "ecarte": "ecarte"}
_STATE_WORDS: Mapping[State, str] = {"": "", "a_faire": N_("à faire"), "fait": N_("fait"), "ecarte": N_("écarté")}


class Layout:
    """The sections of a record. When it is masked, what may name or describe a person says so instead."""

    def __init__(
        self,
        declared: Declaration,
        champs: Values,
        lists: Nomenclatures,
        *,
        masked: bool = False,
        titles: Mapping[str, str] | None = None,
    ) -> None:
        """Keep what is to be laid out; `titles`: what the records that it refers to are called."""
        self._titles = titles or {}
        self.declared, self.champs, self.lists, self.masked = declared, champs, lists, masked
        self._special: Mapping[str, Callable[[DeclaredField, Sequence[Values]], Iterator[Section]]] = {
            "notes": self._notes,
            "etapes_appliquees": self._checklist,
            "qualifications": self._table,
            "validations": self._table,
            "procedures": self._table,
            "valeurs": self._table,
            "pieces": self._pieces,
            "arbitrages": self._decisions,
            "transmissions": self._transmissions,
            "grilles": self._grilles,
            "reponses": self._unclaimed,
        }

    def sections(self, left_out: frozenset[str] = frozenset()) -> Iterator[Section]:
        """Give every part of the form that holds something, then what a newer version wrote."""
        for group in self.declared.groupes:
            fields = [
                field
                for field in self.declared.champs
                if field.champ.groupe == group and field.name not in left_out and is_filled(self.champs.get(field.name))
            ]
            lines = tuple(self.line(field) for field in fields if field.sort != "elements")
            repeated = [section for field in fields if field.sort == "elements" for section in self.elements(field)]
            named = repeated[0].title == _(group) if repeated else False  # one title is enough
            if lines or repeated:
                yield Section(_(group), lines)
                yield from (replace(repeated[0], title="") if named else each for each in repeated[:1])
                yield from repeated[1:]
        unknown = [name for name in self.champs if self.declared.champ(name) is None]
        if unknown:
            lines = tuple(Line(name, _("masqué") if self.masked else plain(self.champs[name])) for name in unknown)
            yield Section(_("Champs inconnus de cette version"), lines)

    def line(self, field: DeclaredField) -> Line:
        """Return a field as a label and its text."""
        return self._line(field, self.champs.get(field.name))

    def _line(self, field: DeclaredField, value: object) -> Line:
        text = self.text(field, value)
        wide = not self._is_hidden(field) and (field.sort in ("texte", "liste") or len(text) > _SHORT)
        return Line(_(field.libelle), text, wide=wide)

    def text(self, field: DeclaredField, value: object) -> str:
        """Return what is read of a value: itself, nothing, or that it is masked."""
        if not is_filled(value):
            return ""
        if self._is_hidden(field):
            return _("masqué")
        named = self._titles.get(str(value)) if field.sort == "reference" else None
        return named or said(field, value, self.lists)

    def elements(self, field: DeclaredField) -> Iterator[Section]:
        """Give the repeated things of a field, each in the manner that suits it."""
        value = self.champs.get(field.name)
        held = [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
        yield from self._special.get(field.name, self._blocks)(field, held)

    def _is_hidden(self, field: DeclaredField) -> bool:
        return self.masked and field.champ.nominatif

    def _member(self, field: DeclaredField, element: Values, name: str) -> str:
        member = field.member(name)
        return self.text(member, element.get(name)) if member else ""

    def _blocks(self, field: DeclaredField, held: Sequence[Values]) -> Iterator[Section]:
        for count, element in enumerate(held, 1):
            members = [one for one in field.champs if not one.champ.cache and is_filled(element.get(one.name))]
            lines = tuple(self._line(member, element.get(member.name)) for member in members)
            yield Section(f"{_(field.libelle_element)} {count}", lines, inner=True)

    def _table(self, field: DeclaredField, held: Sequence[Values]) -> Iterator[Section]:
        shown = [member for member in field.champs if any(is_filled(one.get(member.name)) for one in held)]
        rows = tuple(Line("", cells=tuple(self.text(member, one.get(member.name)) for member in shown)) for one in held)
        columns = tuple(_(member.libelle) for member in shown)
        yield Section(_(field.libelle), rows, "tableau", columns, inner=True)

    def _notes(self, field: DeclaredField, held: Sequence[Values]) -> Iterator[Section]:
        ordered = sorted(held, key=lambda one: (str(one.get("notee_le", "")), str(one.get("notee_a", ""))))
        lines = []
        for one in ordered:
            named = [self._member(field, one, name) for name in ("notee_le", "notee_a", "forme", "avec", "auteur")]
            lines.append(Line(together(named), self._member(field, one, "texte")))
        yield Section(_(field.libelle), tuple(lines), "notes", inner=True)

    def _checklist(self, field: DeclaredField, held: Sequence[Values]) -> Iterator[Section]:
        sheets = dict.fromkeys((one.get("fiche"), one.get("version")) for one in held)
        for fiche, version in sheets:
            steps = [one for one in held if (one.get("fiche"), one.get("version")) == (fiche, version)]
            title = _("{fiche}, version {version}").format(fiche=steps[0].get("fiche_titre", ""), version=version or 1)
            applied = day(steps[0].get("appliquee_le"))
            if applied:
                title = _("{titre}, appliquée le {jour}").format(titre=title, jour=applied)
            lines = tuple(self._step(field, one) for one in steps)
            yield Section(title, lines, "cases", inner=True)

    def _step(self, field: DeclaredField, step: Values) -> Line:
        state = _STATES.get(step.get("etat"), "a_faire")
        settled = [_(_STATE_WORDS[state])]
        if state != "a_faire":
            settled += [day(step.get("fait_le")), hour(step.get("fait_a")), self._member(field, step, "fait_par")]
        if state == "ecarte":
            settled.append(self._member(field, step, "motif") or _("sans motif"))
        return Line(str(step.get("libelle", "")), together(settled), state=state)

    def _pieces(self, field: DeclaredField, held: Sequence[Values]) -> Iterator[Section]:
        rows = []
        for one in held:
            size = one.get("taille")
            cells = [self._member(field, one, name) for name in ("nom", "origine", "ajoutee_le")]
            said_size = _("{n} octets").format(n=number(size)) if isinstance(size, int) else ""
            rows.append(Line("", cells=(*cells, said_size, str(one.get("empreinte", ""))[:16])))
        columns = (_("Nom"), _("Origine"), _("Ajoutée le"), _("Taille"), _("Empreinte (début)"))
        yield Section(_(field.libelle), tuple(rows), "tableau", columns, inner=True)

    def _transmissions(self, field: DeclaredField, held: Sequence[Values]) -> Iterator[Section]:
        yield from register_section(field, self.champs, held, self.lists, masked=self.masked)

    def _grilles(self, _field: DeclaredField, held: Sequence[Values]) -> Iterator[Section]:
        yield from answered(self.declared, self.champs, held, self.text)

    def _unclaimed(self, field: DeclaredField, held: Sequence[Values]) -> Iterator[Section]:
        yield from self._blocks(field, unclaimed(self.champs, held))

    def _decisions(self, field: DeclaredField, held: Sequence[Values]) -> Iterator[Section]:
        rows = tuple(
            Line("", cells=(self.declared.wording(str(one.get("champ", ""))), self._member(field, one, "motif")))
            for one in held
        )
        yield Section(_(field.libelle), rows, "tableau", (_("Champ"), _("Motif")), inner=True)
