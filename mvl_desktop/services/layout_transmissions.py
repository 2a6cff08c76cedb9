"""A transmission on paper: its bordereau, and the table of those of a printed signalement. Nothing is read here."""

from collections.abc import Iterator, Mapping, Sequence

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.transmettre import GROUP, SEAL, Passed, is_altered, is_sent
from mvl_desktop.domain.transmettre_pieces import PieceTransmise, read_pieces
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.printing import Line, Section, Sheet
from mvl_desktop.services.spoken import day, is_filled, said, together

KIND = "signalement"
_GROUP_OF = 8
"""How many signs of a fingerprint stand together: a line may be cut between two groups, and a voice can read them."""
_TOLD = ("fondements", "motif", "contenu")
_SENT = ("canal_envoi", "envoyee_le", "envoyee_a", "reference_envoi", "decidee_par", "signee_par", "copie_a")
_PEOPLE = (
    "identite_revelee",
    "identite_motif",
    "personne_informee",
    "informee_le",
    "informee_motif",
    "accord_personne",
)


def slip_sheet(
    passed: Passed, reference: str, lists: Nomenclatures, *, altered: bool = False, masked: bool = False
) -> Sheet:
    """Return the bordereau: to whom, on what basis, what is passed on, each piece with its fingerprint.

    `altered`: whether it says today another thing than what was sent.
    """
    writer = _Slip(passed, lists, masked=masked)
    warnings = [_("Exemplaire masqué : ce qui peut nommer ou décrire une personne a été retiré.")] if masked else []
    if not is_sent(passed):
        warnings.append(_("Cette transmission n’est pas encore partie : elle peut changer."))
    elif altered:
        warnings.append(_("Modifiée après l’envoi : ce bordereau ne dit pas ce qui est parti. Voyez l’historique."))
    pieces = read_pieces(passed.get("pieces"))
    sections = [
        Section(_("Ce qui est transmis"), writer.lines(_TOLD)),
        writer.pieces(pieces),
        Section(_("L’envoi"), writer.lines(_SENT)),
        Section(_("Les personnes"), writer.lines(_PEOPLE)),
        Section(_("Accusé de réception"), (Line(_("Reçu le"), "…" * 18), Line(_("Nom et signature"), "…" * 18))),
    ]
    if is_sent(passed):
        seal = Line(_("Empreinte de l’envoi"), grouped(str(passed.get(SEAL) or "")), wide=True)
        sections.insert(2, Section(_("Sceau"), (seal,)))
    return Sheet(
        title=_("Bordereau de transmission"),
        subtitle=together((_("Signalement {reference}").format(reference=reference), writer.text("destinataire"))),
        sections=tuple(each for each in sections if each.lines),
        glance=writer.lines(("destinataire", "destinataire_nom", "etat", "envoyee_le", "retour_attendu_le")),
        warning=" ".join(warnings),
    )


def register_section(
    field: DeclaredField, champs: Passed, held: Sequence[Passed], lists: Nomenclatures, *, masked: bool
) -> Iterator[Section]:
    """Give the transmissions of a printed signalement: one table, then what each passed on, in its words."""
    columns = (_("Destinataire"), _("État"), _("Envoyée le"), _("Voie"), _("Pièces"), _("Retour attendu"), _("Retour"))
    rows = []
    for one in held:
        writer = _Slip(one, lists, masked=masked)
        who = together((writer.text("destinataire"), writer.text("destinataire_nom")))
        came = together((writer.text("retour_recu_le"), writer.text("issue")))
        count = str(len(read_pieces(one.get("pieces"))))
        names = ("envoyee_le", "canal_envoi")
        state = writer.text("etat")
        if is_altered(one, champs):
            state = together((state, _("modifiée après l’envoi")))
        rows.append(
            Line("", cells=(who, state, *map(writer.text, names), count, writer.text("retour_attendu_le"), came))
        )
    yield Section(_(field.libelle), tuple(rows), "tableau", columns, inner=True)
    for one in held:
        writer = _Slip(one, lists, masked=masked)
        lines = writer.lines((*_TOLD, "informee_motif", "identite_motif", "issue_precision", "motif_abandon"))
        if lines:
            title = together((writer.text("destinataire"), day(one.get("envoyee_le"))))
            yield Section(title or _(field.libelle_element), lines, inner=True)


def grouped(fingerprint: str) -> str:
    """Return a fingerprint by groups of eight signs, as it is printed and read aloud."""
    return " ".join(fingerprint[at : at + _GROUP_OF] for at in range(0, len(fingerprint), _GROUP_OF))


class _Slip:
    """Says the fields of one transmission, masked or not."""

    def __init__(self, passed: Passed, lists: Nomenclatures, *, masked: bool) -> None:
        self._passed, self._lists, self._masked = passed, lists, masked
        declared = required(KIND).champ(GROUP)
        self._fields: Mapping[str, DeclaredField] = {each.name: each for each in declared.champs} if declared else {}

    def text(self, name: str) -> str:
        """Return what is read of a field; nothing when it is empty."""
        field, value = self._fields.get(name), self._passed.get(name)
        if field is None or not is_filled(value):
            return ""
        if self._masked and field.champ.nominatif:
            return _("masqué")
        return said(field, list(value) if isinstance(value, tuple) else value, self._lists)

    def lines(self, names: Sequence[str]) -> tuple[Line, ...]:
        """Return the fields that hold something, with their labels."""
        found = []
        for name in names:
            text = self.text(name)
            if text:
                field = self._fields[name]
                wide = field.sort in ("texte", "liste") and not (self._masked and field.champ.nominatif)
                found.append(Line(_(field.libelle), text, wide=wide))
        return tuple(found)

    def pieces(self, pieces: Sequence[PieceTransmise]) -> Section:
        """Return the table of the pieces."""
        rows = tuple(
            Line("", cells=(str(n), _("masqué") if self._masked else each.nom, grouped(each.sha256)))
            for n, each in enumerate(pieces, 1)
        )
        title = ngettext("{n} pièce transmise", "{n} pièces transmises", len(pieces)).format(n=len(pieces))
        return Section(title, rows, "tableau", (_("N°"), _("Pièce"), _("Empreinte SHA-256 du contenu")))
