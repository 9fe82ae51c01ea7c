"""Packages that only some functions need, loaded when these are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from valuechain.problems import MissingExtraError

if TYPE_CHECKING:
    import pandas


def data_frame(rows: Any, **how: Any) -> pandas.DataFrame:
    """A pandas DataFrame, for a function `to_pandas`.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise MissingExtraError("to_pandas needs pandas: install 'valuechain[pandas]'") from None
    return pandas.DataFrame(rows, **how)
