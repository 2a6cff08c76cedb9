"""What counts of a grid, and the question that it puts, say in words. No sum, no share, no order between people."""

from collections.abc import Callable, Mapping, Sequence

from mvl_desktop.domain.reperage import ANSWERS, Comptes
from mvl_desktop.i18n import _, ngettext

_SAID: Mapping[str, Callable[[int], str]] = {
    "observe": lambda n: ngettext("{n} observé", "{n} observés", n),
    "rapporte": lambda n: ngettext("{n} rapporté", "{n} rapportés", n),
    "documente": lambda n: ngettext("{n} documenté", "{n} documentés", n),
    "absent": lambda n: ngettext("{n} absent", "{n} absents", n),
    "inconnu": lambda n: ngettext("{n} inconnu", "{n} inconnus", n),
    "": lambda n: ngettext("{n} sans réponse", "{n} sans réponse", n),
}


def said_counts(comptes: Comptes) -> str:
    """Return the counts of one family: « 2 observés, 1 rapporté, 3 sans réponse »; what is nought is not said."""
    numbers = ((answer, comptes.of(answer)) for answer in ANSWERS)
    return ", ".join(_SAID[answer](n).format(n=n) for answer, n in numbers if n)


def said_questions(questions: Sequence[Mapping[str, object]]) -> list[str]:
    """Return what to ask oneself of each criterion that the sources always find: a question, never a conclusion."""
    words = _(
        "«\u00a0{critere}\u00a0»\u00a0: les sources le retrouvent chaque fois. Quelqu’un a-t-il pu en parler\u202f?"
    )
    return [words.format(critere=one.get("libelle") or one.get("critere")) for one in questions]
