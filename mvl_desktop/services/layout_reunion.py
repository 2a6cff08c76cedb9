"""The minutes of a meeting as a sheet: who came, by function, then each item with what was said and decided.

What the records keep beside the minutes (remarks, attachments) is not in them: minutes are handed out. Masked, each
person known from the meeting gives their place to their function; what else may name somebody in a text is taken out.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from mvl_desktop.domain.compte_rendu import (
    PRESENCES,
    Dit,
    PointRendu,
    Resolution,
    elements,
    est_change,
    phrase,
    points_of,
    presents,
)
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.noms_masques import fonctions_par_nom, remplace, sans_nom
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.matching.nominatifs import CIVILITE, found
from mvl_desktop.ports.printing import Line, Section, Sheet
from mvl_desktop.services.layout import Layout
from mvl_desktop.services.mesures import RESERVED
from mvl_desktop.services.spoken import day, hour, is_filled, together

KIND = "reunion"
_AGREED = ("valide", "diffuse")
_GLANCE = ("departement", "lieu", "mode", "organisateur")

Values = Mapping[str, object]
Hide = Callable[[str], str]
"""What a text, or what stands for somebody, becomes on this copy."""


def minutes_sheet(layout: Layout, known: Mapping[str, str], instead: Sequence[str] = ()) -> Sheet:
    """Return the sheet of the minutes, masked when the layout is. `known`: functions of people here, by their name.

    `instead`: what stands in the place of each frozen value that may not leave; empty where it may.
    """
    champs, lists = layout.champs, layout.lists
    text, who = _hiding(champs, known, masked=layout.masked)
    points = points_of(champs)
    sections = [
        *_agenda(points, text, held=champs.get("etat") == "tenue"),
        *_presences(champs, lists, text, who, masked=layout.masked),
        *(section for point in points for section in _point(point, lists, text, who)),
        *_measures(champs, instead),
        *_decisions(points, lists, text, who),
        *_end(champs, who),
    ]
    glance = [
        layout.line(one) for name in _GLANCE if (one := layout.declared.champ(name)) and is_filled(champs.get(name))
    ]
    return Sheet(
        title=text(layout.declared.titre(champs)),
        subtitle=together((_titled(champs), _when(champs), _said(lists, "types_reunion", champs.get("type_reunion")))),
        sections=tuple(sections),
        glance=tuple(glance),
        warning=_warning(champs, masked=layout.masked),
    )


def _hiding(champs: Values, known: Mapping[str, str], *, masked: bool) -> tuple[Hide, Hide]:
    """Return what is made of a text, and of what stands for somebody."""
    if not masked:
        return str, str
    functions, hidden, other = {**known, **_filled(fonctions_par_nom(champs), known)}, _("[nom masqué]"), _("[masqué]")

    def text(said: str) -> str:
        left = remplace(said, functions, hidden)
        for each in reversed(found(left)):
            left = left[: each.debut] + (hidden if each.sorte == CIVILITE else other) + left[each.fin :]
        return left

    return text, lambda said: sans_nom(said, functions, hidden)


def _filled(told: Mapping[str, str], known: Mapping[str, str]) -> dict[str, str]:
    """Return what the meeting says of each; where it says no function, the one that is known here."""
    return {name: function or known.get(name, "") for name, function in told.items()}


def _titled(champs: Values) -> str:
    return _("Compte rendu") if champs.get("etat") == "tenue" else _("Ordre du jour")


def _when(champs: Values) -> str:
    held = day(champs.get("tenue_le"))
    begins, ends = hour(champs.get("debut")), hour(champs.get("fin"))
    if held and begins and ends:
        return _("{jour}, de {debut} à {fin}").format(jour=held, debut=begins, fin=ends)
    return _("{jour}, {debut}").format(jour=held, debut=begins) if held and begins else held


def _warning(champs: Values, *, masked: bool) -> str:
    said = []
    if masked:
        said.append(
            _("Exemplaire sans les noms\u00a0: à relire avant de le remettre, un texte peut désigner quelqu’un.")
        )
    if est_change(champs):
        said.append(_("Ce compte rendu a changé depuis qu’il a été validé."))
    elif champs.get("etat") == "tenue" and champs.get("etat_compte_rendu") not in _AGREED:
        said.append(_("Projet\u00a0: ce compte rendu n’est pas encore validé."))
    return " ".join(said)


def _agenda(points: Sequence[PointRendu], text: Hide, *, held: bool) -> Iterator[Section]:
    """Before the meeting the agenda is all there is to read; afterwards each item heads what was said under it."""
    titled = [point for point in points if point.intitule]
    if titled and not held:
        lines = tuple(Line(f"{point.repere}) {text(point.intitule)}") for point in titled)
        yield Section(_("Ordre du jour"), lines, "puces")


def _presences(champs: Values, lists: Nomenclatures, text: Hide, who: Hide, *, masked: bool) -> Iterator[Section]:
    held = elements(champs, PRESENCES)
    if not held:
        return
    named = not masked and any(each.get("nom") for each in held)
    rows = []
    for each in held:
        function = text(str(each.get("fonction") or "") or str(each.get("organisme") or ""))
        number = each.get("nombre")
        count = f" ({number})" if isinstance(number, int) and number > 1 else ""
        state = _said(lists, "presences", each.get("presence"))
        instead = who(str(each.get("represente_par") or ""))
        if instead:
            state = _("{etat} par {personne}").format(etat=state or _("Représenté"), personne=instead)
        cells = [
            function + count,
            str(each.get("organisme") or ""),
            _said(lists, "parties_reunion", each.get("partie")),
        ]
        rows.append(Line("", cells=(*cells, *([str(each.get("nom") or "")] if named else []), state)))
    columns = [_("Fonction"), _("Organisme"), _("Pour"), *([_("Nom")] if named else []), _("Présence")]
    kept = [place for place in range(len(columns)) if any(row.cells[place] for row in rows)]
    cut = tuple(Line("", cells=tuple(row.cells[place] for place in kept)) for row in rows)
    title = _("Présences")
    if champs.get("etat") == "tenue":
        came = presents(champs)
        said = ngettext("{n} personne présente", "{n} personnes présentes", came).format(n=came)
        title = _("{titre}\u00a0: {nombre}").format(titre=title, nombre=said)
    yield Section(title, cut, "tableau", tuple(columns[place] for place in kept))


def _point(point: PointRendu, lists: Nomenclatures, text: Hide, who: Hide) -> Iterator[Section]:
    if not (point.texte or point.dits or point.resolutions):
        return
    title = f"{point.repere}) {text(point.intitule)}" if point.repere else _("Hors de l’ordre du jour")
    lines = []
    if point.rapporteur:
        lines.append(Line(_("Rapporteur"), who(point.rapporteur)))
    lines += [Line("", text(part), wide=True) for part in point.texte.split("\n") if part.strip()]
    lines += [Line("", _sentence(dit, lists, text, who), wide=True) for dit in point.dits]
    lines += [Line(_numbered(one), _resolution(one, text, who), wide=True) for one in point.resolutions]
    yield Section(title, tuple(lines))


def _sentence(dit: Dit, lists: Nomenclatures, text: Hide, who: Hide) -> str:
    """Return what somebody said; by their function, beside which stands their name when this copy may say it."""
    verbe = lists.libelle("verbes_intervention", dit.verbe) if dit.verbe else ""
    named = dit.nom if dit.nom and who(dit.nom) == dit.nom else ""
    subject = who(dit.qui) if dit.qui else named or who(dit.nom)
    if named and dit.qui and named != subject:
        subject = f"{subject} ({named})"
    return phrase(subject, verbe, text(dit.texte))


def _numbered(one: Resolution) -> str:
    return _("Décision n°\u00a0{n}").format(n=one.numero)


def _resolution(one: Resolution, text: Hide, who: Hide) -> str:
    due = _("pour le {jour}").format(jour=f"{one.pour_le:%d/%m/%Y}") if one.pour_le else ""
    about = ", ".join(filter(None, (who(one.responsable), due)))
    return f"{text(one.texte)} ({about})" if about else text(one.texte)


def _decisions(points: Sequence[PointRendu], lists: Nomenclatures, text: Hide, who: Hide) -> Iterator[Section]:
    held = sorted((one for point in points for one in point.resolutions), key=lambda one: one.numero)
    if not held:
        return
    rows = tuple(
        Line(
            "",
            cells=(
                str(one.numero),
                text(one.texte),
                who(one.responsable),
                f"{one.pour_le:%d/%m/%Y}" if one.pour_le else "",
                together((_said(lists, "etats_decision", one.etat), text(one.suite))),
            ),
        )
        for one in held
    )
    columns = (_("N°"), _("Décision"), _("Responsable"), _("Pour le"), _("État"))
    yield Section(_("Relevé des décisions"), rows, "tableau", columns)


def _measures(champs: Values, instead: Sequence[str]) -> Iterator[Section]:
    held = elements(champs, "mesures")
    if not held:
        return
    frozen = day(held[0].get("figee_le"))
    said = instead or [""] * len(held)
    rows = tuple(Line("", cells=_measure(each, other)) for each, other in zip(held, said, strict=True))
    columns = (_("Code"), _("Indicateur"), _("Période"), _("Valeur"))
    title = _("Indicateurs de la convention, calculés le {jour}").format(jour=frozen) if frozen else _("Indicateurs")
    yield Section(title, rows, "tableau", columns)


def _measure(each: Values, instead: str) -> tuple[str, ...]:
    value, over = str(each.get("valeur") or ""), str(each.get("sur") or "")
    if value == RESERVED:
        value = _("réservé")
    elif not value:
        value = _("non mesuré")
    elif instead:
        value, over = instead, ""
    told = _("{valeur} sur {total}").format(valeur=value, total=over) if over not in ("", "0") else value
    unit = str(each.get("unite") or "")
    if unit in ("jours", "h", "/5") and value[:1].isdigit():
        told = f"{told}{unit}" if unit == "/5" else f"{told}\u00a0{unit}"
    period = " – ".join(filter(None, (day(each.get("du")), day(each.get("au")))))
    label = " – ".join(filter(None, (str(each.get("libelle") or ""), str(each.get("ligne_libelle") or ""))))
    return str(each.get("code") or ""), label, period, told


def _end(champs: Values, who: Hide) -> Iterator[Section]:
    lines = []
    if is_filled(champs.get("prochaine_le")):
        lines.append(Line(_("Prochaine réunion"), day(champs.get("prochaine_le"))))
    if is_filled(champs.get("redige_par")):
        lines.append(Line(_("Rédigé par"), who(str(champs.get("redige_par")))))
    if is_filled(champs.get("valide_le")) and not est_change(champs):
        lines.append(Line(_("Validé le"), day(champs.get("valide_le"))))
    if lines:
        yield Section("", tuple(lines))


def _said(lists: Nomenclatures, name: str, code: object) -> str:
    return _(lists.libelle(name, str(code))) if is_filled(code) else ""
