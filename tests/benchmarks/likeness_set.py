"""A labelled set of invented signalements: the same situation told once, twice or three times, by different people.

Nobody in it exists. What makes it hard is what makes the trade hard: names heard on the phone, dates remembered
roughly, fields left empty, the commune next door; and, against any haste, one practitioner about whom many unrelated
people report, namesakes, forms whose sentences are everybody's. The same at every run, for a seed.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

Champs = dict[str, object]


def _words(words: str) -> list[str]:
    return words.split()


PRENOMS = _words(
    "Adèle Agnès Alban Alix Anne-Claire Aurélien Baptiste Béatrice Bérengère Camille Cécile Célestin Chloé "
    "Clément Corentin Delphine Denis Éléonore Élise Élodie Émeline Émile Étienne Eugénie Fabien Félicie Florian "
    "François Gaëlle Geneviève Gérard Grégoire Guénolé Hélène Hervé Hugo Inès Irène Jean-Marc Jean-Paul Jérôme "
    "Joëlle Josiane Judith Justin Laëtitia Léonie Léo Line Loïc Lucie Maël Magali Manon Marcel Marie-Laure "
    "Mathis Maud Mélanie Mickaël Mireille Nadège Nathan Noé Noémie Océane Odile Olivier Pascale Patrice "
    "Philippe Quentin Raphaëlle Régis Rémi Romane Roselyne Sacha Salomé Samuel Sébastien Solène Stéphane "
    "Sylvain Théo Thérèse Ugo Valentine Véronique Victor Violaine Xavier Yann Yvette Zoé"
)
NOMS = _words(
    "Abadie Allard Ancelin Arnoux Aubertin Bachelet Barbereau Baudoin Beaugrand Belleau Bertholon Blanchet "
    "Boisselier Bonnefond Bourgeaud Brémont Brissac Cadoret Caillebot Carpentier Castaing Chambard Champion "
    "Charbonnel Chauvelot Clavier Cordelier Coulombel Courtade Crespin Dagorne Darnault Daumas Delcourt "
    "Delestre Desmoulin Destrade Dubreuil Ducasse Dufresne Dupont Duquesne Durand Estival Fabrègue Falconet "
    "Fauvel Ferrandis Figuet Fontenoy Fouquet Fromentin Gaillac Garrigue Gauthier Gélinas Girardot Gosselin "
    "Grandjean Guéraud Guilloteau Hautefeuille Hébrard Huguenin Imbert Jaubert Jolivet Jourdain Labarthe "
    "Lacombe Lagrange Lambert Lanvin Lartigue Laurent Lebreton Lecoq Lemoine Lespinasse Letourneur Loubet "
    "Maillard Malherbe Marchand Maréchal Martin Massonneau Maurel Mercier Meunier Monnet Montagnier Moreau "
    "Morvan Nogaret Olivier Pasquier Pélissier Perrault Petitjean Picard Pinel Poirier Pontal Quesnel Rabier "
    "Ravel Reboul Renard Rigaudière Rivoire Robert Rochefort Rousselin Sabatier Saintonge Santerre Sauvage "
    "Serrano Simon Soulier Tavernier Thibaud Thomas Tissot Tourneur Vasseur Vautrin Verdier Vidalenc Vignaud "
    "Villedieu Vivier"
)
PARTICULES = ("de la ", "de ", "du ", "Le ", "d’")
ORGANISMES = ("Association", "Centre", "Institut", "Cercle", "École", "Espace", "Maison", "Académie")
PROMESSES = tuple(
    name.strip()
    for name in [
        "Les Sources Claires",
        "Lumière Intérieure",
        "Harmonie du Vivant",
        "Souffle Premier",
        "Terre et Ciel",
        "Aube Nouvelle",
        "Clef des Champs",
        "Voie du Calme",
        "Racines et Ailes",
        "Grand Silence",
        "Cœur Accordé",
        "Arbre Bleu",
        "Jardin des Sens",
        "Pleine Eau",
    ]
)
LIEUX = (
    ("93", ("93066", "93001", "93008", "93048", "93051", "93055")),
    ("75", ("75056", "75111", "75118", "75120", "75115")),
    ("92", ("92050", "92012", "92004", "92026", "92044")),
    ("94", ("94028", "94081", "94017", "94080")),
    ("69", ("69123", "69266", "69383", "69387", "69256")),
    ("13", ("13055", "13001", "13201", "13208", "13103")),
    ("29", ("29019", "29232", "29151", "29103")),
    ("35", ("35238", "35288", "35115")),
    ("31", ("31555", "31149", "31395")),
    ("33", ("33063", "33281", "33243")),
    ("59", ("59350", "59512", "59183")),
    ("67", ("67482", "67180", "67462")),
)
RUES = ("rue des Lilas", "avenue du Moulin", "chemin des Vignes", "place de la Fontaine", "impasse des Tilleuls")
SITES = ("facebook.com/{}", "{}.fr", "www.{}.com", "instagram.com/{}")
THEMES = (
    (
        "Séances de magnétisme et arrêt de soins",
        (
            "Elle a interrompu sa chimiothérapie sur les conseils du praticien.|La patiente l’a cessée après "
            "les séances."
        ),
        (
            "Le praticien affirme soigner le cancer par l’imposition des mains.|Il prétend guérir les tumeurs avec ses "
            "mains."
        ),
        (
            "Chaque séance coûte quatre-vingts euros, payés en espèces.|Les séances sont payées en liquide, environ 80 "
            "euros."
        ),
        (
            "Son oncologue s’inquiète de ne plus la voir.|Le médecin hospitalier n’a plus de nouvelles depuis des "
            "semaines."
        ),
        "Des jeûnes de plusieurs jours lui sont recommandés.|On lui demande de jeûner longuement.",
    ),
    (
        "Stages de développement personnel et rupture familiale",
        "Depuis un stage de silence, il a rompu avec ses parents.|Le fils ne parle plus à sa famille depuis le stage.",
        (
            "Les participants doivent couper leur téléphone pendant dix jours.|Aucun contact extérieur n’est permis "
            "pendant la session."
        ),
        "Il a contracté un prêt pour payer les niveaux suivants.|Un crédit a été souscrit pour la suite du parcours.",
        (
            "La famille décrit un vocabulaire nouveau et une grande fatigue.|Ses proches ne le reconnaissent plus, il "
            "dort peu."
        ),
    ),
    (
        "Alimentation crue imposée à un enfant",
        (
            "L’enfant ne mange plus que des aliments crus et a bien maigri.|Le petit a perdu du poids avec un régime "
            "cru très strict."
        ),
        "Les vaccins ont été refusés sur les conseils d’une naturopathe.|La naturopathe déconseille toute vaccination.",
        "L’école a signalé des absences répétées.|La maîtresse a noté de nombreuses absences.",
        "La mère suit des conférences en ligne chaque soir.|Des visioconférences quotidiennes occupent la mère.",
    ),
    (
        "Faux diplôme et actes médicaux en cabinet",
        (
            "L’homme se présente comme docteur sans être inscrit à l’ordre.|Il se dit médecin alors que l’ordre ne le "
            "connaît pas."
        ),
        "Il pratique des injections dans son cabinet.|Des piqûres seraient faites au cabinet.",
        "Des compléments alimentaires sont vendus à la fin de chaque rendez-vous.|Il vend des gélules à ses clients.",
        "Une cliente a été hospitalisée après une infection.|Une infection a conduit une personne aux urgences.",
    ),
    (
        "Groupe de prière et emprise sur une personne âgée",
        "La vieille dame a donné sa maison à l’association.|Une donation de la maison a été faite au groupe.",
        "Les visites de la famille sont filtrées par deux membres.|Ses enfants ne peuvent plus la voir seule.",
        "Son traitement pour le cœur n’est plus pris régulièrement.|Les médicaments cardiaques sont délaissés.",
        "Des réunions ont lieu chaque nuit au domicile.|On se réunit la nuit chez elle.",
    ),
)
DETAILS = _words(
    "pendule bougie tisane quartz tapis clairière ferme chapelle caravane yourte piscine sauna grange tambour "
    "guitare carnet cassette tableau miroir bracelet médaillon foulard manteau valise camion tracteur cheval "
    "chèvre ruche verger potager cuisine cave grenier escalier balcon parking bibliothèque laboratoire gymnase "
    "cinéma marché foire salon congrès croisière pèlerinage retraite randonnée plongée escalade kayak bivouac "
    "feu étang barrage moulin fontaine falaise forêt plage île presqu’île dune phare horoscope tarot runes "
    "mandala encens huile argile sel vinaigre charbon magnésium iode zinc gingembre curcuma ortie chlorella "
    "kéfir levain vitamine seringue perfusion scanner lunettes fauteuil béquille prothèse cicatrice allergie "
    "migraine insomnie vertige eczéma asthme diabète grossesse sevrage héritage viager procuration notaire "
    "banquier chéquier loyer caution abonnement facture reçu contrat diplôme uniforme insigne serment chorale "
    "répétition spectacle costume masque perruque maquillage"
)
PHRASES = (
    "L’appelant souhaite rester informé des suites.",
    "Nous vous remercions de l’attention portée à ce dossier.",
    "La personne est inquiète et demande conseil.",
    "Le dossier a été ouvert à la suite d’un appel.",
    "Un courrier suivra avec les pièces utiles.",
    "Le signalement a été reçu par l’accueil puis transmis.",
)
CANAUX = ("telephone", "courrier", "courriel", "formulaire_reclamation")


@dataclass(frozen=True)
class Praticien:
    """Somebody about whom people report; some have many who do."""

    nom: str
    organisme: str
    telephone: str
    courriel: str
    site: str
    siret: str
    lieu: tuple[str, str]
    theme: int


@dataclass(frozen=True)
class Labelled:
    """One signalement as it was written, and the situation that it tells."""

    situation: int
    champs: Champs
    signalant: Champs | None = None


class Maker:
    """Invents situations, and the way in which each is told."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - nothing here is secret

    def labelled(self, situations: int) -> Iterator[Labelled]:
        """Give the signalements of so many situations: 62 % told once, the others twice or three times."""
        known = [self.praticien() for _ in range(max(situations // 3, 4))]
        for number in range(situations):
            who = self.chance.choice(known[: max(len(known) // 20, 2)] if self.chance.random() < 0.25 else known)
            truth = self.situation(who)
            for _ in range(self.chance.choices((1, 2, 3), (62, 30, 8))[0]):
                yield Labelled(number, *self.reported(truth, who))

    def praticien(self) -> Praticien:
        departement, communes = self.chance.choice(LIEUX)
        nom = self.person()
        organisme = f"{self.chance.choice(ORGANISMES)} {self.chance.choice(PROMESSES)} {self.chance.choice(NOMS)}"
        plain = _plain(nom).replace(" ", "-")
        return Praticien(
            nom,
            organisme,
            f"06{self.chance.randrange(10**8):08}",
            f"contact@{plain}.fr",
            self.chance.choice(SITES).format(plain),
            f"{self.chance.randrange(10**14):014}",
            (departement, self.chance.choice(communes)),
            self.chance.randrange(len(THEMES)),
        )

    def person(self) -> str:
        particule = self.chance.choice(PARTICULES) if self.chance.random() < 0.08 else ""
        nom = self.chance.choice(NOMS)
        if self.chance.random() < 0.1:
            nom += "-" + self.chance.choice(NOMS)
        return f"{self.chance.choice(PRENOMS)} {particule}{nom}"

    def situation(self, who: Praticien) -> Champs:
        """Return what really happened."""
        departement, commune = who.lieu
        if self.chance.random() < 0.25:
            departement, communes = self.chance.choice(LIEUX)
            commune = self.chance.choice(communes)
        day = date(2022, 1, 3) + timedelta(days=self.chance.randrange(1700))
        return {
            "departement": departement,
            "commune": commune,
            "adresse_lieu": f"{self.chance.randrange(1, 90)} {self.chance.choice(RUES)}",
            "survenu_le": day,
            "recu_le": day + timedelta(days=int(self.chance.expovariate(1 / 40))),
            "victimes": [self.person() for _ in range(1 if self.chance.random() < 0.75 else 2)],
            "temoin": (self.person(), f"07{self.chance.randrange(10**8):08}", self.reference()),
            "phrases": self.chance.sample(THEMES[who.theme][1:], k=3),
            "theme": THEMES[who.theme][0],
            "details": self.chance.sample(DETAILS, k=6),
            "reference_origine": f"REC-{self.chance.randrange(10**6):06}",
        }

    def reference(self) -> str:
        return f"ref:{'0e' * 16}:{self.chance.randbytes(16).hex()}"

    def reported(self, truth: Champs, who: Praticien) -> tuple[Champs, Champs | None]:
        """Return what is written down, and who told it, where this post may know that."""
        told, chance = self.told(truth, who), self.chance
        if chance.random() < 0.3:
            return told, None
        nom, telephone, reference = self.person(), f"07{chance.randrange(10**8):08}", self.reference()
        if chance.random() < 0.5:
            witness = truth["temoin"]
            if isinstance(witness, tuple):
                nom, telephone = witness[:2]
                reference = witness[2] if chance.random() < 0.3 else reference
        told["signalant"] = reference
        named = {"nom": self.name(nom)} if chance.random() < 0.8 else {}
        called = {"telephone": self.telephone(telephone)} if chance.random() < 0.6 else {}
        return told, {**named, **called} or None

    def told(self, truth: Champs, who: Praticien) -> Champs:
        """Return it as somebody writes it down: in part, and with mistakes."""
        chance = self.chance
        survenu, recu = truth["survenu_le"], truth["recu_le"]
        told: Champs = {"canal": chance.choice(CANAUX), "departement": truth["departement"]}
        told["objet"] = str(truth["theme"]) if chance.random() < 0.4 else self.typed(chance.choice(PHRASES))
        if isinstance(recu, date):
            late = chance.randrange(60, 400) if chance.random() < 0.12 else int(chance.expovariate(1 / 12))
            told["recu_le"] = (recu + timedelta(days=late)).isoformat()
        if isinstance(survenu, date) and chance.random() < 0.75:
            told["survenu_le"] = self.day(survenu).isoformat()
        if chance.random() < 0.85:
            told["commune"] = self.commune(str(truth["departement"]), str(truth["commune"]))
        if chance.random() < 0.35:
            told["adresse_lieu"] = self.typed(str(truth["adresse_lieu"]), 0.02)
        if chance.random() < 0.25:
            told["reference_origine"] = self.spaced(str(truth["reference_origine"]))
        told["resume"] = self.narrative(truth)
        if chance.random() < 0.85:
            told["mis_en_cause"] = self.blamed(who)
        victims = truth["victimes"]
        if chance.random() < 0.7 and isinstance(victims, list):
            told["personnes"] = [{"nom": self.name(name)} for name in victims if chance.random() < 0.75]
        if chance.random() < 0.15:
            told["adresses_web"] = [self.site(who.site)]
        return {name: value for name, value in told.items() if value not in ("", None)}

    def day(self, day: date) -> date:
        kind = self.chance.random()
        if kind < 0.55:
            return day
        if kind < 0.75:
            return day + timedelta(days=self.chance.choice((-2, -1, 1, 2)))
        if kind < 0.85:
            return day.replace(day=1)
        if kind < 0.89:
            return day.replace(year=day.year - 1, day=min(day.day, 28))
        return day + timedelta(days=self.chance.randrange(-30, 30))

    def commune(self, departement: str, commune: str) -> str:
        kind = self.chance.random()
        if kind < 0.03:
            return self.chance.choice(self.chance.choice(LIEUX)[1])
        if kind < 0.88:
            return commune
        return self.chance.choice(next(communes for code, communes in LIEUX if code == departement))

    def blamed(self, who: Praticien) -> list[Champs]:
        """Return the practitioner, the organisation, or both: whoever tells knows one of them, as a rule."""
        kind = self.chance.random()
        person = self.contact(who, self.name(who.nom))
        organisme: Champs = {"nom": self.typed(who.organisme, 0.03)}
        if self.chance.random() < 0.3:
            organisme["siret"] = who.siret
        return [person] if kind < 0.7 else [organisme] if kind < 0.85 else [organisme, person]

    def contact(self, who: Praticien, nom: str) -> Champs:
        chance = self.chance
        told: Champs = {"nom": nom}
        if chance.random() < 0.35:
            told[chance.choice(("telephone", "coordonnees"))] = self.telephone(who.telephone)
        if chance.random() < 0.15:
            told["courriel"] = who.courriel.upper() if chance.random() < 0.3 else who.courriel
        if chance.random() < 0.12:
            told["sites"] = [self.site(who.site)]
        return told

    def narrative(self, truth: Champs) -> str:
        phrases = truth["phrases"]
        if not isinstance(phrases, list) or self.chance.random() < 0.08:
            return ""
        kept = [phrase for phrase in phrases if self.chance.random() < 0.8]
        if "copie" in truth and self.chance.random() < 0.15:
            return self.typed(str(truth["copie"]), 0.002)
        own = [self.chance.choice(PHRASES)] if self.chance.random() < 0.5 else []
        details = truth["details"]
        if isinstance(details, list) and self.chance.random() < 0.9:
            some = self.chance.sample(details, k=self.chance.randrange(3, 7))
            own.append(f"Il est question de {', '.join(some)}.")
        said = [self.chance.choice(phrase.split("|")) for phrase in kept] + own
        self.chance.shuffle(said)
        truth["copie"] = " ".join(said)
        return self.typed(" ".join(said), 0.01)

    def name(self, name: str) -> str:
        """Return a name as it was heard: swapped, shortened, without its accents, with a title, misspelt."""
        chance = self.chance
        parts = name.split()
        if chance.random() < 0.2:
            parts[-1] = self.typed(parts[-1], 0.15)
        if len(parts) == 2 and chance.random() < 0.28:
            parts.reverse()
        elif len(parts) == 2 and chance.random() < 0.18:
            parts = parts[1:] if chance.random() < 0.6 else [parts[0][0] + ".", parts[1]]
        said = " ".join(parts)
        if chance.random() < 0.3:
            said = _bare(said)
        if chance.random() < 0.2:
            said = said.upper()
        if chance.random() < 0.2:
            said = said.replace("-", " ")
        return f"{chance.choice(('M.', 'Mme', 'Dr', 'Monsieur', 'Madame'))} {said}" if chance.random() < 0.25 else said

    def telephone(self, digits: str) -> str:
        chance = self.chance
        if chance.random() < 0.04:
            place = chance.randrange(2, 10)
            digits = digits[:place] + str(chance.randrange(10)) + digits[place + 1 :]
        pairs = [digits[n : n + 2] for n in range(0, 10, 2)]
        forms = (
            " ".join(pairs),
            ".".join(pairs),
            digits,
            "+33 " + digits[1:],
            "0033" + digits[1:],
            "+33 (0)" + digits[1:],
        )
        return chance.choice(forms)

    def site(self, site: str) -> str:
        start = self.chance.choice(("https://", "http://", "", "https://www.")) if "www" not in site else ""
        return start + site + self.chance.choice(("", "/", "?utm=1"))

    def spaced(self, text: str) -> str:
        return text.replace("-", self.chance.choice((" ", "-", "")))

    def typed(self, text: str, rate: float = 0.01) -> str:
        """Return a text with mistakes of typing."""
        letters = list(text)
        for place in range(1, len(letters) - 1):
            if letters[place].isalpha() and self.chance.random() < rate:
                kind = self.chance.randrange(3)
                if kind == 0:
                    letters[place] = ""
                elif kind == 1:
                    letters[place] *= 2
                else:
                    letters[place - 1], letters[place] = letters[place], letters[place - 1]
        return "".join(letters)


def labelled(situations: int, seed: int) -> list[Labelled]:
    """Return the signalements of so many situations."""
    return list(Maker(seed).labelled(situations))


_ACCENTS = str.maketrans("àâäçéèêëîïôöùûüœÀÂÇÉÈÊËÎÏÔÙÛ", "aaaceeeeiioouuuoAACEEEEIIOUU")


def _bare(text: str) -> str:
    return text.translate(_ACCENTS)


def _plain(text: str) -> str:
    return "".join(sign if sign.isalnum() or sign == " " else " " for sign in _bare(text).lower()).strip()
