"""What is a value from numpy, pandas or a database in plain Python? A gap is ``None``."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

_MISSING = ("NoneType", "NAType", "NaTType", "MaskedConstant")
_SHORT_FLOATS = ("float16", "float32")


def scalar(value: Any) -> Any:
    """The value in plain Python; ``None`` for what stands for none.

    Numbers of numpy become Python's, those of few digits as they are written (0.3, not
    0.30000001192092896); decimals and fractions become floats; None, NaN, NA and NaT are gaps.

    >>> import numpy
    >>> scalar(numpy.float32(0.3)), scalar(numpy.bool_(True)), scalar(float("nan")), scalar("81%")
    (0.3, True, None, '81%')
    """
    if type(value).__name__ in _MISSING:
        return None
    if type(value).__name__ in _SHORT_FLOATS:
        value = float(str(value))
    elif getattr(value, "ndim", None) == 0 and hasattr(value, "item"):
        value = value.item()
    if _is_gap(value):
        return None
    return float(value) if isinstance(value, Decimal | Fraction) else value


def _is_gap(value: Any) -> bool:
    if value is None:
        return True
    if isinstance(value, float | Decimal):
        return bool(value != value)  # noqa: PLR0124  not a number is not itself
    return False
