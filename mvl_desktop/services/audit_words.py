"""What people read of the journal of access: what each code means, and what a break in a register tells."""

from collections.abc import Mapping

from mvl_desktop.i18n import N_

ACTIONS: Mapping[str, str] = {
    "admission": N_("Poste accepté"),
    "alarme": N_("Alarme"),
    "alarme_lue": N_("Alarme lue"),
    "anonymisation": N_("Anonymisation"),
    "arbitrage": N_("Conflit décidé"),
    "arbitrage_annule": N_("Décision reprise"),
    "autre": N_("Autre action"),
    "bilan": N_("Bilan établi"),
    "consultation": N_("Fiche ouverte"),
    "creation": N_("Fiche créée"),
    "deverrouillage_refuse": N_("Déverrouillage refusé"),
    "doublon": N_("Doublon traité"),
    "effacement": N_("Effacement ordonné"),
    "export": N_("Export"),
    "fermeture": N_("Poste fermé"),
    "fiche_appliquee": N_("Fiche de conduite appliquée"),
    "fondation": N_("Espace fondé"),
    "historique": N_("Historique consulté"),
    "import": N_("Import"),
    "impression": N_("Impression"),
    "invitation": N_("Invitation"),
    "journal_altere": N_("Journal altéré sur le disque"),
    "journal_consulte": N_("Journal consulté"),
    "journal_exporte": N_("Journal exporté"),
    "journal_purge": N_("Journal effacé à son échéance"),
    "liste": N_("Liste affichée"),
    "lot_examine": N_("Lot examiné"),
    "lot_exporte": N_("Lot préparé"),
    "lot_fusionne": N_("Lot fusionné"),
    "modification": N_("Fiche modifiée"),
    "ouverture": N_("Poste déverrouillé"),
    "phrase_changee": N_("Phrase de passe changée"),
    "piece_extraite": N_("Pièce extraite"),
    "piece_jointe": N_("Pièce jointe"),
    "piece_retiree": N_("Pièce retirée"),
    "recherche": N_("Recherche"),
    "reintegration": N_("Quarantaine réintégrée"),
    "renouvellement": N_("Clés renouvelées"),
    "reprise": N_("Poste repris après restauration"),
    "restauration": N_("Sauvegarde restaurée"),
    "revocation": N_("Poste révoqué"),
    "role_change": N_("Rôle changé"),
    "sauvegarde": N_("Sauvegarde"),
    "secours_utilise": N_("Code de secours utilisé"),
    "statistiques": N_("Statistiques"),
    "synchronisation": N_("Échange avec le service"),
    "transmission": N_("Transmission"),
}
"""Code → what a person reads."""

ANOMALIES: Mapping[str, tuple[str, str]] = {
    "missing": ("lignes_manquantes", N_("Des lignes manquent dans ce registre.")),
    "begins": ("debut_absent", N_("Le début de ce registre n’est pas ici : effacé à son échéance, ou jamais reçu.")),
    "broken": ("chaine_rompue", N_("Une ligne ne suit pas la précédente : elle a été changée, déplacée ou ajoutée.")),
    "backdated": ("heure_reculee", N_("L’heure du poste a reculé : réglage de l’horloge, ou ligne antidatée.")),
    "wrong_day": ("jour_faux", N_("L’heure d’une ligne n’est pas celle de son jour.")),
    "contradictory": ("contradictoire", N_("Ce poste a signé deux versions des mêmes lignes.")),
    "unreadable": ("illisible", N_("Des lignes ne s’ouvrent pas : altérées, ou scellées avant votre désignation.")),
    "truncated": ("fin_absente", N_("Les dernières lignes de ce registre ont été retirées.")),
    "unlike": ("autre_que_signe", N_("Des lignes ne sont plus celles que ce poste a signées.")),
    "silent": ("rien_recu", N_("Aucun registre n’a été reçu de ce poste.")),
}
"""Code of the protocol → stable code of an anomaly, and its sentence."""

GRAVE = frozenset({"missing", "broken", "contradictory", "truncated", "unlike", "wrong_day"})
"""What makes a verification fail; the rest is to be looked at."""
