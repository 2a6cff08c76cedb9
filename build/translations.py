"""Make the catalogues of translations: `python build/translations.py`; with `--verifier`, only say what is behind.

Gathers every text that a person reads: marked in the code (`_`, `N_`, `ngettext`), declared with the fields, in the
nomenclatures, in the sentences of errors and in the advice on free text. Writes `resources/traductions/mvl.pot`, brings
each language up to it and compiles it. What click says by itself has a French catalogue too. Babel does the work; it is
never shipped.
"""

import ast
import importlib.util
import io
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from mvl_desktop.domain.champ import DeclaredField
from mvl_desktop.domain.indicateurs import Indicateurs
from mvl_desktop.domain.kinds import kinds, required
from mvl_desktop.domain.roles import HABILITATIONS, ROLES

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "resources" / "traductions"
LANGUAGES = ("en",)
SOURCES = ("mvl_desktop", "ui")
_MARKS = {"_": 1, "N_": 1, "ngettext": 2}
"""How many texts each of these calls marks."""
OFFICIAL = frozenset({"communes", "departements", "regions"})
"""Lists of names that nobody translates."""
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The same texts give the same bytes: no catalogue says when it was made."""

TextId = str | tuple[str, str]


class Found(NamedTuple):
    """A text to translate, and the file that says it."""

    text: TextId
    place: str


def in_code(folders: Iterable[Path], base: Path) -> Iterator[Found]:
    """Give what is marked in Python files, in their order."""
    for path in (path for folder in folders for path in sorted(folder.rglob("*.py"))):
        calls = [node for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Call)]
        for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
            text = marked(call)
            if text:
                yield Found(text, path.relative_to(base).as_posix())


def marked(call: ast.Call) -> TextId | None:
    """Return the text that a call marks; None when it marks none, or one that is only known when it runs."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    given = [arg.value for arg in call.args[: _MARKS.get(name, 0)] if isinstance(arg, ast.Constant)]
    texts = [text for text in given if isinstance(text, str)]
    if not texts or len(texts) != _MARKS[name]:
        return None
    return texts[0] if len(texts) == 1 else (texts[0], texts[1])


def in_declarations() -> Iterator[Found]:
    """Give what is declared with the nouns: what they are called, their groups, labels, help; and roles."""
    for kind in kinds():
        declared = required(kind)
        place = f"declaration/{kind}"
        for text in (declared.libelle, declared.pluriel, declared.titre({}), *declared.groupes):
            yield Found(text, place)
        yield from _of_fields(declared.champs, place)
    yield from (Found(role, "declaration/roles") for role in ROLES.values())
    yield from (Found(text, "declaration/roles") for each in HABILITATIONS for text in (each.libelle, each.phrase))


def in_nomenclatures() -> Iterator[Found]:
    """Give the labels and help of codes, official names of places left out."""
    for path in sorted((ROOT / "resources" / "nomenclatures").glob("*.json")):
        if path.stem in OFFICIAL:
            continue
        liste = json.loads(path.read_text(encoding="utf-8"))
        place = path.relative_to(ROOT).as_posix()
        yield Found(liste["libelle"], place)
        for entry in liste["entrees"]:
            yield from (Found(entry[name], place) for name in ("libelle", "aide") if entry.get(name))


def in_messages() -> Iterator[Found]:
    """Give the sentences of errors."""
    path = ROOT / "resources" / "messages.json"
    for message in json.loads(path.read_text(encoding="utf-8")).values():
        yield Found(message["phrase"], path.relative_to(ROOT).as_posix())


def in_vigilance() -> Iterator[Found]:
    """Give the advice on free text."""
    path = ROOT / "resources" / "vigilance.json"
    for sorte in json.loads(path.read_text(encoding="utf-8"))["sortes"]:
        yield Found(sorte["conseil"], path.relative_to(ROOT).as_posix())


def in_deadlines() -> Iterator[Found]:
    """Give what the rules of deadlines say: what is to be done, where the delay comes from, and the warning."""
    path = ROOT / "resources" / "echeances.json"
    held, place = json.loads(path.read_text(encoding="utf-8")), path.relative_to(ROOT).as_posix()
    yield Found(held["avertissement"], place)
    for rule in held["regles"]:
        yield from (Found(rule[name], place) for name in ("libelle", "source") if rule.get(name))


def in_indicators() -> Iterator[Found]:
    """Give what indicators are called, and what they count."""
    path = ROOT / "resources" / "indicateurs.json"
    place = path.relative_to(ROOT).as_posix()
    for each in Indicateurs.from_json(json.loads(path.read_text(encoding="utf-8"))).tous:
        yield from (Found(text, place) for text in (each.libelle, each.definition))


def template() -> Catalog:
    """Return every text of the product, in the order of the files that say them."""
    folders = [ROOT / name for name in SOURCES]
    found = [
        *in_code(folders, ROOT),
        *in_declarations(),
        *in_nomenclatures(),
        *in_messages(),
        *in_vigilance(),
        *in_deadlines(),
        *in_indicators(),
    ]
    return _catalogue(found)


def template_of_click() -> Catalog:
    """Return what click says by itself."""
    where = importlib.util.find_spec("click")
    folder = Path(where.origin).parent if where and where.origin else Path()
    unmarked = Found("required", "click/core.py")  # looked up, as what an option says of itself
    return _catalogue([*in_code([folder], folder.parent), unmarked])


def brought_up(catalogue: Catalog, path: Path, language: str) -> Catalog:
    """Return a language's catalogue with the texts of today: those that are gone are dropped, new ones are empty."""
    held = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as source:
            held = read_po(source, locale=language)
    held.update(catalogue, no_fuzzy_matching=True)
    held.obsolete.clear()
    _tidy(held)
    return held


def as_text(catalogue: Catalog) -> bytes:
    """Return a catalogue as a person reads and edits it."""
    written = io.BytesIO()
    write_po(written, catalogue, width=0, include_lineno=False, sort_by_file=True)
    return written.getvalue()


def as_program(catalogue: Catalog) -> bytes:
    """Return a catalogue as the program reads it."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def files() -> dict[Path, bytes]:
    """Return every file that this recipe writes, and what it holds today."""
    texts = template()
    made = {OUT / "mvl.pot": as_text(texts)}
    wanted = [("mvl", language, texts) for language in LANGUAGES] + [("click", "fr", template_of_click())]
    for domain, language, source in wanted:
        path = OUT / language / "LC_MESSAGES" / f"{domain}.po"
        catalogue = brought_up(source, path, language)
        made |= {path: as_text(catalogue), path.with_suffix(".mo"): as_program(catalogue)}
    return made


def missing(path: Path) -> list[object]:
    """Return the texts of a catalogue that nobody has translated."""
    with path.open("rb") as source:
        catalogue = read_po(source)
    return [message.id for message in catalogue if message.id and not _is_translated(message.string)]


def main(arguments: list[str]) -> int:
    """Write what changed, or only check; returns 1 when what was checked is behind, or waits for a translation."""
    made = files()
    behind = [path for path, content in made.items() if not path.exists() or path.read_bytes() != content]
    for path in behind:
        print(path.relative_to(ROOT).as_posix())
        if "--verifier" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(made[path])
    waiting = {path: missing(path) for path in sorted(OUT.rglob("*.po"))}
    for path, texts in waiting.items():
        print(f"{path.relative_to(ROOT).as_posix()}\u00a0: {len(texts)} à traduire")
        for text in texts:
            print(f"    {text}")
    return 1 if "--verifier" in arguments and (behind or any(waiting.values())) else 0


def _catalogue(found: Iterable[Found]) -> Catalog:
    made = Catalog(project="MVL", fuzzy=False)
    for text, place in found:
        if text and text != ("", ""):
            made.add(text, locations=[(place, 1)])
    _tidy(made)
    return made


def _tidy(catalogue: Catalog) -> None:
    catalogue.creation_date = catalogue.revision_date = EPOCH
    catalogue.header_comment = "# Translations of MVL, under the licence of MVL."
    catalogue.project, catalogue.version = "MVL", "1"
    catalogue.last_translator = catalogue.language_team = "MVL"
    catalogue.msgid_bugs_address = ""
    catalogue.fuzzy = False
    for message in catalogue:
        message.flags.discard("python-format")
        message.locations = sorted(set(message.locations))


def _of_fields(fields: Iterable[DeclaredField], place: str) -> Iterator[Found]:
    for field in fields:
        for text in (field.champ.libelle, field.champ.aide, field.libelle_element):
            if text:
                yield Found(text, place)
        yield from _of_fields(field.champs, place)


def _is_translated(string: object) -> bool:
    return all(string) if isinstance(string, (list, tuple)) else bool(string)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
