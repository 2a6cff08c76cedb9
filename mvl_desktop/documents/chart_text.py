"""How wide words are in the font of charts, without any library of fonts: enough to wrap them and keep them apart."""

_WIDTHS = (
    (0.2, "\u202f"),
    (0.25, "IijlÎÏîï’"),
    (0.3, " !',.:;|\u00a0·"),
    (0.35, "()/[]ft\\"),
    (0.41, "1r-"),
    (0.5, "*?–°"),
    (0.56, "7JLacksvxyzàâäç«»"),
    (0.62, "235689EFbdeghnopquÈÉÊèéêëôöùûü"),
    (0.66, "#$&+04<=>BKPRSTZ~≈≤≥€"),
    (0.7, "ADVXYÀÂ"),
    (0.76, "CGHNOQUÇÔ"),
    (0.8, "w"),
    (0.9, "Mm…æ"),
    (1.0, "%WŒœ"),
)
_KNOWN = {sign: width for width, signs in _WIDTHS for sign in signs}
_OTHER = 0.7
_BOLD = 1.06
_GAP = "…"


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line, a little more rather than less."""
    em = sum(_KNOWN.get(sign, _OTHER) for sign in text)
    return em * size * (_BOLD if bold else 1)


def wrapped(text: str, room: float, size: float, *, bold: bool = False, most: int = 0) -> list[str]:
    """Return a text in lines that hold in the room; `most`: how many at most, the last one cut short if need be."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = lines[:most] if most else lines
    if len(kept) < len(lines):
        kept[-1] = f"{kept[-1]} {_GAP}"
    return [shortened(line, room, size, bold=bold) for line in kept]


def shortened(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return a line cut short where it does not hold."""
    if width_of(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and width_of(kept + _GAP, size, bold=bold) > room:
        kept = kept[:-1]
    return kept.rstrip() + _GAP
