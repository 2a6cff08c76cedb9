"""The pictures of the guide: some scenes, at one size, light enough to be shipped."""

from collections import Counter
from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from ui.captures.studio import Studio, Wishes

IMAGES = {
    "03-fiche-de-secours": "fiche-de-secours",
    "06-verrouille": "verrouille",
    "10-accueil": "accueil",
    "101h-depuis": "depuis-le-copil",
    "101i-fonction-vacante": "fonction-vacante",
    "116-bilan-en-preparation": "bilan",
    "116b-bilan-fige": "bilan-fige",
    "112c-convention-en-vigueur": "convention",
    "112d-vie-de-la-convention": "convention-vie",
    "112j-avancement": "fiche-d-action",
    "101b-competents": "annuaire",
    "41b-qui-appeler": "qui-appeler",
    "110-activites-carte-couverture": "carte-des-formations",
    "110-activites-couverture": "formation-couverture",
    "110-activites-formation": "formation",
    "110-activites-mises-en-garde": "mises-en-garde",
    "110-activites-serie": "serie",
    "14-a-faire": "a-faire",
    "14k-echeances-du-signalement": "echeances-du-signalement",
    "15-chiffres": "chiffres",
    "15b-indicateur": "indicateur",
    "15c-carte": "carte",
    "15d-series-nationales": "series-nationales",
    "20-signalements": "signalements",
    "23-palette": "palette",
    "29c-importer-colonnes": "importer",
    "30-signalement": "signalement",
    "33-signalant": "signalant",
    "35-pieces": "pieces",
    "35-doublons": "doublons",
    "36-historique": "historique",
    "38-imprimer": "imprimer",
    "39d-transmissions": "transmissions",
    "41-fiche-de-conduite": "fiche-de-conduite",
    "47b-grille-lue": "grille",
    "47c-texte": "texte-de-reference",
    "48e-entretien-documente": "repondre-a-une-grille",
    "48g-grille-remplie": "grille-remplie",
    "49-relire-une-grille": "relire-une-grille",
    "50-conflits": "conflits",
    "60-echanges": "echanges",
    "101b-compte-rendu": "compte-rendu",
    "101e-obligation": "obligation-annuelle",
    "101k-carte-obligation": "carte-des-reunions",
    "62-contenu-du-lot": "contenu-du-lot",
    "62b-contenu-des-lots": "contenu-des-lots",
    "62c-des-deux-cotes": "des-deux-cotes",
    "70-postes": "postes",
    "71-courrier": "courrier",
    "72-code": "code",
    "73-accepter": "accepter",
    "76-revoquer": "revoquer",
    "77f-occultation": "occultation",
    "77m-ce-qui-est-parti": "ce-qui-est-parti",
    "80-preferences": "preferences",
    "81-securite": "securite",
    "84-demonstration": "demonstration",
}
"""The scenes that the guide shows, and the name of their file in `docs/images`."""
_SIZE = (1100, 700)
_HEAVIEST = 150_000
_COLOURS = 256


class GuideStudio(Studio):
    """Takes only what the guide shows, under the names of the guide."""

    def __init__(self, folder: Path, target: Path) -> None:
        super().__init__(folder, target, Wishes(sizes=(_SIZE,)))

    def wants(self, name: str) -> bool:
        """Whether the guide shows it."""
        return name in IMAGES

    def keep(self, window: QWidget, path: Path) -> None:
        """Write a picture as small as it can be without loss; heavier ones with fewer colours."""
        picture = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
        path = path.with_stem(IMAGES[path.stem])
        picture.save(str(path), quality=0)
        if path.stat().st_size > _HEAVIEST:
            _fewer_colours(picture).save(str(path), quality=0)


def _fewer_colours(picture: QImage) -> QImage:
    """Keep the colours that are there most, and draw others as the nearest: letters stay smooth, nothing is dotted."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    there = Counter(memoryview(plain.constBits()).cast("I"))
    kept = [colour for colour, _times in there.most_common(_COLOURS)]
    return plain.convertToFormat(QImage.Format.Format_Indexed8, kept)
