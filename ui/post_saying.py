"""The desk over a real post: the lists of codes, and how what is kept is said to people."""

from collections.abc import Sequence

from mvl_desktop.domain.champ import RANG
from mvl_desktop.domain.kinds import declaration, required
from mvl_desktop.domain.nomenclature import COMMUNES
from mvl_desktop.i18n import _
from ui import text
from ui.post_part import PostPart
from ui.text import EMPTY, say
from ui.values import Change, Choice

WITHIN = " – "


class PostSaying(PostPart):
    """Codes and wordings."""

    def codes(self, nomenclature: str) -> Sequence[Choice]:
        """Return what a form offers today."""
        today = self._ports.clock.now().date()
        return [Choice(each.code, _(each.libelle)) for each in self._lists.entries(nomenclature, today)]

    def find(self, nomenclature: str, text: str, limit: int) -> Sequence[Choice]:
        """Return the communes whose name begins so."""
        if nomenclature != COMMUNES:
            return []
        return [Choice(each.code, each.libelle) for each in self._lists.communes.search(text, limit=limit)]

    def wording(self, nomenclature: str, code: str) -> str:
        """Return how a code is said."""
        return _(self._lists.libelle(nomenclature, code))

    def is_long(self, nomenclature: str) -> bool:
        """Whether a list is found by its letters: the communes."""
        return nomenclature == COMMUNES

    def change(self, kind: str, key: str, before: object, after: object) -> Change:
        """Return one field that changed, said to a person."""
        declared = declaration(kind)
        champ = in_words(declared.wording(key)) if declared else key
        return Change(champ, self.said(kind, key, before), self.said(kind, key, after), key, before)

    def said(self, kind: str, key: str, value: object) -> str:
        """Return how the value of a flat key is said."""
        declared = declaration(kind)
        field = declared.field_of(key) if declared else None
        if field is None:
            return _(EMPTY) if value is None else str(value)
        if field.sort == "codes":
            code = self.wording(field.champ.nomenclature or "", key.partition("/")[2])
            return (_("{libelle}\u00a0: oui") if value else _("{libelle}\u00a0: non")).format(libelle=code)
        if field.sort == "elements":
            return _("Élément retiré") if value is None else _("Élément")
        return say(field, value, self.wording)


def titled(kind: str, titre: str) -> str:
    """Return the title of a record: what a person wrote as it is, what stands for want of one translated."""
    declared = declaration(kind)
    return text.titled(declared, titre) if declared is not None else titre


def in_words(wording: str) -> str:
    """Return how a flat key is said, in the language in use: each of its parts has its own translation."""
    return WITHIN.join(_(part) for part in wording.split(WITHIN))


def is_machinery(kind: str, key: str) -> bool:
    """Whether the application fills this field for itself: a hash, a size, a place in a list."""
    field = required(kind).field_of(key)
    return key.endswith(f"/{RANG}") or (field is not None and field.champ.cache and field.name != "reference")
