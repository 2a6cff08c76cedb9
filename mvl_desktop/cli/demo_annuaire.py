"""Fictional entries and functions for the demonstration: nobody here exists, and the numbers are given to nobody."""

from collections.abc import Mapping

DELEGATION: Mapping[str, object] = {
    "nom": "Délégation fictive de l’Ain",
    "role": "delegation",
    "departements": ["01"],
    "telephone": "04\u00a065\u00a071\u00a000\u00a010",
    "saisi_pour": "Premier échelon de l’ARS dans le département.",
    "source": "Données fictives",
    "verifie_le": "2026-09-15",
}
"""The one that the functions below are of."""

ORGANISMES: tuple[Mapping[str, object], ...] = (
    {
        "nom": "CRIP fictive de l’Ain",
        "sigle": "CRIP",
        "role": "protection_enfance",
        "destinataire": "crip",
        "departements": ["01"],
        "telephone": "04\u00a065\u00a071\u00a000\u00a020",
        "courriel": "crip@ain.exemple",
        "messagerie_securisee": "crip.ain@securise.exemple",
        "horaires": "En semaine, de 9 h à 17 h\u202f; le 119 en dehors",
        "saisi_pour": "Information préoccupante sur un mineur en danger ou qui risque de l’être.",
        "source": "Données fictives",
        "verifie_le": "2025-02-03",
    },
    {
        "nom": "Parquet fictif de Bourg",
        "role": "justice",
        "destinataire": "procureur",
        "departements": ["01"],
        "telephone": "04\u00a065\u00a071\u00a000\u00a030",
        "urgence": "04\u00a065\u00a071\u00a000\u00a031",
        "messagerie_securisee": "parquet@securise.exemple",
        "saisi_pour": "Avis de tout crime ou délit, sans délai. La nuit, la permanence.",
        "source": "Données fictives",
        "verifie_le": "2026-10-01",
    },
    {
        "nom": "Association fictive d’écoute de l’Ain",
        "role": "association",
        "destinataire": "association",
        "departements": ["01", "69"],
        "telephone": "04\u00a065\u00a071\u00a000\u00a040",
        "saisi_pour": "Écoute des proches, avec l’accord de la personne.",
        "source": "Données fictives",
    },
)

EMPLOIS: tuple[Mapping[str, object], ...] = (
    {
        "intitule": "Référent dérives sectaires de l’Ain",
        "fonction": "referent",
        "departement": "01",
        "structure": "Direction fictive",
        "quotite": 50,
        "charge": 60,
        "tenues": [
            {"nom": "Camille Exemple", "qualite": "titulaire", "du": "2024-03-01", "quotite": 50},
            {"nom": "Claude Essai", "qualite": "suppleant", "du": "2025-01-06"},
        ],
    },
    {
        "intitule": "Médecin inspecteur de l’Ain",
        "fonction": "medecin_inspecteur",
        "departement": "01",
        "structure": "Pôle fictif d’inspection",
        "tenues": [
            {"nom": "Dominique Modèle", "qualite": "titulaire", "du": "2020-09-01", "au": "2026-08-31"},
            {"nom": "Sacha Imaginaire", "qualite": "interim", "du": "2026-09-01", "au": "2026-12-31"},
        ],
        "remplacement_le": "2027-01-04",
        "etat_recrutement": "choisi",
    },
    {
        "intitule": "Chargé de mission fictif",
        "fonction": "charge_mission",
        "departement": "01",
        "structure": "Direction fictive",
        "tenues": [{"nom": "Alix Exemple", "qualite": "titulaire", "du": "2022-01-03", "au": "2026-06-30"}],
        "etat_recrutement": "diffusion",
    },
)
"""A function that is held, one by intérim, one that nobody holds."""
