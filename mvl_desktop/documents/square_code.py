"""Square codes (QR) by segno, as drawings for the templates."""

import io
import unicodedata

import segno


def square_code(text: str) -> str:
    """Return a drawing (SVG) of a text, in capitals without accents: any reader types it as people would."""
    split = unicodedata.normalize("NFD", text)
    plain = "".join(sign for sign in split if not unicodedata.combining(sign)).upper()
    drawn = io.BytesIO()
    segno.make(plain, error="m", micro=False).save(drawn, kind="svg", border=4, xmldecl=False, svgns=True)
    return drawn.getvalue().decode("utf-8")
