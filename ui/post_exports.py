"""The desk over a real post: lists that leave, and their register."""

from collections.abc import Sequence
from pathlib import Path

from mvl_desktop.domain.kinds import declaration
from mvl_desktop.i18n import _
from mvl_desktop.ports.store import Query
from mvl_desktop.services import export_register, exports
from mvl_desktop.services.spoken import day, hour
from ui.export_values import ExportedRecord, ExportLine, ListWish, ListWritten
from ui.post_part import PostPart


class PostExports(PostPart):
    """Lists that leave."""

    def export_list(self, wish: ListWish, path: Path) -> ListWritten:
        """Write a list to a file, by the path's ending, and enter it in the register."""
        wanted = wish.wanted
        done = exports.export_list(
            self._ports,
            self._post.printer,
            self._post.medium,
            self._lists,
            exports.Wish(
                query=Query(wanted.kind, wanted.filters, wanted.text, wanted.order),
                columns=wish.colonnes,
                motif=wish.motif,
                destinataire=wish.destinataire,
                whole=wish.entier,
            ),
            path,
        )
        return ListWritten(done.numero, done.lignes)

    def exports(self) -> Sequence[ExportLine]:
        """Return the register of exports, the last one first."""
        return [self._line(each) for each in export_register.list_exports(self._ports)]

    def exported(self, numero: str) -> Sequence[ExportedRecord]:
        """Return the records that were in an export."""
        _leaving, records = export_register.show_export(self._ports, numero)
        return [ExportedRecord(each.rec, each.reference, each.repere) for each in records]

    def _line(self, found: export_register.Leaving) -> ExportLine:
        declared = declaration(found.kind)
        return ExportLine(
            numero=found.numero,
            quand=_("{jour} à {heure}").format(jour=day(found.le), heure=hour(found.a)),
            par=found.par,
            pour=found.pour,
            motif=_(self._lists.libelle(exports.MOTIFS, found.motif)),
            quoi=_(declared.pluriel) if declared is not None else found.kind,
            lignes=found.lignes,
            entier=not found.masked,
        )
