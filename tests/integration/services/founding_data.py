"""What the two founding documents say, entered as records: in our own words, with invented names only.

Institutions, places and functions are those of the documents. Days that they do not give are invented; a value that
begins with « @ » is a reference to another record of this file.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

Entry = tuple[str, str, Mapping[str, object]]
"""The key of a record in this file, its kind, its fields."""

SIGNED = date(2013, 11, 27)
MEETING = date(2013, 7, 25)

PRESIDENT = "Ulysse Malgoverne"
SECURITY = "Zélie Barmentier"
YOUTH = "Honorin Castelvue"
JUSTICE = "Philomène Ortigue"
HEALTH = "Anatole Verdanson"
LEAVING = "Basile Tournepique"
GENERAL = "Isaure Quillemont"
DIRECTOR = "Léandre Vauquerelle"
INVENTED = (PRESIDENT, SECURITY, YOUTH, JUSTICE, HEALTH, LEAVING, GENERAL, DIRECTOR)
"""Everybody whom the records name: nobody."""

PARTNERS = (
    ("famille", "Ministère chargé de la famille", "administration", "convention", ""),
    ("mairie-paris", "Mairie de Paris", "collectivite", "engage", ""),
    ("snated", "Service national d’accueil téléphonique de l’enfance en danger", "ligne_ecoute", "engage", ""),
    ("education-nationale", "Éducation nationale", "education", "engage", ""),
    ("paris-v", "Université Paris V", "ecole", "engage", ""),
    ("dpjj", "Direction de la protection judiciaire de la jeunesse", "justice", "engage", ""),
    ("enm", "École nationale de la magistrature", "ecole", "engage", ""),
    ("ehesp", "École des hautes études en santé publique", "ecole", "engage", "2012"),
    ("resp", "Réseau des écoles de service public", "ecole", "engage", "2013"),
    ("fnmf", "Fédération nationale de la mutualité française", "mutuelle", "engage", "2013"),
    ("ordre-medecins", "Ordre des médecins", "ordre", "engage", ""),
    ("ordre-kines", "Ordre des masseurs-kinésithérapeutes", "ordre", "engage", ""),
    ("ordre-dentistes", "Ordre des chirurgiens-dentistes", "ordre", "engage", ""),
    ("ordre-pharmaciens", "Ordre des pharmaciens", "ordre", "engage", ""),
    ("ordre-sages-femmes", "Ordre des sages-femmes", "ordre", "engage", ""),
    ("unadfi", "UNADFI", "association", "engage", ""),
    ("ccmm", "CCMM", "association", "engage", ""),
    ("afsi", "AFSI", "association", "engage", ""),
    ("gemppi", "GEMPPI", "association", "engage", ""),
    ("mildt", "MILDT", "administration", "ponctuel", "2013"),
    ("senat", "Sénat", "administration", "", ""),
    ("oclaesp", "OCLAESP", "police_gendarmerie", "", ""),
    ("tracfin", "TRACFIN", "administration", "", ""),
)
POLES = {"sante": "Pôle Santé", "securite": "Pôle Sécurité", "jeunesse": "Pôle Éducation-Jeunesse"}

GTRDO_2013 = (
    *("01", "06", "13", "2A", "21", "25", "29", "31", "33", "34", "35", "38", "44"),
    *("49", "54", "59", "63", "67", "69", "75", "76", "80", "87", "93", "974"),
)
"""Where the twenty-five meetings of January to July 2013 were held: places of our own choosing."""

STAFF = 17
"""The size of a mission of which four are nearly a quarter."""


def organismes() -> Iterator[Entry]:
    """Give the parties, the pôles of the mission and all the partners."""
    yield (
        "miviludes",
        "organisme",
        {
            "nom": "Mission interministérielle de vigilance et de lutte contre les dérives sectaires",
            "sigle": "MIVILUDES",
            "role": "miviludes",
            "national": True,
            "adresse": "13 rue Vaneau, 75007 Paris",
        },
    )
    yield (
        "ars",
        "organisme",
        {
            "nom": "Agence régionale de santé Île-de-France",
            "sigle": "ARS IDF",
            "role": "ars",
            "regions": ["11"],
            "adresse": "35 rue de la Gare, 75019 Paris",
        },
    )
    for key, nom in POLES.items():
        yield key, "organisme", {"nom": nom, "role": "miviludes", "parent": "@miviludes", "national": True}
    for key, nom, role, partenariat, depuis in PARTNERS:
        yield (
            key,
            "organisme",
            {
                "nom": nom,
                "role": role,
                "partenariat": partenariat,
                "partenariat_depuis": depuis,
                "national": key != "mairie-paris" or None,
            },
        )


def convention() -> Entry:
    """Return the convention between the mission and the ARS, signed on a day."""
    return (
        "convention",
        "convention",
        {
            "numero": "ARS-IDF 2013",
            "intitule": "Convention de partenariat entre la MIVILUDES et l’ARS Île-de-France",
            "region": "11",
            "objet": "Fixer des orientations communes ; dire les principes, les façons de faire et les outils d’un "
            "travail commun qui dure.",
            "champ_application": "Coordonner le traitement des signalements où des dérives sectaires sont suspectées.",
            "parties": [
                {
                    "partie": "miviludes",
                    "organisme": "MIVILUDES",
                    "adresse": "13 rue Vaneau, 75007 Paris",
                    "fonction": "Président",
                    "nom": PRESIDENT,
                    "signee_le": SIGNED.isoformat(),
                    "lieu": "Paris",
                },
                {
                    "partie": "ars",
                    "organisme": "ARS Île-de-France",
                    "adresse": "35 rue de la Gare, 75019 Paris",
                    "fonction": "Directeur général",
                    "nom": DIRECTOR,
                    "signee_le": SIGNED.isoformat(),
                    "lieu": "Paris",
                },
            ],
            "visas": [
                "Loi n° 2004-806 du 9 août 2004",
                "Loi n° 2009-879 du 21 juillet 2009 (CSP, art. L. 1431-1 et L. 1431-9)",
                "Loi n° 2001-504 du 12 juin 2001",
                "Décret n° 2002-1392 du 28 novembre 2002",
                "Décret n° 2010-336 du 31 mars 2010 (CSP, art. L. 1431-1 et L. 1431-9)",
            ],
            "considerants": "Rester vigilant en santé.\nRéfléchir aux pratiques non conventionnelles en protégeant "
            "l’usager.\nInformer et protéger l’usager, d’abord les personnes vulnérables.",
            "axes": [
                {
                    "code": "axe 1",
                    "intitule": "Recueillir et échanger des informations",
                    "contenu": "Les nombres de signalements, de situations à risque et infractionnelles ; la nature "
                    "des requêtes.",
                },
                {
                    "code": "axe 2",
                    "intitule": "Réfléchir ensemble",
                    "contenu": "Des outils d’aide au repérage et des fiches de conduite à tenir pour les agents.",
                },
            ],
            "engagements": [
                {"intitule": "Désigner un référent, interlocuteur de la MIVILUDES.", "partie": "ars", "article": "3"},
                {
                    "intitule": "Sensibiliser les agents, au siège et en délégations.",
                    "partie": "miviludes",
                    "article": "3",
                },
                {
                    "intitule": "Proposer, après évaluation de la demande, une formation spécifique : repérer tôt, "
                    "comprendre l’emprise.",
                    "article": "3",
                },
                {
                    "intitule": "Participer au groupe de travail de l’ARS sur les pratiques non conventionnelles.",
                    "partie": "miviludes",
                    "article": "3",
                },
                {
                    "intitule": "Participer aux rencontres de l’ARS avec les associations.",
                    "partie": "miviludes",
                    "article": "3",
                },
            ],
            "articles": [
                {"numero": "1", "titre": "Objet", "texte": "Une collaboration structurée au bénéfice des usagers."},
                {"numero": "2", "titre": "Champ", "texte": "Coordonner et rendre cohérent le traitement."},
                {"numero": "3", "titre": "Priorités d’action", "texte": "Deux axes, et cinq engagements."},
                {"numero": "4", "titre": "Modalités", "texte": "Des fiches d’actions : objectifs et indicateurs."},
                {"numero": "5", "titre": "Durée", "texte": "Trois ans dès la signature ; un mois de préavis."},
                {"numero": "6", "titre": "Suivi", "texte": "Un comité de pilotage ; un bilan à la fin."},
                {"numero": "7", "titre": "Révision", "texte": "Par avenant signé des parties."},
                {"numero": "8", "titre": "Différends", "texte": "À l’amiable entre les parties."},
            ],
        },
    )


def actions() -> Iterator[Entry]:
    """Give the fiches d’actions, and the warning to travellers that one of them made."""
    for axe, titre, code in (
        ("axe_1", "Compter et échanger les signalements", "I1.1"),
        ("axe_2", "Écrire ensemble grilles de repérage et fiches de conduite à tenir", "I2.4"),
    ):
        yield (
            f"action-{axe}",
            "fiche-action",
            {
                "titre": titre,
                "convention": "@convention",
                "axe": axe,
                "etat": "en_cours",
                "objectif": "Un suivi à l’échelle de la région.",
                "indicateurs": [{"code": code, "cible": "12", "sens": "au_moins"}],
            },
        )
    yield (
        "action-mjie",
        "fiche-action",
        {
            "titre": "Fiche technique sur les dérives sectaires pour la MJIE",
            "axe": "axe_2",
            "etat": "en_cours",
            "objectif": "Une même méthode pour évaluer une situation où des dérives sont suspectées.",
            "partenaires": ["Direction de la protection judiciaire de la jeunesse"],
        },
    )
    yield (
        "action-voyageurs",
        "fiche-action",
        {
            "titre": "Mettre en garde les voyageurs",
            "axe": "transversal",
            "etat": "realisee",
            "objectif": "Prévenir qui part à l’étranger pour être initié à des pratiques chamaniques.",
            "partenaires": ["MILDT"],
        },
    )
    yield (
        "mise-en-garde",
        "mise-en-garde",
        {
            "titre": "Séjours d’initiation à l’étranger",
            "etat": "publiee",
            "emetteur": "MIVILUDES",
            "avec": ["MILDT"],
            "public": "Voyageurs",
            "risque": "Isolement et substances lors d’un séjour d’initiation à des rites chamaniques.",
            "message": "Avant de partir, se renseigner et dire où l’on va.",
        },
    )


def formations() -> Iterator[Entry]:
    """Give what each pôle does to make professionals aware and to train them."""
    yield (
        "formation-police",
        "formation",
        {
            "intitule": "Dérives sectaires et victimes : police, gendarmerie et services d’enquête",
            "type_formation": "formation",
            "organisateur": POLES["securite"],
            "partenaires": ["OCLAESP", "TRACFIN", "Offices centraux", "Services de renseignement"],
            "publics": ["police_gendarmerie", "enqueteurs"],
            "programme": "Officiers et sous-officiers des brigades et sections de recherche, enquêteurs patrimoniaux, "
            "agents détachés à l’étranger, travail illégal.",
        },
    )
    yield (
        "formation-enfance",
        "formation",
        {
            "intitule": "Professionnels de la protection de l’enfance",
            "type_formation": "formation",
            "organisateur": POLES["jeunesse"],
            "partenaires": ["Ministère chargé de la famille"],
            "publics": ["protection_enfance"],
        },
    )
    yield (
        "formation-ecoutants",
        "formation",
        {
            "intitule": "Écoutants du SNATED : reconnaître les cas de dérives",
            "type_formation": "formation",
            "organisateur": POLES["jeunesse"],
            "partenaires": ["Mairie de Paris", "SNATED"],
            "publics": ["ecoutants"],
        },
    )
    yield (
        "formation-corse",
        "formation",
        {
            "intitule": "Personnels des établissements scolaires en Corse",
            "type_formation": "formation",
            "organisateur": POLES["jeunesse"],
            "partenaires": ["Éducation nationale"],
            "publics": ["education"],
            "programme": "Conseillers d’éducation, documentalistes, assistantes sociales.",
            "seances": [{"departement": "2A", "etat": "tenue", "site": "etablissement", "public": "education"}],
        },
    )
    yield (
        "diplome",
        "formation",
        {
            "intitule": "Diplôme universitaire sur l’emprise sectaire et la vulnérabilité",
            "type_formation": "diplome",
            "organisateur": "Université Paris V",
            "annee_universitaire": "2013-2014",
            "rythme": "Reconduit d’une année sur l’autre ; il faut s’y inscrire.",
        },
    )
    yield (
        "formation-pjj",
        "formation",
        {
            "intitule": "Professionnels de la PJJ : sessions de l’ENM, formation statutaire et continue",
            "type_formation": "formation",
            "organisateur": POLES["jeunesse"],
            "partenaires": [
                "Direction de la protection judiciaire de la jeunesse",
                "École nationale de la magistrature",
            ],
            "publics": ["pjj", "magistrats"],
            "demandes": [{"organisme": "DPJJ", "besoin": "Formation statutaire ou continue", "public": "pjj"}],
        },
    )
    yield (
        "tour-ars",
        "formation",
        {
            "intitule": "Tour de France des ARS",
            "type_formation": "sensibilisation",
            "organisateur": POLES["sante"],
            "publics": ["agents_siege", "agents_delegations"],
            "objectifs": "Infiltration des établissements de santé, appellation réglementée « centre de santé », "
            "recrutement dans les hôpitaux et les centres infirmiers.",
            "seances": [
                {"le": "2013-05-14", "etat": "tenue", "departement": "75", "site": "siege", "effectif_siege": 24},
                {"le": "2013-06-11", "etat": "tenue", "departement": "35", "site": "siege", "effectif_siege": 18},
                {"periode": "Automne 2013", "etat": "prevue", "departement": "13", "site": "siege"},
            ],
        },
    )
    yield (
        "ehesp",
        "formation",
        {
            "intitule": "Rentrée de l’EHESP : les filières de professionnels de santé",
            "type_formation": "module",
            "organisateur": POLES["sante"],
            "partenaires": ["École des hautes études en santé publique"],
            "publics": ["eleves_ecole"],
            "nombre_filieres": 14,
            "rythme": "Chaque année, à la rentrée d’octobre.",
            "seances": [
                {"periode": "Octobre 2012", "etat": "tenue", "departement": "35", "site": "ecole"},
                {"periode": "Octobre 2013", "etat": "prevue", "departement": "35", "site": "ecole"},
            ],
        },
    )
    yield (
        "resp",
        "formation",
        {
            "intitule": "Session interdisciplinaire des écoles de service public",
            "type_formation": "module",
            "organisateur": "Réseau des écoles de service public",
            "partenaires": ["École des hautes études en santé publique"],
            "publics": ["eleves_ecole"],
            "seances": [{"periode": "Mars 2013", "etat": "tenue", "departement": "35", "site": "ecole"}],
            "suites": "Un module interprofessionnel l’année suivante, vraisemblablement.",
        },
    )
    yield (
        "fnmf",
        "formation",
        {
            "intitule": "Directeurs des mutuelles partenaires",
            "type_formation": "sensibilisation",
            "organisateur": POLES["sante"],
            "partenaires": ["Fédération nationale de la mutualité française"],
            "publics": ["mutuelles"],
            "seances": [{"periode": "2e semestre 2013", "etat": "prevue"}],
        },
    )


def etudes() -> Iterator[Entry]:
    """Give the studies, the circulars, and the serie of the meetings."""
    yield (
        "etude-snated",
        "etude",
        {
            "intitule": "Enfants en danger au titre des dérives sectaires",
            "nature": "etude",
            "auteur": "SNATED",
            "du": "2011-01-01",
            "au": "2012-12-31",
            "methode": "En nombre et en qualité.",
        },
    )
    yield (
        "rapport-senat",
        "etude",
        {
            "intitule": "Rapport sur les dérives sectaires dans le domaine de la santé",
            "nature": "rapport",
            "auteur": "Sénat",
            "suites": "Des administrations ont fait des retours intéressants.",
        },
    )
    yield (
        "circulaire",
        "texte-juridique",
        {
            "code": "circ-2012-12-26",
            "intitule": "Circulaire du 26 décembre 2012",
            "nature": "circulaire",
            "texte_du": "2012-12-26",
            "resume": "Aux préfets : réunir le GTRDO au moins une fois par an.",
        },
    )
    yield (
        "circulaire-interpretation",
        "texte-juridique",
        {
            "code": "circ-2013-interpretation",
            "intitule": "Circulaire d’interprétation aux préfectures",
            "nature": "circulaire",
            "resume": "Comment lire celle du 26 décembre 2012.",
        },
    )
    yield (
        "serie-gtrdo",
        "serie",
        {
            "intitule": "Réunions de GTRDO auxquelles la MIVILUDES est conviée",
            "unite": "réunions",
            "producteur": "MIVILUDES",
            "valeurs": [
                {
                    "periode": "2012",
                    "du": "2012-01-01",
                    "au": "2012-12-31",
                    "valeur": "10",
                    "valeur_max": "12",
                    "statut": "arrondie",
                },
                {
                    "periode": "janvier à juillet 2013",
                    "du": "2013-01-01",
                    "au": "2013-07-31",
                    "valeur": "25",
                    "statut": "publiee",
                },
            ],
        },
    )


def gtrdo() -> Iterator[Entry]:
    """Give the twenty-five meetings in prefectures, from January to July 2013."""
    for count, departement in enumerate(GTRDO_2013):
        held = date(2013, 1, 8) + timedelta(days=8 * count)
        yield (
            f"gtrdo-{departement}",
            "reunion",
            {
                "objet": f"GTRDO du département {departement}",
                "type_reunion": "gtrdo",
                "tenue_le": held.isoformat(),
                "etat": "tenue",
                "departement": departement,
                "organisateur": "Préfecture",
                "miviludes_presente": True,
                "presences": [
                    {"fonction": "Préfet", "partie": "prefecture", "presence": "present"},
                    {"fonction": "Procureur de la République", "partie": "justice", "presence": "present"},
                    {"fonction": "Services déconcentrés de l’État", "partie": "autre", "nombre": 6},
                ],
            },
        )


def minutes() -> Entry:
    """Return the meeting whose minutes the first document is: three items, who said what."""
    a, b, c = "00000000000000aa", "00000000000000bb", "00000000000000cc"
    said = (
        (a, "Conseillère, pôle Sécurité", SECURITY, "precise", "Policiers, gendarmes et enquêteurs sont formés."),
        (a, "Conseillère, pôle Sécurité", SECURITY, "souligne", "Davantage d’enquêtes vont jusqu’à leur terme."),
        (a, "Conseiller, pôle Éducation-Jeunesse", YOUTH, "rappelle", "Une convention lie au ministère de la famille."),
        (a, "Conseillère, PJJ", JUSTICE, "precise", f"Le travail de {YOUTH} avec la PJJ commence à porter ses fruits."),
        (a, "Conseillère, PJJ", JUSTICE, "precise", "Pour la première fois, le terrain désigne des groupes précis."),
        (a, "Conseiller, pôle Santé", HEALTH, "indique", "Le rapport du Sénat suscite des retours."),
        (a, "Conseiller, pôle Santé", HEALTH, "precise", "Quatorze filières de l’EHESP sont vues chaque octobre."),
        (a, "Président", PRESIDENT, "souligne", "Des mutuelles prennent en charge des méthodes non éprouvées."),
        (a, "Président", PRESIDENT, "indique", "Les ordres et les grandes associations sont des partenaires."),
        (b, "Président", PRESIDENT, "rappelle", "La circulaire demande une réunion par an au moins."),
        (b, "Président", PRESIDENT, "indique", "25 réunions de janvier à juillet 2013, contre 10 à 12 en 2012."),
        (c, "Président", PRESIDENT, "indique", f"{LEAVING} sera remplacé au 1er septembre 2013."),
        (
            c,
            "Président",
            PRESIDENT,
            "indique",
            f"Le poste de {GENERAL}, aussi secrétaire général adjoint, est diffusé.",
        ),
    )
    return (
        "minutes",
        "reunion",
        {
            "objet": "Point sur l’activité de la mission",
            "type_reunion": "interne",
            "tenue_le": MEETING.isoformat(),
            "etat": "tenue",
            "miviludes_presente": True,
            "points": [
                {"id": a, "lettre": "a", "intitule": "Activité des pôles", "texte": "Chaque pôle dit ce qu’il a fait."},
                {"id": b, "lettre": "b", "intitule": "Réunions des GTRDO en préfecture"},
                {"id": c, "lettre": "c", "intitule": "Effectifs et recrutement"},
            ],
            "presences": [
                {"fonction": "Président", "partie": "miviludes", "nom": PRESIDENT, "presence": "present"},
                {"fonction": "Conseiller, pôle Santé", "partie": "miviludes", "nom": HEALTH, "presence": "present"},
            ],
            "interventions": [
                {"point": point, "fonction": fonction, "nom": nom, "verbe": verbe, "texte": texte}
                for point, fonction, nom, verbe, texte in said
            ],
            "decisions": [
                {"point": c, "texte": "Diffuser le poste vacant.", "responsable": GENERAL, "etat": "en_cours"},
                {"point": a, "texte": "Finir la fiche technique MJIE.", "responsable": JUSTICE, "etat": "en_cours"},
            ],
            "etat_compte_rendu": "diffuse",
        },
    )


def emplois() -> Iterator[Entry]:
    """Give the posts of the mission: four nobody was put in at the beginning of 2013, and all the others held."""
    vacant: tuple[tuple[str, Mapping[str, object]], ...] = (
        (
            "Conseiller, pôle Sécurité",
            {
                "fonction": "conseiller",
                "tenues": [{"nom": LEAVING, "qualite": "titulaire", "du": "2009-09-01", "au": "2012-12-31"}],
                "remplacement_le": "2013-09-01",
                "etat_recrutement": "choisi",
            },
        ),
        (
            "Conseiller, affaires générales",
            {
                "fonction": "conseiller",
                "aussi": ["secretaire_general_adjoint"],
                "tenues": [{"nom": GENERAL, "qualite": "titulaire", "du": "2008-01-01", "au": "2012-12-31"}],
                "etat_recrutement": "diffusion",
            },
        ),
        (
            "Conseiller diplomatique",
            {"fonction": "conseiller", "vacante_depuis": "2013-01-01", "etat_recrutement": "a_pourvoir"},
        ),
        (
            "Chargé de mission",
            {"fonction": "charge_mission", "vacante_depuis": "2013-01-01", "etat_recrutement": "a_pourvoir"},
        ),
    )
    for count, (intitule, champs) in enumerate(vacant, 1):
        yield f"vacant-{count}", "emploi", {"intitule": intitule, "organisme": "@miviludes", **champs}
    for count in range(STAFF - len(vacant)):
        yield (
            f"held-{count + 1}",
            "emploi",
            {
                "intitule": "Président" if count == 0 else f"Poste n° {count + 1}",
                "fonction": "president" if count == 0 else "charge_mission",
                "organisme": "@miviludes",
                "tenues": [
                    {"nom": PRESIDENT if count == 0 else "", "qualite": "titulaire", "du": "2012-08-01", "quotite": 100}
                ],
            },
        )


def entries() -> Iterator[Entry]:
    """Give everything that the two documents say, what is referred to first."""
    yield from organismes()
    yield convention()
    yield from actions()
    yield from formations()
    yield from etudes()
    yield from gtrdo()
    yield minutes()
    yield from emplois()
