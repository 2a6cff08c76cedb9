"""A convention and a fiche d'action as sheets: what was agreed on as it was signed, what avenants made of it; steps."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.convention_vie import ArticleEnVigueur, articles, number, vie
from mvl_desktop.domain.fiche_action_vie import Constat, avancement, is_done
from mvl_desktop.domain.periode import Periode
from mvl_desktop.i18n import _
from mvl_desktop.ports.printing import Line, Section, Sheet
from mvl_desktop.services.conventions_words import ISSUES, avancement_en_mots, etat_en_mots
from mvl_desktop.services.layout import Layout
from mvl_desktop.services.spoken import day, is_filled, together

CONVENTION, ACTION = "convention", "fiche-action"
_PARTIES = ("partie", "organisme", "fonction", "nom", "signee_le", "lieu")
_OF_ACTION = ("axe", "etat", "pilote_ars", "pilote_miviludes", "debut_le", "fin_le")
_VALUES = ("libelle", "valeur", "unite", "au", "preuve")


def convention_sheet(layout: Layout, jour: date) -> Sheet:
    """Return the sheet of a convention as it is seen on a day."""
    champs = layout.champs
    life = vie(champs, jour)
    return Sheet(
        title=layout.declared.titre(champs),
        subtitle=together((_(layout.declared.libelle), str(champs.get("numero") or ""), _said(layout, "region"))),
        sections=tuple(_convention(layout, jour)),
        glance=(Line(_("Au {jour}").format(jour=f"{jour:%d/%m/%Y}"), etat_en_mots(life)),),
        annexes=tuple(_life(layout, jour)),
    )


def action_sheet(layout: Layout, jour: date, held: Sequence[Constat], periode: Periode | None = None) -> Sheet:
    """Return the sheet of a fiche d'action as it is seen on a day, with its indicators as they were counted."""
    champs = layout.champs
    fields = [field for name in _OF_ACTION if (field := layout.declared.champ(name)) and is_filled(champs.get(name))]
    return Sheet(
        title=layout.declared.titre(champs),
        subtitle=together((_(layout.declared.libelle), str(champs.get("numero") or ""))),
        sections=tuple(_action(layout, jour, held, periode)),
        glance=tuple(layout.line(field) for field in fields),
    )


def _convention(layout: Layout, jour: date) -> Iterator[Section]:
    yield from _table(layout, "parties", _PARTIES)
    yield from _bullets(layout, "visas")
    yield from _text(layout, "considerants", "objet", "champ_application")
    for axe in _elements(layout, "axes"):
        titled = _("{code}\u00a0: {intitule}").format(code=axe.get("code", ""), intitule=axe.get("intitule", ""))
        yield Section(titled[:1].upper() + titled[1:], (Line("", str(axe.get("contenu") or ""), wide=True),))
    agreed = [str(each.get("intitule") or "") for each in _elements(layout, "engagements")]
    if agreed:
        yield Section(_("Ce qui est convenu"), tuple(Line(each) for each in agreed if each), "puces")
    for each in articles(layout.champs, jour):
        yield _article(each, each.origine or each.texte)


def _life(layout: Layout, jour: date) -> Iterator[Section]:
    """What came after the signature: avenants, articles as they read with them, the rest of the form."""
    for each in _elements(layout, "avenants"):
        lines = [
            Line(_("Objet"), str(each.get("objet") or "")),
            Line(_("Signé le"), day(each.get("signe_le"))),
            Line(_("Prend effet le"), day(each.get("effet_le"))),
            Line(_("Prolonge jusqu’au"), day(each.get("jusquau"))),
            Line(_("Article modifié"), str(each.get("article") or "")),
            Line(_("Ancien texte"), str(each.get("avant") or ""), wide=True),
            Line(_("Nouveau texte"), str(each.get("apres") or ""), wide=True),
        ]
        yield Section(_("Avenant n°\u00a0{n}").format(n=number(each)), tuple(line for line in lines if line.text))
    changed = [each for each in articles(layout.champs, jour) if each.modifie]
    if changed:
        yield Section(_("Articles en vigueur le {jour}").format(jour=f"{jour:%d/%m/%Y}"), ())
        yield from (_article(each, each.texte, inner=True) for each in changed)
    told = {"parties", "visas", "considerants", "objet", "champ_application", "axes", "engagements", "articles"}
    yield from layout.sections(frozenset({*told, "avenants", "intitule", "numero", "region", "echeances"}))


def _article(each: ArticleEnVigueur, text: str, *, inner: bool = False) -> Section:
    titled = _("Article {numero}. {titre}").format(numero=each.numero, titre=each.titre).rstrip(" .")
    return Section(titled, (Line("", text, wide=True),), inner=inner)


def _action(layout: Layout, jour: date, held: Sequence[Constat], periode: Periode | None) -> Iterator[Section]:
    champs = layout.champs
    yield from _text(layout, "objectif", "public", "moyens")
    yield from _bullets(layout, "partenaires")
    steps = _elements(layout, "etapes")
    if steps:
        field = layout.declared.champ("etapes")
        lines = tuple(_step(layout, field, each) for each in steps) if field else ()
        yield Section(avancement_en_mots(avancement(champs, jour)), lines, "cases")
    if held:
        columns = (_("Indicateur"), _("Au départ"), _("Cible"), _("Valeur"), _("Où en est-on"))
        rows = tuple(
            Line(
                "",
                cells=(
                    each.libelle,
                    each.reference,
                    each.cible,
                    _value(each.valeur, each.unite),
                    _(ISSUES[each.issue]),
                ),
            )
            for each in held
        )
        title = _("Indicateurs")
        if periode is not None:
            title = _("{titre}, {periode}").format(titre=title, periode=periode.libelle)
        yield Section(title, rows, "tableau", columns)
    yield from _table(layout, "valeurs", _VALUES)
    left_out = {"titre", "numero", "objectif", "public", "moyens", "partenaires", "etapes", "indicateurs", "valeurs"}
    yield from layout.sections(frozenset({*left_out, *_OF_ACTION, "engagement"}))


def _step(layout: Layout, field: DeclaredField, step: Mapping[str, object]) -> Line:
    def told(name: str) -> str:
        member = field.member(name)
        return layout.text(member, step.get(name)) if member else ""

    done = is_done(step)
    when = told("faite_le") if done else told("prevue_le")
    return Line(
        str(step.get("intitule") or ""),
        together((told("etat"), when, told("responsable"), told("motif"))),
        state="fait" if done else "ecarte" if step.get("etat") == "abandonnee" else "a_faire",
    )


def _value(value: str, unit: str) -> str:
    return " ".join(filter(None, (value, unit))) if value else ""


def _table(layout: Layout, name: str, members: Sequence[str]) -> Iterator[Section]:
    field, held = layout.declared.champ(name), _elements(layout, name)
    if field is None or not held:
        return
    known = [member for each in members if (member := field.member(each)) is not None]
    shown = [member for member in known if any(is_filled(one.get(member.name)) for one in held)]
    rows = tuple(Line("", cells=tuple(layout.text(member, one.get(member.name)) for member in shown)) for one in held)
    yield Section(_(field.libelle), rows, "tableau", tuple(_(member.libelle) for member in shown))


def _bullets(layout: Layout, name: str) -> Iterator[Section]:
    field, value = layout.declared.champ(name), layout.champs.get(name)
    if field is not None and isinstance(value, (list, tuple)) and value:
        yield Section(_(field.libelle), tuple(Line(str(each)) for each in value), "puces")


def _text(layout: Layout, *names: str) -> Iterator[Section]:
    for name in names:
        field, said = layout.declared.champ(name), _said(layout, name)
        if field is not None and said:
            yield Section(_(field.libelle), (Line("", said, wide=True),))


def _said(layout: Layout, name: str) -> str:
    field = layout.declared.champ(name)
    return layout.text(field, layout.champs.get(name)) if field else ""


def _elements(layout: Layout, name: str) -> Sequence[Mapping[str, object]]:
    value = layout.champs.get(name)
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
