"""Use cases: decide at once what hardly differs. What would be kept is shown first; one reason, one transaction."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from mvl_desktop.domain.kinds import required
from mvl_desktop.history.model import Assigned, Value
from mvl_desktop.history.state import values
from mvl_desktop.ports.bundle import Ports
from mvl_desktop.ports.store import RecordView, UnitOfWork
from mvl_desktop.services.arbitration_queue import QueueLine
from mvl_desktop.services.conflicts import cleaned_motif, decide_in, reopen_in
from mvl_desktop.services.people import names_of
from mvl_desktop.services.records import Version, revision_text, versions
from mvl_desktop.services.refusals import RefusError

SPELLING, CONTAINED, EMPTY = "meme_texte", "contenu", "vide"
"""Why there is little to decide: spelled otherwise, one holds the other, one says nothing."""

LOOKED_AT_MAX = 2000
"""How many fields are opened to see whether they hardly differ; the others follow once these are decided."""

_BATCH = "arbitrages_groupes/"
_SIGNS = str.maketrans(
    dict.fromkeys("\u2018\u2019\u02bc`", "'") | dict.fromkeys("“”«»", '"') | dict.fromkeys("–\u2014", "-")
)
"""Signs that keyboards write one for the other."""


@dataclass(frozen=True, slots=True)
class Trivial:
    """A field whose versions hardly differ: what would be kept, what would be left, and why it is little."""

    id: str
    kind: str
    titre: str = field(repr=False)
    champ: str
    libelle: str
    raison: str
    garde: Version = field(repr=False)
    laisse: tuple[Version, ...] = field(repr=False)

    @property
    def seen(self) -> tuple[str, ...]:
        """Return the revisions whose values were shown."""
        return (self.garde.revision, *(each.revision for each in self.laisse))


@dataclass(frozen=True, slots=True)
class Batch:
    """Decisions taken together. `left`: how many had changed since they were shown, and wait to be looked at."""

    id: str
    decided: int
    left: int = 0


def list_trivial(ports: Ports, lines: Sequence[QueueLine]) -> list[Trivial]:
    """Return, of these fields to decide, those whose versions hardly differ."""
    found = []
    with ports.store.read() as uow:
        for line in lines[:LOOKED_AT_MAX]:
            view = uow.records.get(bytes.fromhex(line.id))
            if view is not None and line.champ in view.state.conflicts:
                found += _trivial(uow, view, line.champ)
    ports.journal.note("liste", lignes=len(found))
    return found


def decide_trivial(ports: Ports, chosen: Sequence[Trivial], motif: str) -> Batch:
    """Keep what was shown for each of these fields, all or nothing; what changed since is left to be looked at.

    Raises RefusError: motif_requis, rien_a_decider.
    """
    motif = cleaned_motif(motif)
    done: list[tuple[str, str]] = []
    with ports.store.work() as uow:
        for each in chosen:
            try:
                decide_in(uow, ports, each.id, each.champ, motif=motif, keep=each.garde.revision, seen=each.seen)
            except RefusError:
                continue
            done.append((each.id, each.champ))
        if not done:
            raise RefusError("rien_a_decider")
        id_ = ports.crypto.random(8).hex()
        uow.preferences.set(_BATCH + id_, json.dumps(done))
        uow.commit()
    for rec in dict.fromkeys(rec for rec, _ in done):
        ports.journal.note("arbitrage", bytes.fromhex(rec))
    return Batch(id_, len(done), len(chosen) - len(done))


def undo_batch(ports: Ports, id_: str) -> Batch:
    """Open again every field that was decided together; one that was decided or changed since stays as it is.

    Raises RefusError: groupe_inconnu.
    """
    undone: list[str] = []
    with ports.store.work() as uow:
        kept = uow.preferences.get(_BATCH + id_)
        if kept is None:
            raise RefusError("groupe_inconnu")
        decided = json.loads(kept)
        for rec, champ in reversed(decided):
            try:
                reopen_in(uow, ports, rec, champ)
            except RefusError:
                continue
            undone.append(rec)
        uow.preferences.set(_BATCH + id_, None)
        uow.commit()
    for rec in dict.fromkeys(undone):
        ports.journal.note("arbitrage_annule", bytes.fromhex(rec))
    return Batch(id_, len(undone), len(decided) - len(undone))


def _trivial(uow: UnitOfWork, view: RecordView, champ: str) -> list[Trivial]:
    declared = required(view.kind)
    if champ.count("/") == 1 or declared.field_of(champ) is None:
        return []
    standing = view.state.fields[champ]
    choice = little_to_decide(standing)
    if choice is None:
        return []
    kept, raison = choice
    given = versions(view.state, champ, names_of(uow, view.espace), uow.log.origins(view.rec))
    name = revision_text(kept.by[-1])
    garde = next(each for each in given if each.revision == name)
    laisse = tuple(each for each in given if each is not garde)
    titre = declared.titre(values(view.state))
    return [Trivial(view.rec.hex(), view.kind, titre, champ, declared.wording(champ), raison, garde, laisse)]


def little_to_decide(standing: Sequence[Assigned]) -> tuple[Assigned, str] | None:
    """Return the version that says all that the others say, and why; None when a person must choose."""
    filled = [one for one in standing if not _is_empty(one.value)]
    if not filled:
        return None
    if not all(isinstance(one.value, str) for one in filled):
        return (filled[0], EMPTY) if len(filled) == 1 else None
    richest = max(filled, key=lambda one: _richness(str(one.value)))
    whole = _plain(str(richest.value))
    others = [_plain(str(one.value)) for one in filled if one is not richest]
    if all(other == whole for other in others):
        return richest, SPELLING if others else EMPTY
    return (richest, CONTAINED) if all(_holds(whole, other) for other in others) else None


def _is_empty(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip()) or value == ()


def _plain(text: str) -> str:
    """Return a text without what two people may write differently: accents, case, apostrophes, spaces."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(bare.translate(_SIGNS).casefold().split()).strip(" .")


def _holds(whole: str, part: str) -> bool:
    """Whether a text holds another as whole words."""
    return f" {part} " in f" {whole} "


def _richness(text: str) -> tuple[int, int, int, str]:
    """Order spellings: the longest once plain, then the most accents and French signs, then capitals; never by time."""
    accents = sum(not sign.isascii() for sign in text)
    return len(_plain(text)), accents, sum(sign.isupper() for sign in text), text
