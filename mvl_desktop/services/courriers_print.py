"""Use cases: print a letter, each copy numbered and noted in the journal, and show its pages while it is written."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from mvl_desktop.domain.lettre import BROUILLON
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.typographie import jour, typographie
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.letters import Letter, LetterPrinter
from mvl_desktop.services.courriers import OpenLetter, open_letter
from mvl_desktop.services.files import write_whole
from mvl_desktop.services.people import myself
from mvl_desktop.services.printing import next_copy
from mvl_desktop.services.refusals import RefusError

ENDINGS = (".pdf", ".odt")
_UNREVIEWED = "Projet\u00a0: à relire avant l’envoi"
_APART = "[Nom et adresse\u00a0: conservés à part]"
_RECOMMENDED = "courrier_rar"
Values = Mapping[str, object]


def print_letter(
    ports: Ports, printer: LetterPrinter, id_: str, letter: str, target: Path, lists: Nomenclatures
) -> int:
    """Write a letter to a PDF or ODT file, by the target's ending; return its size.

    Raises RefusError: fiche_inconnue, courrier_inconnu, format_inconnu, ecriture_impossible.
    """
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        raise RefusError("format_inconnu")
    opened = open_letter(ports, id_, letter, lists)
    with ports.store.work() as uow:
        number = next_copy(uow)
        code = myself(uow).code
        uow.commit()
    marking = f"Exemplaire n°\u00a0{code}-{number}" if code else f"Exemplaire n°\u00a0{number}"
    data = printer.letter(laid_out(opened, lists, marking=marking), ending)
    write_whole(target, data)
    ports.journal.note("impression", bytes.fromhex(opened.signalement), octets=len(data), exemplaire=number)
    return len(data)


def pages_of(
    printer: LetterPrinter, opened: OpenLetter, said: Values, lists: Nomenclatures, ppi: float
) -> Sequence[bytes]:
    """Return the pages of a letter that is being typed, as pictures; nothing is read nor kept."""
    return printer.letter_pages(laid_out(opened, lists, said), ppi)


def laid_out(opened: OpenLetter, lists: Nomenclatures, said: Values | None = None, *, marking: str = "") -> Letter:
    """Return what the pages of a letter say, as it is kept or as it is being typed."""
    champs = {**opened.champs, **(said or {})}
    head = opened.head
    lieu, day = _text(champs, "lieu"), _day(champs.get("date_courrier"))
    dated = ", ".join(filter(None, (lieu, f"le {jour(day)}" if day else "")))
    references = [("Nos références", _text(champs, "reference"))]
    if not champs.get("au_signalant") and opened.follower:
        references.append(("Affaire suivie par", opened.follower))
    canal = _text(champs, "canal_envoi")
    return Letter(
        title=" ".join(filter(None, (opened.genre, opened.reference))),
        sender=_lines(
            head.service, head.adresse, head.telephone and f"Téléphone\u00a0: {head.telephone}", head.courriel
        ),
        recipient=_recipient(opened, champs),
        dated=typographie(dated[:1].upper() + dated[1:]),
        references=tuple(pair for pair in references if pair[1]),
        subject=typographie(_text(champs, "objet")),
        body=_paragraphs(typographie(_text(champs, "texte"))),
        signature=_lines(_text(champs, "qualite_signataire"), _text(champs, "signataire")),
        annexes=tuple(typographie(one) for one in _texts(champs.get("annexes"))),
        sending="Lettre recommandée avec avis de réception" if canal == _RECOMMENDED else "",
        warning=_UNREVIEWED if champs.get("etat") in (None, "", BROUILLON) else "",
        marking=marking,
    )


def _recipient(opened: OpenLetter, champs: Values) -> tuple[str, ...]:
    if champs.get("au_signalant") is True:
        return opened.apart if opened.apart else (_APART,)
    return _lines(_text(champs, "destinataire_nom"), _text(champs, "adresse"))


def _paragraphs(text: str) -> tuple[str, ...]:
    """Cut a text at its blank lines."""
    parts: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            parts[-1].append(line.rstrip())
        elif parts[-1]:
            parts.append([])
    return tuple("\n".join(part) for part in parts if part)


def _lines(*texts: str) -> tuple[str, ...]:
    return tuple(line.strip() for text in texts for line in (text or "").split("\n") if line.strip())


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, (list, tuple)) else []


def _text(champs: Values, name: str) -> str:
    value = champs.get(name)
    return value if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
