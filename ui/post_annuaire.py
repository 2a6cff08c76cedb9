"""The desk over a real post: the annuaire."""

from collections.abc import Sequence

from mvl_desktop.services import annuaire, annuaire_fonctions
from mvl_desktop.services.espaces import list_homes
from ui.annuaire_values import AVerifier, Fonction, Interlocuteur
from ui.post_part import PostPart
from ui.resources import default_directory


class PostAnnuaire(PostPart):
    """Who is competent, what is to verify, which functions nobody holds."""

    def organismes_to_propose(self, departement: str) -> Sequence[str]:
        """Return the names of the entries in service."""
        return annuaire.names_to_propose(self._ports, self._lists, departement)

    def competent(self, departement: str, role: str = "", destinataire: str = "") -> Sequence[Interlocuteur]:
        """Return who is competent, the closest first."""
        found = annuaire.competent_for(self._ports, self._lists, departement, role=role, destinataire=destinataire)
        return [
            Interlocuteur(
                each.id,
                each.nom,
                each.role,
                each.destinataire,
                each.portee,
                each.telephone,
                each.urgence,
                each.courriel,
                each.messagerie_securisee,
                each.adresse,
                each.horaires,
                each.verifie_le,
                each.motif,
                each.remplace,
            )
            for each in found
        ]

    def to_verify(self) -> Sequence[AVerifier]:
        """Return the entries to verify."""
        return [
            AVerifier(each.id, each.nom, each.role, each.motif, each.verifie_le, each.depuis)
            for each in annuaire.list_verifications(self._ports)
        ]

    def functions(self) -> Sequence[Fonction]:
        """Return the functions as they stand today."""
        return [
            Fonction(
                each.id,
                each.intitule,
                each.organisme,
                each.structure,
                each.departement,
                each.etat,
                each.depuis,
                each.jusqua,
                each.remplacement_le,
                each.recrutement,
            )
            for each in annuaire_fonctions.list_functions(self._ports)
        ]

    def add_default_directory(self) -> int:
        """Put the entries that come with the application in the usual espace."""
        homes = list_homes(self._ports, annuaire.KIND)
        espace = homes[0].id.hex() if homes else None
        return len(annuaire.add_default_directory(self._ports, default_directory(), espace=espace))

    def verify_organisme(self, rec: str) -> None:
        """Say that an entry is right today."""
        annuaire.verify_organisme(self._ports, rec)

    def close_organisme(self, rec: str, le: str, remplacant: str = "") -> None:
        """Say that an entry is no longer in service from a day on."""
        annuaire.close_organisme(self._ports, rec, le, remplacant)
