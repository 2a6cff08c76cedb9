"""Two versions of a fiche de conduite side by side, word by word. It holds no widget."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from mvl_desktop.history.compare import Words, compare
from mvl_desktop.i18n import N_, _, ngettext
from ui.background import Background
from ui.desk import Fiches
from ui.values import FicheVersion, Values
from ui.view_models.fiches_reader import blocks


@dataclass(frozen=True, slots=True)
class Compared:
    """One part of a fiche in two versions. Words that only one of them has are not `same`."""

    titre: str
    old: tuple[Words, ...] = field(repr=False)
    new: tuple[Words, ...] = field(repr=False)

    @property
    def differs(self) -> bool:
        """Whether a word changed."""
        return any(not words.same for words in (*self.old, *self.new))

    @property
    def spoken(self) -> str:
        """Say what changed, for screen readers: what left, what came."""
        gone, came = (
            "\u202f; ".join(words.text.strip() for words in side if not words.same and words.text.strip())
            for side in (self.old, self.new)
        )
        said = [_("Retiré\u00a0: {words}").format(words=gone) if gone else ""]
        said += [_("Ajouté\u00a0: {words}").format(words=came) if came else ""]
        return ". ".join(part for part in said if part) or _("Rien n’a changé")


def compared(old: Values, new: Values) -> tuple[Compared, ...]:
    """Compare two states of a fiche, part by part, in the order of the reader."""
    before = {block.champ: (block.titre, block.spoken) for block in blocks(old)}
    after = {block.champ: (block.titre, block.spoken) for block in blocks(new)}
    order = [block.champ for block in blocks({**old, **new})]
    found = [("", str(old.get("titre") or ""), str(new.get("titre") or ""))]
    for champ in order:
        titre = (after.get(champ) or before.get(champ) or ("", ""))[0]
        found.append((titre, before.get(champ, ("", ""))[1], after.get(champ, ("", ""))[1]))
    return tuple(Compared(titre or _("Titre"), *compare(left, right)) for titre, left, right in found)


def summary(parts: Sequence[Compared]) -> str:
    """Say in how many parts something changed."""
    changed = sum(part.differs for part in parts)
    if not changed:
        return _("Ces deux versions disent la même chose.")
    return ngettext("{n} partie a changé.", "{n} parties ont changé.", changed).format(n=changed)


class VersionsDesk(Fiches, Protocol):
    """What it asks of the post."""


class Versions(QObject):
    """The versions of one record that has versions, the last first."""

    changed = Signal()
    refused = Signal(str)
    title = ""
    """What the window that compares them is called."""
    alone = ""
    """What is said while there is one only."""

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self.versions: Sequence[FicheVersion] = ()
        self.ready = False

    def load(self, rec: str) -> None:
        """Ask for them."""

        def done(versions: Sequence[FicheVersion]) -> None:
            self.versions, self.ready = versions, True
            self.changed.emit()

        self._background.run(lambda: self.fetch(rec), done, self._on_error)

    def fetch(self, _rec: str) -> Sequence[FicheVersion]:
        """Return the versions of a record, the last first."""
        return ()

    def compare(self, _old: Values, _new: Values) -> tuple[Compared, ...]:
        """Compare two of them, part by part."""
        return ()

    def _on_error(self, error: Exception) -> None:
        code = getattr(error, "code", None)
        if not isinstance(code, str):
            raise error
        self.refused.emit(code)


class FicheVersions(Versions):
    """The versions of one fiche."""

    title = N_("Versions de la fiche")
    alone = N_("C’est la seule. La suivante se prépare par «\u00a0Relecture\u00a0», dans la barre de la fiche.")

    def __init__(self, desk: VersionsDesk, background: Background) -> None:
        super().__init__(background)
        self._desk = desk

    def fetch(self, rec: str) -> Sequence[FicheVersion]:
        """Return the versions of a fiche."""
        return self._desk.fiche_versions(rec)

    def compare(self, old: Values, new: Values) -> tuple[Compared, ...]:
        """Compare two states of a fiche, in the order of the reader."""
        return compared(old, new)
