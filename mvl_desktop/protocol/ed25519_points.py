"""Whether 32 bytes are an Ed25519 public key worth trusting: canonical, on the curve, not of small order.

The library that verifies accepts the eight small-order points, under which anybody can forge; they are refused at
the door. The bad coordinates are computed from the curve's equation rather than copied: a copied digit can be wrong.
"""

_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
_SIGN = 1 << 255


def is_sane_key(key: bytes) -> bool:
    """Whether `key` is a canonical encoding of a curve point outside the torsion subgroup."""
    if len(key) != 32:
        return False
    y = int.from_bytes(key, "little") & (_SIGN - 1)
    return y < _P and y not in _TORSION_Y and _is_on_curve(y)


def torsion_coordinates() -> frozenset[int]:
    """Return the y of the eight points of small order (five values, x being told by the sign bit)."""
    return _TORSION_Y


def _square_root(value: int) -> int | None:
    """Return a square root modulo p, or None (p is 5 modulo 8)."""
    candidate = pow(value, (_P + 3) // 8, _P)
    for root in (candidate, candidate * pow(2, (_P - 1) // 4, _P) % _P):
        if root * root % _P == value % _P:
            return root
    return None


def _is_on_curve(y: int) -> bool:
    """Whether some x satisfies -x² + y² = 1 + d x² y²: then (y² - 1)(d y² + 1) is a square."""
    square = y * y % _P
    return pow((square - 1) * (_D * square + 1), (_P - 1) // 2, _P) <= 1


def _torsion() -> frozenset[int]:
    """Solve for order 1 (y = 1), 2 (y = -1), 4 (y = 0) and 8: there x² = -y², so d y⁴ + 2 y² - 1 = 0."""
    found = {0, 1, _P - 1}
    discriminant = _square_root(1 + _D)
    for sign in (1, -1):
        if discriminant is None:
            break
        square = (-1 + sign * discriminant) * pow(_D, -1, _P) % _P
        y = _square_root(square)
        if y is not None:
            found |= {y, _P - y}
    return frozenset(found)


_TORSION_Y = _torsion()
