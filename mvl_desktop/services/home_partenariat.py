"""What the partnership asks for today on the first page, besides deadlines: functions nobody holds, entries to verify.

One line for each sort, that opens the first and says how many follow: never more than a screen takes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from mvl_desktop.domain.annuaire import why_verify
from mvl_desktop.domain.echeances_faits import text
from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.tenues import situation
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.store import UnitOfWork
from mvl_desktop.services.annuaire import KIND as ORGANISME
from mvl_desktop.services.annuaire import Directory
from mvl_desktop.services.annuaire_fonctions import KIND as EMPLOI
from mvl_desktop.services.annuaire_fonctions import functions
from mvl_desktop.services.spoken import day


@dataclass(frozen=True, slots=True)
class Asked:
    """One line: the record to open, and what it asks for."""

    rec: str
    kind: str
    titre: str
    quoi: str


def asked_today(uow: UnitOfWork, today: date) -> Iterator[Asked]:
    """Give what is asked for, the gravest first; nothing when there is nothing."""
    yield from _vacancies(uow, today)
    yield from _entries(uow, today)


def _vacancies(uow: UnitOfWork, today: date) -> Iterator[Asked]:
    empty = [
        (now.depuis.isoformat() if now.depuis else "", text(champs, "intitule"), rec)
        for rec, champs in functions(uow)
        if (now := situation(champs, today)).etat == "vacant" and now.remplacement_le is None
    ]
    if empty:
        since, title, rec = min(empty)
        said = _("Personne ne tient cette fonction")
        if since:
            said = _("Personne ne tient cette fonction depuis le {jour}").format(jour=day(since))
        yield Asked(rec, EMPLOI, title, _and_more(said, len(empty) - 1))


def _entries(uow: UnitOfWork, today: date) -> Iterator[Asked]:
    """Give the entries that were verified and are to be again; those that never were have their own list."""
    directory = Directory(uow)
    old = [
        (text(entry, "verifie_le"), required(ORGANISME).titre(entry), rec)
        for rec, entry in zip(directory.ids, directory.entries, strict=True)
        if entry.get("verifie_le") and why_verify(entry, today, None)
    ]
    if old:
        _seen, title, rec = min(old)
        yield Asked(rec, ORGANISME, title, _and_more(_("Entrée de l’annuaire à vérifier"), len(old) - 1))


def _and_more(said: str, more: int) -> str:
    if not more:
        return said
    return ngettext("{quoi} (puis {n} autre)", "{quoi} (puis {n} autres)", more).format(quoi=said, n=more)
