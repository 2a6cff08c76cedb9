"""Use cases on conventions: begin one from the template, sign, denounce, amend, settle a disagreement, read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain.convention_vie import (
    ArticleEnVigueur,
    Vie,
    article,
    articles,
    differends_ouverts,
    engagements_sans_action,
    months_later,
    next_number,
    signature,
    vie,
)
from mvl_desktop.domain.echeances_faits import Champs, day, elements, text
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.history.compare import Words, compare
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import Query, RecordView, UnitOfWork
from mvl_desktop.services.records import add_record, existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision

KIND, ACTION = "convention", "fiche-action"
REGLE, CLOS = "regle", "clos"
_SETTLED = (REGLE, CLOS)


@dataclass(frozen=True, slots=True)
class ArticleLu:
    """An article as it reads on a day, beside its first wording when an avenant changed it."""

    article: ArticleEnVigueur
    avant: tuple[Words, ...] = field(default=(), repr=False)
    apres: tuple[Words, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class ActionLiee:
    """A fiche d'action of a convention."""

    id: str
    champs: Champs = field(repr=False)


@dataclass(frozen=True, slots=True)
class ConventionLue:
    """A convention as it stands on a day: its life, its articles, what was agreed on, what is open."""

    id: str
    champs: Champs = field(repr=False)
    vie: Vie
    articles: tuple[ArticleLu, ...] = field(repr=False)
    actions: tuple[ActionLiee, ...] = field(repr=False)
    sans_action: tuple[Champs, ...] = field(repr=False)
    differends: tuple[Champs, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NouvelAvenant:
    """An avenant to write. `article`: the one that it words anew; `jusquau`: the day until which it extends."""

    objet: str
    article: str = ""
    apres: str = field(default="", repr=False)
    signe_le: date | None = None
    effet_le: date | None = None
    jusquau: date | None = None


def begin_convention(
    ports: Ports, modele: Champs, *, espace: str | None = None, region: str = "", numero: str = ""
) -> str:
    """Make a projet of convention from a template; return its id.

    Raises RefusError: aucun_espace, espace_inconnu, espace_ambigu, lecture_seule.
    """
    said = {"region": region or None, "numero": numero or None}
    return add_record(ports, KIND, {**modele, **{name: value for name, value in said.items() if value}}, espace=espace)


def sign(
    ports: Ports, id_: str, partie: str, le: date, *, fonction: str = "", nom: str = "", lieu: str = ""
) -> date | None:
    """Write that a party signed; return the day from which the convention runs, once all have.

    Raises RefusError: fiche_inconnue, partie_inconnue, convention_deja_signee, jour_a_venir, lecture_seule.
    """
    with ports.store.work() as uow:
        view, champs = _read(uow, id_)
        if le > ports.clock.now().date():
            raise RefusError("jour_a_venir")
        parties = elements(champs, "parties")
        chosen = next((each for each in parties if text(each, "partie") == partie), None)
        if chosen is None:
            raise RefusError("partie_inconnue")
        if day(chosen, "signee_le") is not None:
            raise RefusError("convention_deja_signee")
        said = {"signee_le": le.isoformat(), "fonction": fonction, "nom": nom, "lieu": lieu}
        signed = {**chosen, **{name: value for name, value in said.items() if value}}
        group = [signed if each is chosen else each for each in parties]
        known = signature({**champs, "parties": group})
        changes: dict[str, object] = {"parties": group}
        if known is not None:
            changes["signee_le"] = known.isoformat()  # lists are sorted and filtered by it
        _write(uow, ports, view, changes)
    ports.journal.note("modification", view.rec)
    return known


def denounce(ports: Ports, id_: str, par: str, le: date) -> date:
    """Write that a party denounced the convention; return its last day.

    Raises RefusError: fiche_inconnue, partie_inconnue, convention_non_signee, convention_terminee, lecture_seule.
    """
    with ports.store.work() as uow:
        view, champs = _read(uow, id_)
        if par not in {text(each, "partie") for each in elements(champs, "parties")}:
            raise RefusError("partie_inconnue")
        _running(champs, le)
        if day(champs, "denoncee_le") is not None:
            raise RefusError("convention_deja_denoncee")
        changes = {"denoncee_le": le.isoformat(), "denoncee_par": par}
        end = vie({**champs, **changes}, le).fin
        _write(uow, ports, view, changes)
    ports.journal.note("modification", view.rec)
    return end if end is not None else le


def add_avenant(ports: Ports, id_: str, avenant: NouvelAvenant) -> str:
    """Add an avenant, with the text that the article it changes reads then; return the id of the element.

    Raises RefusError: fiche_inconnue, convention_non_signee, convention_terminee, avenant_vide, avenant_sans_effet,
    lecture_seule.
    """
    with ports.store.work() as uow:
        view, champs = _read(uow, id_)
        made = _avenant(champs, avenant, ports.clock.now().date(), ports.crypto.random(8).hex())
        _write(uow, ports, view, {"avenants": [*elements(champs, "avenants"), made]})
    ports.journal.note("modification", view.rec)
    return str(made["id"])


def sign_avenant(ports: Ports, id_: str, avenant: str, le: date) -> None:
    """Write the day on which the last party signed an avenant.

    Raises RefusError: fiche_inconnue, avenant_inconnu, convention_terminee, convention_non_signee, lecture_seule.
    """
    with ports.store.work() as uow:
        view, champs = _read(uow, id_)
        held = elements(champs, "avenants")
        if not any(text(each, "id") == avenant for each in held):
            raise RefusError("avenant_inconnu")
        _running(champs, le)
        said = [{**each, "signe_le": le.isoformat()} if text(each, "id") == avenant else each for each in held]
        _write(uow, ports, view, {"avenants": said})
    ports.journal.note("modification", view.rec)


def settle(ports: Ports, id_: str, differend: str, etat: str, reglement: str, le: date) -> None:
    """Write how the parties settled a disagreement. Raises RefusError: fiche_inconnue, differend_inconnu, etat_inconnu,
    lecture_seule.
    """
    with ports.store.work() as uow:
        view, champs = _read(uow, id_)
        held = elements(champs, "differends")
        if not any(text(each, "id") == differend for each in held):
            raise RefusError("differend_inconnu")
        if etat not in _SETTLED:
            raise RefusError("etat_inconnu")
        words = {"etat": etat, "reglement": reglement, "clos_le": le.isoformat()}
        said = [{**each, **words} if text(each, "id") == differend else each for each in held]
        _write(uow, ports, view, {"differends": said})
    ports.journal.note("modification", view.rec)


def read_convention(ports: Ports, id_: str, jour: date | None = None) -> ConventionLue:
    """Return a convention as it stands on a day, today unless it is said; the access is noted.

    Raises RefusError: fiche_inconnue.
    """
    with ports.store.read() as uow:
        view, champs = _read(uow, id_)
        found = _standing(uow, view, champs, jour or ports.clock.now().date())
    ports.journal.note("consultation", view.rec)
    return found


def conventions_in_force(ports: Ports, region: str, jour: date | None = None) -> list[ConventionLue]:
    """Return the conventions of a région that hold on a day, the last signed first."""
    at = jour or ports.clock.now().date()
    with ports.store.read() as uow:
        found = []
        for rec in uow.records.find(KIND):
            view = uow.records.get(rec)
            champs = nest(KIND, shown(view.state)) if view is not None else {}
            if view is not None and text(champs, "region") == region and vie(champs, at).en_vigueur:
                found.append(_standing(uow, view, champs, at))
    ports.journal.note("liste", lignes=len(found))
    return sorted(found, key=lambda each: (each.vie.signee_le or date.min, each.id), reverse=True)


def article_before(ports: Ports, id_: str, numero: str, apres: str, jour: date) -> ArticleLu:
    """Return the article that an avenant would change as it reads on a day, and the new wording beside it.

    Raises RefusError: fiche_inconnue.
    """
    with ports.store.read() as uow:
        view, champs = _read(uow, id_)
    ports.journal.note("consultation", view.rec)
    found = article(champs, numero, jour) or ArticleEnVigueur(numero, "", "", "")
    return ArticleLu(found, *compare(found.texte, apres))


def renewal_until(champs: Champs, jour: date) -> date | None:
    """Return the term that an avenant of renewal would give: as long again as the convention was made for."""
    found = vie(champs, jour)
    if found.terme is None or found.terme_initial is None or found.signee_le is None:
        return None
    first, signed = found.terme_initial, found.signee_le
    return months_later(found.terme, (first.year - signed.year) * 12 + first.month - signed.month)


def actions_of(uow: UnitOfWork, view: RecordView) -> list[ActionLiee]:
    """Return the fiches d'actions of a convention, in the order of their numbers."""
    named = str(Reference(view.espace, view.rec))
    rows = uow.records.rows(ACTION, uow.records.ids(Query(ACTION, (("convention", named),))))
    views = [found for row in rows if row is not None and (found := uow.records.get(row.rec)) is not None]
    held = [ActionLiee(found.rec.hex(), nest(ACTION, shown(found.state))) for found in views]
    return sorted(held, key=lambda each: (text(each.champs, "numero"), text(each.champs, "titre"), each.id))


def _standing(uow: UnitOfWork, view: RecordView, champs: Champs, jour: date) -> ConventionLue:
    linked = actions_of(uow, view)
    return ConventionLue(
        id=view.rec.hex(),
        champs=champs,
        vie=vie(champs, jour),
        articles=tuple(_worded(each) for each in articles(champs, jour)),
        actions=tuple(linked),
        sans_action=tuple(engagements_sans_action(champs, (each.champs for each in linked))),
        differends=tuple(differends_ouverts(champs)),
    )


def _worded(each: ArticleEnVigueur) -> ArticleLu:
    return ArticleLu(each, *compare(each.origine, each.texte)) if each.modifie else ArticleLu(each)


def _avenant(champs: Champs, said: NouvelAvenant, today: date, id_: str) -> Mapping[str, object]:
    at = said.effet_le or said.signe_le or today
    if not (said.article and said.apres.strip()) and said.jusquau is None:
        raise RefusError("avenant_vide")
    stands = _running(champs, said.signe_le or today)
    if said.jusquau is not None and stands.terme is not None and said.jusquau <= stands.terme:
        raise RefusError("avenant_sans_effet")
    found = article(champs, said.article, at) if said.article else None
    if found is not None and found.texte == said.apres:
        raise RefusError("avenant_sans_effet")
    days = {"signe_le": said.signe_le, "effet_le": said.effet_le, "jusquau": said.jusquau}
    return {
        "id": id_,
        "numero": next_number(champs),
        "objet": said.objet or None,
        "article": said.article or None,
        "avant": found.texte if found is not None else None,
        "apres": said.apres or None,
        **{name: each.isoformat() if each is not None else None for name, each in days.items()},
    }


def _running(champs: Champs, jour: date) -> Vie:
    """Return the life of a convention that holds on a day. RefusError: convention_non_signee, convention_terminee."""
    found = vie(champs, jour)
    if found.signee_le is None:
        raise RefusError("convention_non_signee")
    if not found.en_vigueur:
        raise RefusError("convention_terminee")
    return found


def _read(uow: UnitOfWork, id_: str) -> tuple[RecordView, Champs]:
    view = existing(uow, id_, KIND)
    return view, nest(KIND, shown(view.state))


def _write(uow: UnitOfWork, ports: Ports, view: RecordView, said: Mapping[str, object]) -> None:
    changes = flatten(KIND, said, shown(view.state), lambda: ports.crypto.random(8).hex())
    if changes:
        write_revision(uow, ports, view.espace, view.rec, KIND, changes, view.state.heads)
        uow.commit()
