"""The weight of each level of each thing compared, in bits: learned by `tests/benchmarks/likeness_learn.py`."""

from collections.abc import Mapping
from typing import Final

PRIOR: Final = -7.6
"""What is believed before anything is compared: how rare it is that two records that share a key are alike."""

THRESHOLD: Final = 0.7
"""From which score a pair is shown unless somebody asks otherwise."""

WEIGHTS: Final[Mapping[str, Mapping[str, float]]] = {
    "mis_en_cause": {"identique": 3.8, "proche": 3.1, "partiel": 2.8, "different": -2.1},
    "personnes": {"identique": 5.0, "proche": 5.0, "partiel": 3.1, "different": -4.6},
    "telephone": {"identique": 4.0, "different": -3.6},
    "courriel": {"identique": 3.5, "different": -1.7},
    "etablissement": {"identique": 5.0, "different": -1.0},
    "reference_origine": {"identique": 5.0, "different": -4.3},
    "adresse_web": {"identique": 3.8, "proche": 1.9, "different": -3.8},
    "adresse": {"identique": 3.1, "proche": -1.5, "different": -4.7},
    "commune": {"identique": 3.0, "partiel": 2.3, "different": -5.0},
    "survenu_le": {"identique": 5.0, "proche": 4.1, "partiel": 2.4, "different": -4.0},
    "recu_le": {"identique": 5.0, "proche": 4.6, "partiel": 2.0, "different": -2.1},
    "recit": {"identique": 2.9, "proche": 2.0, "partiel": 0.3, "different": -2.0},
    "signalant": {"identique": 5.0, "proche": 5.0, "partiel": 3.3, "different": -0.4},
}
