"""Use cases on letters of a signalement: write one from a template, correct it, have it reviewed, note that it left.

The name and the address of the signalant are never written in a letter: they live in a compartment, and are put on its
pages at each printing by a post that may read them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from mvl_desktop.domain.kinds import required
from mvl_desktop.domain.lettre import ABANDONNE, BROUILLON, ENVOYE, RELU, filled, whole
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.payload import flatten, nest
from mvl_desktop.domain.transmettre import is_sent, state_of
from mvl_desktop.domain.transmission import DECIDEE, PROJET
from mvl_desktop.domain.typographie import typographie
from mvl_desktop.domain.vigilance import Vigilance
from mvl_desktop.matching.revealing import Secret
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.annuaire import addressee
from mvl_desktop.services.courriers_check import SAID, LetterCheck, look_at
from mvl_desktop.services.courriers_modeles import template_in, transmission_of
from mvl_desktop.services.courriers_source import (
    CROYANCES,
    IDENTITE,
    MEDICAL,
    Apart,
    Head,
    apart,
    filling,
    head_in,
    labels,
    secrets_of,
)
from mvl_desktop.services.letters_lock import GROUP, SIGNALEMENT
from mvl_desktop.services.people import my_name
from mvl_desktop.services.records import existing, shown
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.revisions import write_revision
from mvl_desktop.services.textes import read_over

Values = Mapping[str, object]
TYPED = (*SAID, "destinataire", "lieu", "date_courrier", "revelations", "laisses")
"""The fields of a letter that a person writes."""
_RULED = ("objet", "texte", "annexes")
_TOWN = re.compile(r"\n|(?=\b\d{5}\b)")
"""Where an address is cut into lines: the town, from its postal code, is the last."""
_ALWAYS = frozenset({IDENTITE})


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A letter as it is worked on: its fields, and all that is needed to look at it and lay it out again and again."""

    id: str
    signalement: str
    reference: str
    champs: Values = field(repr=False)
    head: Head = field(repr=False)
    apart: tuple[str, ...] | None = field(repr=False)
    """The lines of the signalant's name and address, for a letter to them; None when they are not to be read here."""
    filled: tuple[str, ...] = field(repr=False)
    """What the fields of letters say for this record today: where they stand in the text, they came from it."""
    secrets: tuple[Secret, ...] = field(repr=False)
    allowed: tuple[str, ...] = field(repr=False)
    reserve: tuple[str, ...]
    beliefs: bool
    genre: str
    modele: str = ""
    """How its template is called today; empty once it is gone."""
    follower: str = field(default="", repr=False)
    grounds: tuple[str, ...] = ()
    """The legal bases of its template."""
    read_over: str = ""
    """The day (ISO) on which the texts that its template cites were last read over."""
    awaits: bool = False
    """Whether the transmission that it goes with is still to be marked as sent."""

    @property
    def cites(self) -> list[str]:
        """Return the lines that may cite texts: its own, then the legal bases of its template."""
        return [*str(self.champs.get("texte") or "").split("\n"), *self.grounds]

    @property
    def etat(self) -> str:
        """Where it stands."""
        return str(self.champs.get("etat") or BROUILLON)

    @property
    def is_locked(self) -> bool:
        """Whether it left: it is read, and no more written."""
        return self.etat == ENVOYE


def write_letter(ports: Ports, id_: str, modele: str, lists: Nomenclatures, *, transmission: str = "") -> str:
    """Write a letter from a template (its id or its code), for a signalement or one of its transmissions.

    Returns the letter's id. What the record does not say stands between brackets; so does a field that nobody knows.
    Raises LettreTropLongueError, RefusError: fiche_inconnue, modele_inconnu, transmission_inconnue, lecture_seule.
    """
    with ports.store.work() as uow:
        view = existing(uow, id_, SIGNALEMENT)
        champs = nest(view.kind, shown(view.state))
        sent = transmission_of(champs, transmission)
        template = template_in(uow, modele)
        wording = nest(template.kind, shown(template.state))
        letter = ports.crypto.random(8).hex()
        made = _worded(uow, ports, champs, sent, wording, lists) | {"id": letter, "transmission": transmission or None}
        changes = flatten(view.kind, {GROUP: [*_letters(champs), made]}, shown(view.state), lambda: letter)
        if sent and not is_sent(sent):
            changes[f"transmissions/{transmission}/courrier"] = letter
        write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads)
        uow.commit()
    ports.journal.note("consultation", template.rec)
    ports.journal.note("modification", view.rec)
    return letter


def open_letter(ports: Ports, id_: str, letter: str, lists: Nomenclatures) -> OpenLetter:
    """Return a letter to be worked on. RefusError: fiche_inconnue, courrier_inconnu."""
    with ports.store.read() as uow:
        view = existing(uow, id_, SIGNALEMENT)
        champs = nest(view.kind, shown(view.state))
        held = _letter(champs, letter)
        wording = _template(uow, held)
        signalant, medical = apart(uow, champs.get("signalant")), apart(uow, champs.get("pieces_medicales"))
        interdits = [*(str(code) for code in _listed(wording.get("interdits"))), *_ALWAYS]
        secrets, allowed = secrets_of(champs, signalant, medical, interdits, lists)
        sent = next((one for one in _listed_of(champs) if one.get("id") == held.get("transmission")), {})
        values = filling(uow, ports, champs, sent, lists)
        opened = OpenLetter(
            id=letter,
            signalement=view.rec.hex(),
            reference=str(champs.get("reference") or ""),
            champs=held,
            head=head_in(uow),
            apart=_address(signalant) if held.get("au_signalant") is True else (),
            filled=tuple(sorted({typographie(text) for text in values.values()}, key=len, reverse=True)),
            secrets=tuple(secrets),
            allowed=tuple(allowed),
            reserve=_reserved(signalant, medical, interdits),
            beliefs=CROYANCES in interdits,
            genre=lists.libelle("genres_courrier", str(held.get("genre") or "autre")),
            modele=required("modele-courrier").titre(wording) if wording else "",
            follower=str(champs.get("titulaire") or ""),
            grounds=tuple(str(line) for line in _listed(wording.get("fondements"))),
            read_over=day.isoformat() if (day := read_over(wording)) is not None else "",
            awaits=state_of(sent) in (PROJET, DECIDEE) if sent else False,
        )
    for rec in (view.rec, *(one.rec for one in (signalant, medical) if one is not None and one.rec is not None)):
        ports.journal.note("consultation", rec)
    return opened


def check(opened: OpenLetter, words: Vigilance | None, said: Values | None = None) -> LetterCheck:
    """Return what is to be settled in a letter, as it is kept or as it is being typed."""
    letter = {**opened.champs, **(said or {})}
    return look_at(letter, opened.secrets, opened.allowed, opened.reserve, words if opened.beliefs else None)


def save_letter(ports: Ports, id_: str, letter: str, said: Values, lists: Nomenclatures) -> bool:
    """Keep what was typed of a letter, set as French is; False when nothing differs. Reviewed, it is to review again.

    Raises ChampInvalideError, FicheTropLongueError, RefusError: fiche_inconnue, courrier_inconnu, courrier_envoye.
    """
    typed = {name: _ruled(name, said[name]) for name in TYPED if name in said}

    def corrected(held: Values) -> Values:
        changed = any(_plain(held.get(name)) != _plain(value) for name, value in typed.items())
        again = {"etat": BROUILLON, "relu_par": None, "relu_le": None}
        return typed | (again if changed and held.get("etat") in (RELU, ABANDONNE) else {})

    return _change(ports, id_, letter, corrected, lists)


def review_letter(
    ports: Ports, id_: str, letter: str, par: str, lists: Nomenclatures, words: Vigilance | None
) -> LetterCheck:
    """Note that somebody reviewed a letter: nothing in it waits for a decision any more. Returns what was looked at.

    Raises RefusError: fiche_inconnue, courrier_inconnu, courrier_envoye, courrier_a_completer, courrier_revele.
    """
    seen = check(open_letter(ports, id_, letter, lists), words)
    if seen.to_write or seen.unknown:
        raise RefusError("courrier_a_completer")
    if not seen.is_clean:
        raise RefusError("courrier_revele")
    today = ports.clock.now().date().isoformat()
    with ports.store.read() as uow:
        reviewer = " ".join(par.split()) or my_name(uow)
    _change(ports, id_, letter, lambda _held: {"etat": RELU, "relu_par": reviewer, "relu_le": today}, lists)
    return seen


def send_letter(
    ports: Ports, id_: str, letter: str, canal: str, le: date | None, reference: str, lists: Nomenclatures
) -> None:
    """Note that a reviewed letter left, by what way, on what day: it is written no more. An accusé dates the record.

    Raises ChampInvalideError, RefusError: fiche_inconnue, courrier_inconnu, courrier_envoye, courrier_non_relu.
    """
    today = ports.clock.now().date()
    day = min(le or today, today).isoformat()

    def sent(held: Values) -> Values:
        if held.get("etat") != RELU:
            raise RefusError("courrier_non_relu")
        return {"etat": ENVOYE, "canal_envoi": canal, "envoye_le": day, "reference_envoi": reference or None}

    _change(ports, id_, letter, sent, lists, accuse=day)


def drop_letter(ports: Ports, id_: str, letter: str, lists: Nomenclatures) -> None:
    """Give a letter up: it stays readable, and may be taken up again by correcting it.

    Raises RefusError: fiche_inconnue, courrier_inconnu, courrier_envoye.
    """
    _change(ports, id_, letter, lambda _held: {"etat": ABANDONNE}, lists)


def list_letters(ports: Ports, id_: str) -> list[Values]:
    """Return the letters of a signalement. RefusError: fiche_inconnue."""
    with ports.store.read() as uow:
        view = existing(uow, id_, SIGNALEMENT)
        found: list[Values] = [*_letters(nest(view.kind, shown(view.state)))]
    ports.journal.note("liste", view.rec, lignes=len(found))
    return found


def _worded(
    uow: UnitOfWork, ports: Ports, champs: Values, sent: Values, wording: Values, lists: Nomenclatures
) -> dict[str, object]:
    """Return a new letter: what its template says, filled."""
    values, said, head = filling(uow, ports, champs, sent, lists), labels(lists), head_in(uow)

    def fill(text: str) -> str:
        return typographie(filled(text, values, said).texte)

    kinds = sorted(str(code) for code in _listed(wording.get("destinataires")))
    destinataire = str(sent.get("destinataire") or (kinds[0] if len(kinds) == 1 else ""))
    where, today = str(champs.get("departement") or ""), ports.clock.now().date()
    named, address = addressee(uow, lists, where, destinataire, str(sent.get("destinataire_nom") or ""), today)
    if destinataire and not named:
        named = lists.libelle("destinataires", destinataire)
    to_signalant = wording.get("au_signalant") is True
    return {
        "modele": wording.get("code"),
        "modele_version": wording.get("version") or 1,
        "genre": wording.get("genre"),
        "etat": BROUILLON,
        "destinataire": None if to_signalant else destinataire or None,
        "au_signalant": True if to_signalant else None,
        "destinataire_nom": None if to_signalant else named or None,
        "adresse": None if to_signalant else address or None,
        "reference": champs.get("reference"),
        "lieu": head.lieu or None,
        "date_courrier": today.isoformat(),
        "objet": fill(str(wording.get("objet") or "")) or None,
        "texte": fill(whole(wording)) or None,
        "annexes": [fill(str(one)) for one in _listed(wording.get("annexes"))],
        "signataire": head.signataire or None,
        "qualite_signataire": head.qualite or None,
        "redige_par": my_name(uow) or None,
    }


def _change(
    ports: Ports,
    id_: str,
    letter: str,
    changed: Callable[[Values], Values],
    lists: Nomenclatures,
    *,
    accuse: str = "",
) -> bool:
    with ports.store.work() as uow:
        view = existing(uow, id_, SIGNALEMENT)
        flat = shown(view.state)
        champs = nest(view.kind, flat)
        held = _letter(champs, letter)
        if held.get("etat") == ENVOYE:
            raise RefusError("courrier_envoye")
        after = [one | dict(changed(one)) if one["id"] == held["id"] else one for one in _letters(champs)]
        written: dict[str, object] = {GROUP: after}
        if accuse and held.get("genre") == "accuse_reception" and not champs.get("accuse_reception_le"):
            written["accuse_reception_le"] = accuse
        changes = flatten(view.kind, written, flat, lambda: letter, lists=lists)
        if changes:
            write_revision(uow, ports, view.espace, view.rec, view.kind, changes, view.state.heads)
            uow.commit()
            ports.journal.note("modification", view.rec)
    return bool(changes)


def _template(uow: UnitOfWork, held: Values) -> Values:
    """Return the template that a letter was written from, as it is today; nothing when it is gone."""
    try:
        view: RecordView = template_in(uow, str(held.get("modele") or ""))
    except RefusError:
        return {}
    return nest(view.kind, shown(view.state))


def _address(signalant: Apart | None) -> tuple[str, ...] | None:
    if signalant is None or signalant.champs is None:
        return None
    lines = (str(signalant.champs.get("nom") or ""), *_TOWN.split(str(signalant.champs.get("adresse") or "")))
    return tuple(line.strip(" ,\u00a0") for line in lines if line.strip(" ,\u00a0"))


def _reserved(signalant: Apart | None, medical: Apart | None, interdits: Sequence[str]) -> tuple[str, ...]:
    """Return the sorts that cannot be looked for here: what they are in is kept apart, and not readable."""
    held = ((IDENTITE, signalant), (MEDICAL, medical))
    return tuple(s for s, one in held if s in interdits and one is not None and one.champs is None)


def _ruled(name: str, value: object) -> object:
    if name in _RULED and isinstance(value, str):
        return typographie(value)
    if name in _RULED and isinstance(value, (list, tuple)):
        return [typographie(str(one)) for one in value]
    return value


def _plain(value: object) -> object:
    if isinstance(value, (list, tuple)):
        return tuple(value)
    return value.isoformat() if isinstance(value, date) else value or ""


def _letters(champs: Values) -> list[dict[str, object]]:
    held = champs.get(GROUP)
    return [dict(one) for one in held if isinstance(one, Mapping)] if isinstance(held, list) else []


def _letter(champs: Values, id_: str) -> dict[str, object]:
    found = next((one for one in _letters(champs) if one.get("id") == id_.strip()), None)
    if found is None:
        raise RefusError("courrier_inconnu")
    return found


def _listed_of(champs: Values) -> list[Values]:
    return [one for one in _listed(champs.get("transmissions")) if isinstance(one, Mapping)]


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, (list, tuple)) else ()
