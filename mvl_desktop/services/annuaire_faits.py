"""What the application says of an entry of the annuaire and of a function, from the records. Never typed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from mvl_desktop.domain.annuaire import after_months, day_of, is_closed, usual, why_verify
from mvl_desktop.domain.payload import nest
from mvl_desktop.domain.references import Reference
from mvl_desktop.domain.tenues import Occupation, ecarts, situation, tenues_of
from mvl_desktop.i18n import N_, _, ngettext
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.annuaire import KIND as ORGANISME
from mvl_desktop.services.annuaire import Directory
from mvl_desktop.services.annuaire_fonctions import KIND as EMPLOI
from mvl_desktop.services.annuaire_fonctions import functions
from mvl_desktop.services.facts import Fact, Tone
from mvl_desktop.services.records import shown
from mvl_desktop.services.spoken import day

Champs = Mapping[str, object]
_SHOWN = 8
_RECRUITING: Mapping[str, str] = {
    "a_pourvoir": N_("Elle reste à pourvoir\u00a0: aucun remplacement n’est encore prévu."),
    "diffusion": N_("Le recrutement est en cours de diffusion."),
    "selection": N_("Des entretiens ont lieu."),
    "choisi": N_("Un remplaçant est choisi\u00a0: il reste à dire pour quel jour."),
    "gele": N_("Le recrutement est gelé."),
}
"""What is said of a function that nobody holds, by how far its recruitment is."""
_TONES: Mapping[str, Tone] = {"vacant": "attention", "interim": "attention", "pourvu": "succes"}


def facts_of_organisme(ports: Ports, uow: UnitOfWork, view: RecordView) -> Sequence[Fact]:
    """Return what can be said of an entry today: closed, to verify, who is there."""
    entry, today = nest(ORGANISME, shown(view.state)), ports.clock.now().date()
    key = str(Reference(view.espace, view.rec))
    return [*_closed(uow, entry, today), *_to_verify(entry, today), *_replaces(uow, key), *_held(uow, key, today)]


def facts_of_emploi(ports: Ports, uow: UnitOfWork, view: RecordView) -> Sequence[Fact]:
    """Return what can be said of a function today: who holds it and until when, or since when nobody does."""
    emploi, today = nest(EMPLOI, shown(view.state)), ports.clock.now().date()
    now = situation(emploi, today)
    return [*_standing(emploi, now), *_coming(emploi, now, today), *_new_year(emploi, now, today), *_gaps(emploi)]


def said_standing(emploi: Champs, now: Occupation) -> str:
    """Return how a function stands, in words."""
    who = ", ".join(_names(emploi, now.tenants))
    match now.etat:
        case "ferme":
            return _("Supprimée depuis le {jour}.").format(jour=day(now.depuis))
        case "a_venir":
            return _("Créée à partir du {jour}.").format(jour=day(now.remplacement_le))
        case "vacant":
            return _("Vacante depuis le {jour}.").format(jour=day(now.depuis)) if now.depuis else _("Vacante.")
        case "interim":
            return _("Tenue par intérim\u00a0: {qui}.").format(qui=who or _("nom non renseigné"))
        case _:
            return _("Tenue par {qui}.").format(qui=who or _("nom non renseigné"))


def _closed(uow: UnitOfWork, entry: Champs, today: date) -> Iterator[Fact]:
    ends = day_of(entry.get("ferme_le"))
    if ends is None:
        return
    said = (
        _("Plus en service depuis le {jour}.")
        if is_closed(entry, today)
        else _("En service jusqu’à la veille du {jour}.")
    )
    yield Fact(said.format(jour=day(ends)), "attention")
    after = str(entry.get("remplace_par") or "")
    name = Directory(uow).name_of(after) if after else ""
    if name:
        yield Fact(_("Remplacé par «\u00a0{nom}\u00a0».").format(nom=name), "", ORGANISME, after.rpartition(":")[2])


def _to_verify(entry: Champs, today: date) -> Iterator[Fact]:
    seen = day_of(entry.get("verifie_le"))
    match why_verify(entry, today):
        case "a_completer":
            yield Fact(
                _("Entrée par fonction\u00a0: ajoutez celle de votre département, avec son téléphone."), "attention"
            )
        case "a_revoir_le":
            yield Fact(_("À revoir depuis le {jour}.").format(jour=day(entry.get("a_revoir_le"))), "attention")
        case "jamais":
            yield Fact(_("Jamais vérifié\u00a0: appelez avant de vous y fier, puis notez-le."), "attention")
        case "ancien" if seen is not None:
            months = usual(today)
            due = after_months(seen, months)
            said = ngettext(
                "Vérifié le {jour}\u00a0: plus d’{n} mois. À vérifier depuis le {le}.",
                "Vérifié le {jour}\u00a0: plus de {n} mois. À vérifier depuis le {le}.",
                months,
            )
            yield Fact(said.format(jour=day(seen), n=months, le=day(due)), "attention")
        case _:
            if seen is not None and not is_closed(entry, today):
                yield Fact(_("Vérifié le {jour}.").format(jour=day(seen)), "succes")


def _replaces(uow: UnitOfWork, key: str) -> Iterator[Fact]:
    directory = Directory(uow)
    for rec, entry in zip(directory.ids, directory.entries, strict=True):
        if str(entry.get("remplace_par") or "") == key and entry.get("ferme_le"):
            name = str(entry.get("nom") or "")
            yield Fact(_("A pris la place de «\u00a0{nom}\u00a0».").format(nom=name), "", ORGANISME, rec)


def _held(uow: UnitOfWork, key: str, today: date) -> Iterator[Fact]:
    here = [(rec, emploi) for rec, emploi in functions(uow) if str(emploi.get("organisme") or "") == key]
    for rec, emploi in here[:_SHOWN]:
        now = situation(emploi, today)
        title = str(emploi.get("intitule") or "")
        stands = said_standing(emploi, now)
        said = f"{title}\u00a0: {stands[:1].lower()}{stands[1:]}" if title else stands
        yield Fact(said, "attention" if now.etat == "vacant" else "", EMPLOI, rec)
    if (more := len(here) - _SHOWN) > 0:
        yield Fact(ngettext("Et {n} autre fonction.", "Et {n} autres fonctions.", more).format(n=more))


def _standing(emploi: Champs, now: Occupation) -> Iterator[Fact]:
    yield Fact(said_standing(emploi, now), _TONES.get(now.etat, ""))
    if now.etat == "pourvu" and now.jusqua is not None:
        yield Fact(_("Jusqu’au {jour} inclus.").format(jour=day(now.jusqua)), "attention")
    if now.etat == "interim" and now.depuis is not None:
        yield Fact(_("Sans titulaire depuis le {jour}.").format(jour=day(now.depuis)))
    if now.suppleants:
        names = ", ".join(_names(emploi, now.suppleants)) or _("nom non renseigné")
        many = ngettext("Suppléant\u00a0: {qui}.", "Suppléants\u00a0: {qui}.", len(now.suppleants))
        yield Fact(many.format(qui=names))


def _coming(emploi: Champs, now: Occupation, today: date) -> Iterator[Fact]:
    announced = day_of(emploi.get("remplacement_le"))
    if now.remplacement_le is not None and now.etat != "a_venir":
        left = (now.remplacement_le - today).days
        said = ngettext("Remplacement le {jour}, dans {n} jour.", "Remplacement le {jour}, dans {n} jours.", left)
        yield Fact(said.format(jour=day(now.remplacement_le), n=left))
    elif now.etat == "vacant" and announced is not None and announced <= today:
        said = _("Un remplacement était prévu le {jour}\u00a0: notez qui tient la fonction, ou le nouveau jour.")
        yield Fact(said.format(jour=day(announced)), "attention")
    elif now.etat in ("vacant", "interim") and str(emploi.get("etat_recrutement") or "") in _RECRUITING:
        yield Fact(_(_RECRUITING[str(emploi.get("etat_recrutement"))]))
    elif now.etat in ("vacant", "interim"):
        yield Fact(_("Aucun remplacement n’est prévu."), "attention")


def _new_year(emploi: Champs, now: Occupation, today: date) -> Iterator[Fact]:
    first = date(today.year, 1, 1)
    if now.etat != "vacant" and situation(emploi, first).etat == "vacant":
        yield Fact(_("Elle n’était pas pourvue au 1er janvier {annee}.").format(annee=today.year))


def _gaps(emploi: Champs) -> Iterator[Fact]:
    for each in ecarts(emploi):
        said = (
            _("Personne entre deux titulaires, du {du} au {au}.")
            if each.nature == "trou"
            else _("Deux titulaires à plus d’un temps plein, du {du} au {au}\u00a0: vérifier les dates.")
        )
        yield Fact(said.format(du=day(each.du), au=day(each.au)), "" if each.nature == "trou" else "attention")


def _names(emploi: Champs, places: Sequence[int]) -> list[str]:
    tenues = tenues_of(emploi)
    return [name for place in places if (name := str(tenues[place].get("nom") or ""))]
