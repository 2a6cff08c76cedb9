"""Pictures of the real windows, over a demonstration made by the real use cases: `python -m ui.captures --vers DIR`."""

from ui.captures.posts import PHRASE, NoWatch, demonstration

__all__ = ["PHRASE", "NoWatch", "demonstration"]
