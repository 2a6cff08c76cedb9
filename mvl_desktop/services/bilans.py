"""Use cases on bilans: prepare one, see what it says today, comment it, freeze it for ever, say what changed since."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain.convention_vie import vie
from mvl_desktop.domain.echeances_faits import elements, text
from mvl_desktop.domain.errors import ReferenceInvalideError
from mvl_desktop.domain.indicateurs import ANNEE, MOIS, TRIMESTRE, Indicateur
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.periode import Periode
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.values import CodeLists
from mvl_desktop.history.model import Name, Revision
from mvl_desktop.i18n import _
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.bilans_blocs import blocks, doubts
from mvl_desktop.services.conventions import KIND as CONVENTION
from mvl_desktop.services.espaces import choose_home
from mvl_desktop.services.mesures import asked_again, frozen, in_doubt, key_of, requete_of
from mvl_desktop.services.people import my_name
from mvl_desktop.services.records import create_in, existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.reunions_copil import Since, behind_of
from mvl_desktop.services.revisions import write_revision
from mvl_desktop.services.statistiques import Ouverture, open_figure
from mvl_desktop.services.statistiques_calcul import Demande, Outils

KIND = "bilan"
PREPARATION, FIGE, SIGNE = "preparation", "fige", "signe"
FROZEN = (FIGE, SIGNE)
ANNUEL, FINAL = "annuel", "final"
PARTS = ("axe_1", "axe_2", "activites", "actions", "copil", "effectifs", "ensemble")
_MONTHS_MAX = 24
_SEALED = ("intitule", "type_bilan", "convention", "du", "au", "fige_le", "fige_par", "introduction", "conclusion")
_SEALED_GROUPS = ("commentaires", "mesures")

Champs = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Contenu:
    """What a bilan says: as it stands today in preparation, as it stood once frozen.

    `integre`: whether what was frozen is what it was; True while nothing is.
    """

    id: str
    champs: Champs = field(repr=False)
    mesures: tuple[Champs, ...] = field(repr=False)
    blocs: tuple[str, ...] = field(repr=False)
    convention: Champs = field(repr=False)
    fige: bool = False
    integre: bool = True


def prepare_bilan(
    ports: Ports,
    convention: str = "",
    type_bilan: str = ANNUEL,
    periode: Periode | None = None,
    *,
    espace: str | None = None,
    lists: CodeLists | None = None,
) -> str:
    """Make a bilan in preparation; return its id.

    Without a period: the year to date, or the whole convention for a final one. Raises ChampInvalideError,
    RefusError: fiche_inconnue, aucun_espace, espace_inconnu, espace_ambigu, role_insuffisant.
    """
    today = ports.clock.now().date()
    with ports.store.work() as uow:
        of = existing(uow, convention, CONVENTION) if convention else None
        agreed = nest(CONVENTION, shown(of.state)) if of is not None else {}
        over = periode or _usual(agreed, type_bilan, today)
        home = of.espace if of is not None and espace is None else choose_home(uow, KIND, espace).id
        kind_said = _("Bilan final") if type_bilan == FINAL else _("Bilan annuel")
        champs: dict[str, object] = {
            "intitule": _("{bilan}, {periode}").format(bilan=kind_said, periode=over.libelle),
            "type_bilan": type_bilan,
            "du": over.du.isoformat(),
            "au": over.au.isoformat(),
            "etat": PREPARATION,
            "signatures": [{"partie": partie} for partie in ("ars", "miviludes")],
        }
        if of is not None:
            champs["convention"] = str(Reference(of.espace, of.rec))
        rec = create_in(uow, ports, home, KIND, champs, lists)
        uow.commit()
    ports.journal.note("creation", rec)
    return rec.hex()


def read_bilan(ports: Ports, outils: Outils, id_: str) -> Contenu:
    """Return what a bilan says; the reading is noted. Raises RefusError: fiche_inconnue, bilan_sans_periode."""
    with ports.store.read() as uow:
        view = existing(uow, id_, KIND)
        found = content_of(uow, ports, outils, view)
    ports.journal.note("bilan", view.rec, lignes=len(found.mesures))
    return found


def content_of(uow: UnitOfWork, ports: Ports, outils: Outils, view: RecordView) -> Contenu:
    """Return what a bilan says, within a unit of work. RefusError: bilan_sans_periode."""
    champs = nest(KIND, shown(view.state))
    agreement = _convention(uow, champs)
    agreed = nest(CONVENTION, shown(agreement.state)) if agreement is not None else {}
    if is_frozen(champs):
        lines = _lines(champs)
        held = tuple(elements(champs, "mesures"))
        return Contenu(view.rec.hex(), champs, held, lines, agreed, fige=True, integre=is_as_frozen(uow, view))
    periode = period_of(champs)
    wanted = _wanted(outils, agreed, periode)
    measures = tuple(frozen(uow, ports, outils, wanted))
    told = (*blocks(uow, outils.lists, periode, agreement), *doubts(in_doubt(uow, ports, outils, wanted)))
    return Contenu(view.rec.hex(), champs, measures, told, agreed)


def freeze_bilan(ports: Ports, outils: Outils, id_: str) -> Contenu:
    """Freeze everything that a bilan says, with its digest: nothing in it follows the records any more.

    Raises RefusError: fiche_inconnue, bilan_fige, bilan_sans_periode, bilan_a_venir.
    """
    now = ports.clock.now().date()
    with ports.store.work() as uow:
        view = _open(uow, id_)
        if period_of(nest(KIND, shown(view.state))).au > now:
            raise RefusError("bilan_a_venir")
        told = content_of(uow, ports, outils, view)
        said: dict[str, object] = {
            "mesures": [dict(each) for each in told.mesures],
            "blocs": list(told.blocs),
            "etat": FIGE,
            "fige_le": now.isoformat(),
            "fige_par": my_name(uow),
        }
        _write(uow, ports, view, {**said, "empreinte": digest({**told.champs, **said})})
        uow.commit()
    ports.journal.note("bilan", view.rec, lignes=len(told.mesures))
    return read_bilan(ports, outils, id_)


def comment_bilan(ports: Ports, id_: str, partie: str, texte: str, lists: CodeLists | None = None) -> None:
    """Say something of a part of a bilan that is not frozen yet, in the name of who sits here.

    Raises ChampInvalideError, RefusError: fiche_inconnue, bilan_fige.
    """
    with ports.store.work() as uow:
        view = _open(uow, id_)
        held = [dict(each) for each in elements(nest(KIND, shown(view.state)), "commentaires")]
        said = {"partie": partie, "texte": texte, "auteur": my_name(uow)}
        _write(uow, ports, view, {"commentaires": [*held, said]}, lists)
        uow.commit()
    ports.journal.note("modification", view.rec)


def changed_since(ports: Ports, outils: Outils, id_: str) -> list[Since]:
    """Return each frozen value beside what the same question gives today. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        view = existing(uow, id_, KIND)
        held = elements(nest(KIND, shown(view.state)), "mesures")
        today = asked_again(uow, ports, outils, held)
    ports.journal.note("bilan", view.rec, lignes=len(held))
    return [_since(one, today.get(key_of(one)) if one.get("requete") else None) for one in held]


def records_behind(ports: Ports, outils: Outils, id_: str, mesure: str) -> Ouverture:
    """Return the records that a frozen value counts today. RefusError: fiche_inconnue, mesure_sans_enregistrements."""
    with ports.store.read() as uow:
        held = elements(nest(KIND, shown(existing(uow, id_, KIND).state)), "mesures")
    found = next((requete_of(each) for each in held if each.get("id") == mesure), None)
    if found is None:
        raise RefusError("mesure_sans_enregistrements")
    return open_figure(ports, outils, found)


def is_frozen(champs: Champs) -> bool:
    """Whether a bilan is what it was on a day."""
    return champs.get("etat") in FROZEN


def is_intact(champs: Champs) -> bool:
    """Whether a frozen bilan says exactly what was frozen."""
    return text(champs, "empreinte") == digest(champs)


def is_as_frozen(uow: UnitOfWork, view: RecordView) -> bool:
    """Whether a frozen bilan says what was frozen first: a digest written over another one proves nothing."""
    champs = nest(KIND, shown(view.state))
    if not is_intact(champs) or "empreinte" in view.state.conflicts:
        return False
    revisions = uow.log.revisions(view.rec)
    sealed = {each.name: said for each in revisions if (said := (each.changes or {}).get("empreinte"))}
    again = _after(revisions, sealed)
    return champs["empreinte"] in [said for name, said in sealed.items() if name not in again]


def _after(revisions: Sequence[Revision], names: Iterable[Name]) -> set[Name]:
    """Return the revisions that build on some of these."""
    children: dict[Name, list[Name]] = {}
    for each in revisions:
        for parent in each.parents:
            children.setdefault(parent, []).append(each.name)
    found: set[Name] = set()
    left = list(names)
    while left:
        more = [child for child in children.get(left.pop(), ()) if child not in found]
        found.update(more)
        left += more
    return found


def digest(champs: Champs) -> str:
    """Return the SHA-256 of what a frozen bilan says, in hexadecimal; signatures and attachments come after it."""
    told: dict[str, object] = {name: str(champs.get(name) or "") for name in _SEALED}
    for group in _SEALED_GROUPS:
        rows = [{key: value for key, value in each.items() if value not in (None, "")} for each in _of(champs, group)]
        told[group] = sorted(rows, key=lambda each: str(each.get("id") or ""))
    told["blocs"] = _lines(champs)
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def period_of(champs: Champs) -> Periode:
    """Return the period of a bilan. RefusError: bilan_sans_periode."""
    try:
        return Periode(date.fromisoformat(text(champs, "du")), date.fromisoformat(text(champs, "au")))
    except ValueError:
        raise RefusError("bilan_sans_periode") from None


def convention_bilan(ports: Ports, convention: str) -> str | None:
    """Return the id of the last bilan of a convention, a frozen one first; None when it has none.

    Raises RefusError: fiche_inconnue.
    """
    with ports.store.read() as uow:
        of = existing(uow, convention, CONVENTION)
        named = str(Reference(of.espace, of.rec))
        views = [view for rec in uow.records.find(KIND) if (view := uow.records.get(rec)) is not None]
        held = [(nest(KIND, shown(view.state)), view.rec.hex()) for view in views]
    mine = [(is_frozen(champs), text(champs, "au"), rec) for champs, rec in held if champs.get("convention") == named]
    return max(mine)[2] if mine else None


def _usual(agreed: Champs, type_bilan: str, today: date) -> Periode:
    life = vie(agreed, today) if agreed else None
    begun = life.signee_le if life is not None else None
    first = begun if type_bilan == FINAL and begun is not None else max(begun or date.min, date(today.year, 1, 1))
    end = life.terme if life is not None and type_bilan == FINAL else None
    return Periode(min(first, today), min(end or today, today) if min(end or today, today) >= first else today)


def _wanted(outils: Outils, agreed: Champs, periode: Periode) -> list[Demande]:
    """Return the figures of a bilan: those that the COPIL chose, else all; those of axe 1 are cut as is usual too."""
    held = agreed.get("indicateurs")
    chosen = {str(code).strip().lower() for code in held} if isinstance(held, (list, tuple)) else set()
    every = [each for each in outils.indicateurs.tous if not chosen or each.code.lower() in chosen]
    usual = {each.code: each.coupes[0] for each in every if each.code in outils.indicateurs.axe_un and each.coupes}
    return [Demande(each.code, periode, _readable(each, usual.get(each.code, ""), periode)) for each in every]


def _readable(each: Indicateur, coupe: str, periode: Periode) -> str:
    """Return a cut by quarters or years instead of more months than anybody reads, where the figure has it."""
    if coupe != MOIS or len(list(periode.months())) <= _MONTHS_MAX:
        return coupe
    longer = TRIMESTRE if len(list(periode.months())) <= 3 * _MONTHS_MAX else ANNEE
    return longer if longer in each.coupes else coupe


def _open(uow: UnitOfWork, id_: str) -> RecordView:
    view = existing(uow, id_, KIND)
    if is_frozen(shown(view.state)):
        raise RefusError("bilan_fige")
    return view


def _convention(uow: UnitOfWork, champs: Champs) -> RecordView | None:
    try:
        return uow.records.get(Reference.parse(text(champs, "convention")).rec) if champs.get("convention") else None
    except ReferenceInvalideError:
        return None


def _write(uow: UnitOfWork, ports: Ports, view: RecordView, said: Champs, lists: CodeLists | None = None) -> None:
    changes = flatten(KIND, said, shown(view.state), lambda: ports.crypto.random(8).hex(), lists=lists)
    write_revision(uow, ports, view.espace, view.rec, KIND, changes, view.state.heads)


def _of(champs: Champs, group: str) -> Sequence[Champs]:
    return list(elements(champs, group))


def _lines(champs: Champs) -> tuple[str, ...]:
    held = champs.get("blocs")
    return tuple(str(line) for line in held) if isinstance(held, (list, tuple)) else ()


def _since(mesure: Champs, now: Champs | None) -> Since:
    return Since(
        text(mesure, "code"),
        text(mesure, "libelle"),
        text(mesure, "ligne_libelle"),
        text(mesure, "valeur"),
        text(now, "valeur") if now is not None else None,
        text(mesure, "unite"),
        now is not None and now.get("empreinte") == mesure.get("empreinte"),
        requete_of(mesure) if now is not None else None,
        behind_of(mesure),
        behind_of(now),
    )
