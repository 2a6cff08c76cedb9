"""From a printed sheet or a text to the blocks of a communicable copy, and back from what is left to a sheet."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from mvl_desktop.domain.errors import ChampInvalideError
from mvl_desktop.domain.nomenclature import Nomenclatures
from mvl_desktop.domain.occulter import LIGNE, PUCE, TEXTE, TITRE, Passage, block, parts, remade, united
from mvl_desktop.domain.text import TEXT_MAX, clean
from mvl_desktop.domain.values import LIST_MAX
from mvl_desktop.i18n import _, ngettext
from mvl_desktop.ports.printing import Line, Section, Sheet
from mvl_desktop.services.refusals import RefusError
from mvl_desktop.services.spoken import within

MOTIFS = "motifs_occultation"
_BULLET = re.compile(r"\s*[•–*-]\s+(?=\S)")
_BULLETED = frozenset({"puces", "interdits", "etapes", "cases", "mots"})


def blocks_of_sheet(sheet: Sheet) -> tuple[str, ...]:
    """Return what a printed sheet says, block by block. RefusError: document_vide, document_trop_long."""
    made = [block(TITRE, sheet.title), *_told(sheet.subtitle), *_told(sheet.warning)]
    made += [block(TEXTE, _labelled(line)) for line in sheet.glance]
    for section in (*sheet.sections, *sheet.annexes):
        made.append(block(TITRE, section.title))
        made += _section(section)
    return _fit(made)


def blocks_of_text(titre: str, text: str) -> tuple[str, ...]:
    """Return a text as blocks, a line each; a line of cells between tabs is one of a table.

    RefusError: document_vide, document_trop_long.
    """
    made = [block(TITRE, titre)] if titre.strip() else []
    for line in _clean(text).split("\n"):
        if "\t" in line.strip():
            made.append(block(LIGNE, line.strip()))
        elif found := _BULLET.match(line):
            made.append(block(PUCE, line[found.end() :]))
        else:
            made.append(block(TEXTE, line.strip()))
    if not [each for each in made if parts(each)[1].strip() and parts(each)[0] != TITRE]:
        raise RefusError("document_vide")
    return _fit(made)


def mark(said: Sequence[str]) -> str:
    """Return what stands in the place of what was taken out: why, in words, and nothing of what it was."""
    told = [within(each) for each in said if each] or [_("sans motif")]
    return _("[occulté\u00a0: {motif}]").format(motif="\u202f; ".join(told))


def what_leaves(blocs: Sequence[str], passages: Sequence[Passage], lists: Nomenclatures) -> tuple[str, ...]:
    """Return the blocks that leave, as they are read."""
    return remade(blocs, passages, lambda motifs: mark([_(lists.libelle(MOTIFS, each)) for each in motifs if each]))


def copy_sheet(
    blocs: Sequence[str], passages: Sequence[Passage], lists: Nomenclatures, *, numero: str, le: date
) -> Sheet:
    """Return the sheet of what leaves: made of what is left, it never knew the rest."""
    left = [parts(each) for each in what_leaves(blocs, passages, lists)]
    title = left[0][1] if left and left[0][0] == TITRE else _("Copie communicable")
    body = left[1:] if left and left[0][0] == TITRE else left
    gone = len(united(blocs, passages))
    return Sheet(
        title=title,
        subtitle=_("Copie communicable n°\u00a0{numero}, remise le {jour}").format(
            numero=numero, jour=f"{le:%d/%m/%Y}"
        ),
        sections=tuple(_sections(body)),
        marking=_("Copie communicable n°\u00a0{numero}").format(numero=numero),
        warning=_said(gone) if gone else "",
    )


def _said(gone: int) -> str:
    words = ngettext(
        "{n} passage a été retiré de cette copie, pour le motif dit à sa place (CRPA, art. L. 311-5 à L. 311-7).",
        "{n} passages ont été retirés de cette copie, pour le motif dit à leur place (CRPA, art. L. 311-5 à L. 311-7).",
        gone,
    ).format(n=gone)
    return words + " " + _("Ce retrait peut être contesté devant la CADA dans les deux mois.")


def _sections(body: Sequence[tuple[str, str]]) -> Iterator[Section]:
    """Give the parts of what is left: each title begins one, lines of a table that follow each other are a table."""
    title, lines, cells = "", list[Line](), list[tuple[str, ...]]()

    def table() -> Iterator[Section]:
        if cells:
            wide = max(map(len, cells))
            full = [(*row, *[""] * (wide - len(row))) for row in cells]
            yield Section("", tuple(Line("", cells=row) for row in full[1:]), "tableau", full[0], inner=True)
            cells.clear()

    def so_far() -> Iterator[Section]:
        if title or lines:
            yield Section(title, tuple(lines), "copie")
        lines.clear()

    for manner, text in body:
        if manner == LIGNE:
            if lines or title:
                yield from so_far()
                title = ""
            cells.append(tuple(text.split("\t")))
            continue
        yield from table()
        if manner == TITRE:
            yield from so_far()
            title = text
        else:
            lines.append(Line("•" if manner == PUCE else "", text, wide=True))
    yield from so_far()
    yield from table()


def _section(section: Section) -> Iterator[str]:
    if section.manner == "tableau":
        rows: list[Sequence[str]] = [section.columns, *(line.cells for line in section.lines)]
        yield from (block(LIGNE, "\t".join(" ".join(cell.split()) for cell in row)) for row in rows)
        return
    for line in section.lines:
        if section.manner in _BULLETED:
            yield block(PUCE, " – ".join(filter(None, (line.label, " ".join(line.text.split())))))
        elif line.wide:
            yield from _told(line.label)
            yield from _told(line.text)
        else:
            yield block(TEXTE, _labelled(line))


def _told(text: str) -> list[str]:
    return [block(TEXTE, each) for each in text.split("\n")]


def _labelled(line: Line) -> str:
    if line.label and line.text:
        return _("{libelle}\u00a0: {texte}").format(libelle=line.label, texte=" ".join(line.text.split()))
    return line.label or line.text


def _fit(made: Sequence[str]) -> tuple[str, ...]:
    """Return blocks as a record keeps them, without those that say nothing."""
    kept = tuple(
        fitted for each in made if (fitted := _clean(each).strip()) and "\t" in fitted and parts(fitted)[1].strip()
    )
    if not kept:
        raise RefusError("document_vide")
    if len(kept) > LIST_MAX or sum(len(each.encode()) for each in kept) > TEXT_MAX:
        raise RefusError("document_trop_long")
    return kept


def _clean(text: str) -> str:
    try:
        return clean(text, "texte")
    except ChampInvalideError:
        raise RefusError("document_trop_long") from None


def version_said(champs: Mapping[str, object]) -> str:
    """Return the version of a document as people say it; nothing for what has none."""
    version = champs.get("version")
    return _("version {n}").format(n=version) if isinstance(version, int) else ""
