"""The keys of figures, which a French keyboard gives with the shift key: both ways are heard where they choose."""

from collections.abc import Mapping
from typing import Final

FIGURES: Final[Mapping[str, int]] = {
    **{str(figure): figure for figure in range(1, 10)},
    **{letter: figure for figure, letter in enumerate("&é\"'(-è_ç", 1)},
}
"""The figure that a key chooses, by what it types."""
