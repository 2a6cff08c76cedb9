"""The desk over a real post: letters and their templates."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

from mvl_desktop.domain.lettre import ENVOYE
from mvl_desktop.domain.lettre_champs import FIELDS
from mvl_desktop.i18n import _
from mvl_desktop.services import courriers, courriers_modeles, courriers_print, courriers_source, fiche_versions, memory
from mvl_desktop.services.courriers_check import LetterCheck, belief_words
from mvl_desktop.services.defaults import add_defaults
from mvl_desktop.services.espaces import list_homes
from mvl_desktop.services.refusals import RefusError
from ui.courrier_values import (
    LetterField,
    LetterFinding,
    Letterhead,
    LetterLine,
    LetterOpened,
    LetterSeen,
    TemplateLine,
)
from ui.post_part import PostPart, at
from ui.resources import default_templates, resource
from ui.values import Choice, FicheVersion, Values

_UNFINISHED = "courrier/"


class PostCourriers(PostPart):
    """Letters."""

    def letters(self, rec: str) -> Sequence[LetterLine]:
        """Return the letters of a signalement, the last first."""
        return [self._letter_line(each) for each in reversed(courriers.list_letters(self._ports, rec))]

    def letter_templates(self, rec: str, transmission: str) -> Sequence[TemplateLine]:
        """Return the templates that suit, those proposed first."""
        found = courriers_modeles.list_templates(self._ports, rec, self._lists, transmission=transmission)
        return [
            TemplateLine(
                one.id,
                one.code,
                one.titre,
                self._lists.libelle("genres_courrier", one.genre or "autre"),
                one.emploi,
                one.statut,
                one.version,
                one.reason,
            )
            for one in found
        ]

    def write_letter(self, rec: str, template: str, transmission: str) -> str:
        """Write a letter from a template."""
        return courriers.write_letter(self._ports, rec, template, self._lists, transmission=transmission)

    def open_letter(self, rec: str, letter: str) -> LetterOpened:
        """Return a letter to be worked on."""
        opened = courriers.open_letter(self._ports, rec, letter, self._lists)
        return LetterOpened(
            id=opened.id,
            rec=opened.signalement,
            reference=opened.reference,
            etat=opened.etat,
            etat_dit=_(self._lists.libelle("etats_courrier", opened.etat)),
            genre=_(opened.genre),
            modele=opened.modele,
            champs=dict(opened.champs),
            remplis=opened.filled,
            au_signalant=opened.champs.get("au_signalant") is True,
            adresse_lisible=opened.apart is not None,
            fondements=opened.grounds,
            textes_lus_le=opened.read_over,
            transmission_attend=opened.awaits,
            basis=opened,
        )

    def see_letter(self, opened: LetterOpened, said: Values, ppi: float) -> LetterSeen:
        """Look at a letter that is being typed, and draw its pages."""
        basis = _basis(opened)
        seen = courriers.check(basis, belief_words(resource(), self._ports.clock.now().date()), said)
        pages = courriers_print.pages_of(self._post.printer, basis, said, self._lists, ppi) if ppi else ()
        return self._letter_seen(seen, tuple(pages))

    def save_letter(self, opened: LetterOpened, said: Values) -> LetterOpened:
        """Keep what was typed."""
        courriers.save_letter(self._ports, opened.rec, opened.id, said, self._lists)
        return self.open_letter(opened.rec, opened.id)

    def review_letter(self, opened: LetterOpened, par: str) -> LetterOpened:
        """Note that somebody reviewed it."""
        words = belief_words(resource(), self._ports.clock.now().date())
        courriers.review_letter(self._ports, opened.rec, opened.id, par, self._lists, words)
        return self.open_letter(opened.rec, opened.id)

    def send_letter(self, opened: LetterOpened, canal: str, le: date, reference: str) -> LetterOpened:
        """Note that it left."""
        courriers.send_letter(self._ports, opened.rec, opened.id, canal, le, reference, self._lists)
        return self.open_letter(opened.rec, opened.id)

    def drop_letter(self, rec: str, letter: str) -> None:
        """Give it up."""
        courriers.drop_letter(self._ports, rec, letter, self._lists)

    def print_letter(self, opened: LetterOpened, path: Path) -> None:
        """Write a numbered copy of it."""
        courriers_print.print_letter(self._ports, self._post.printer, opened.rec, opened.id, path, self._lists)

    def keep_unfinished(self, letter: str, said: Values | None) -> None:
        """Keep what is being typed."""
        memory.remember(self._ports, _UNFINISHED + letter, None if said is None else dict(said))

    def unfinished(self, letter: str) -> Values | None:
        """Return what was being typed."""
        kept = memory.recall(self._ports, _UNFINISHED + letter)
        return kept if isinstance(kept, dict) else None

    def letterhead(self) -> Letterhead:
        """Return the letterhead of this post."""
        return Letterhead(**asdict(courriers_source.letterhead(self._ports)))

    def set_letterhead(self, head: Letterhead) -> None:
        """Keep the letterhead of this post."""
        courriers_source.set_letterhead(self._ports, courriers_source.Head(**asdict(head)))

    def sending_ways(self) -> Sequence[Choice]:
        """Return the ways by which a letter leaves."""
        today = self._ports.clock.now().date()
        return [Choice(each.code, _(each.libelle)) for each in self._lists.entries("canaux_envoi", today)]

    def letter_fields(self) -> Sequence[LetterField]:
        """Return the fields that a template may name."""
        said = courriers_source.labels(self._lists)
        helps = {name: self._lists.entree("champs_lettre", name) for name in FIELDS}
        fields = [
            LetterField(name, said[name], _(entree.aide) if (entree := helps[name]) and entree.aide else "")
            for name in FIELDS
        ]
        return sorted(fields, key=lambda each: each.libelle)

    def add_default_templates(self) -> int:
        """Put the templates that come with the application in the usual espace."""
        homes = list_homes(self._ports, courriers_modeles.KIND)
        if not homes:
            raise RefusError("aucun_espace")
        espace = homes[0].id.hex()
        return len(add_defaults(self._ports, courriers_modeles.KIND, default_templates(), espace=espace))

    def template_versions(self, rec: str) -> Sequence[FicheVersion]:
        """Return the versions of a template, the last first."""
        return [
            FicheVersion(each.version, at(each.at_ms), each.poste, each.champs)
            for each in fiche_versions.versions_of(self._ports, rec, courriers_modeles.KIND)
        ]

    def _letter_line(self, held: Values) -> LetterLine:
        def text(name: str) -> str:
            value = held.get(name)
            return value if isinstance(value, str) else ""

        to_signalant = held.get("au_signalant") is True
        return LetterLine(
            id=text("id"),
            genre=_(self._lists.libelle("genres_courrier", text("genre") or "autre")),
            etat=_(self._lists.libelle("etats_courrier", text("etat") or "brouillon")),
            objet=text("objet"),
            destinataire=_("La personne qui a signalé") if to_signalant else text("destinataire_nom"),
            le=text("envoye_le") or text("date_courrier"),
            transmission=text("transmission"),
            parti=text("etat") == ENVOYE,
        )

    def _letter_seen(self, seen: LetterCheck, pages: tuple[bytes, ...]) -> LetterSeen:
        def sort(code: str) -> str:
            return _(self._lists.libelle("interdits_courrier", code))

        return LetterSeen(
            a_completer=seen.to_write,
            laisses=seen.left,
            revelations=tuple(
                LetterFinding(one.sorte, sort(one.sorte), one.passage, one.motif) for one in seen.findings
            ),
            reserve=tuple(sort(code) for code in seen.reserve),
            inconnus=seen.unknown,
            pages=pages,
        )


def _basis(opened: LetterOpened) -> courriers.OpenLetter:
    if not isinstance(opened.basis, courriers.OpenLetter):
        raise TypeError("this letter was not opened by this desk")
    return opened.basis
