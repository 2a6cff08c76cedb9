"""The pictures of the guide: some scenes, at one size, light enough to be shipped."""

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from ui.captures.studio import Studio, Wishes

IMAGES = {
    "03-fiche-de-secours": "fiche-de-secours",
    "06-verrouille": "verrouille",
    "10-accueil": "accueil",
    "20-signalements": "signalements",
    "23-palette": "palette",
    "30-signalement": "signalement",
    "33-signalant": "signalant",
    "35-pieces": "pieces",
    "36-historique": "historique",
    "38-imprimer": "imprimer",
    "41-fiche-de-conduite": "fiche-de-conduite",
    "50-conflits": "conflits",
    "60-echanges": "echanges",
    "62-contenu-du-lot": "contenu-du-lot",
    "70-postes": "postes",
    "72-code": "code",
    "73-accepter": "accepter",
    "76-revoquer": "revoquer",
    "80-preferences": "preferences",
    "81-securite": "securite",
    "84-demonstration": "demonstration",
}
"""The scenes that the guide shows, and the name of their file in `docs/images`."""
_SIZE = (1100, 700)
_HEAVIEST = 150_000


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
    """Round each colour to 5 bits: letters stay smooth, and the file halves."""
    return picture.convertToFormat(QImage.Format.Format_RGB555).convertToFormat(QImage.Format.Format_RGB888)
