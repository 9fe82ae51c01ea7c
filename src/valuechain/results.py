"""What every answer has in common: equality, printing, indexing, tables, pickling.

A question computes a `Result`; its *rows* are plain data. A result knows no words: it asks
`valuechain.display` by name when it is printed, so that one that was only unpickled prints as well.
"""

from __future__ import annotations

import dataclasses
import importlib
import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeAlias, TypeVar, overload

from valuechain.problems import ArgumentError, MissingExtraError, unknown

if TYPE_CHECKING:
    import pandas

RowT = TypeVar("RowT")
Interval: TypeAlias = tuple[float, float]
"""Between what ends a number lies: low, high."""
Recipe: TypeAlias = tuple[Callable[..., Any], tuple[Any, ...]]
"""A function and the arguments with which it makes a value again."""
_TWO = ("Interval", "tuple[int, int]")  # how a row says that a field has two ends
_LONGEST = 40  # characters of a text in a `repr`


class Shown:
    """A value that prints as a sentence and shows itself in a notebook."""

    __slots__ = ()

    def __str__(self) -> str:
        return str(_display().text(self))

    def _repr_html_(self) -> str:
        return str(_display().html(self))


class Result(Shown, ABC, Generic[RowT]):
    """The answer to a question, as a value.

    Two results are equal if the same recipe makes them. Iterating, `len` and indexing, by id or
    by position, go over the `rows`.
    """

    row_kind = "service"
    """What a row is about, for the message that there is none of a name."""

    row_type: ClassVar[type[Any] | None] = None
    """The dataclass of a row: a table without rows has its columns."""

    if TYPE_CHECKING:  # fields may bear these names, so that there is nothing to inherit

        @property
        def title(self) -> str:
            """What it is about, ``""`` for nothing."""

        @property
        def rows(self) -> tuple[RowT, ...]:
            """Plain data, one dataclass a row: public numbers and texts only."""

    @abstractmethod
    def _summary(self) -> str:
        """The few words of its `repr`."""

    @abstractmethod
    def _data(self, *, full: bool) -> dict[str, Any]:
        """What `to_dict` tells, below its heading."""

    # In words.

    @property
    def answer(self) -> str:
        """What to remember: the first sentences of its report."""
        return str(_display().sentence(self))

    @property
    def details(self) -> str:
        """All that there is to say of it; printing it shows what fits one screen."""
        return str(_display().text(self, detail=True))

    # Equality, pickling.

    def _recipe(self) -> Recipe:
        """What makes it again; by this it is compared, hashed and pickled."""
        values = (getattr(self, field.name) for field in dataclasses.fields(self))  # type: ignore[arg-type]  # every result is a dataclass
        return from_values, (type(self), *map(_frozen, values))

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self is other or self._recipe() == other._recipe()

    def __hash__(self) -> int:
        return hash(self._recipe())

    def __reduce__(self) -> Recipe:
        return self._recipe()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {shortened(self.title)!r}: {self._summary()}>"

    # Rows.

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[RowT]:
        return iter(self.rows)

    @overload
    def __getitem__(self, key: str | int) -> RowT: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[RowT, ...]: ...
    def __getitem__(self, key: str | int | slice) -> RowT | tuple[RowT, ...]:
        """The row of this id, or at this position.

        Raises:
            UnknownNameError: there is none of this id.
            IndexError: there is none at this position.
        """
        if isinstance(key, slice):
            return self.rows[key]
        with suppress(TypeError):  # whatever counts as a whole number, such as numpy's
            return self.rows[operator.index(key)]  # type: ignore[arg-type]  # a text does not
        try:
            return self._row_of[key]  # type: ignore[index]  # a number has its row above
        except (KeyError, TypeError):
            raise unknown(self.row_kind, key, self._row_of) from None

    @cached_property
    def _row_of(self) -> Mapping[str, RowT]:
        return {row.id: row for row in self.rows}  # type: ignore[attr-defined]  # rows that are asked for by name have one

    @property
    def pictured(self) -> Any:
        """What a picture of it shows."""
        return self

    # As data.

    @property
    def format(self) -> str:
        """Name and version of the form that `to_dict` has, such as ``valuechain.plan/1``."""
        return f"valuechain.{type(self).__module__.rpartition('.')[2]}/1"

    def to_dict(self, *, full: bool = False) -> dict[str, Any]:
        """Everything as plain Python values, ready for JSON; numbers at full precision.

        Args:
            full: also compute, above 5,000 services and in large loops that are all but total, what
                needs a solution for each; it is ``None`` otherwise.
        """
        return {"format": self.format, "title": self.title, **self._data(full=full)}

    def to_pandas(self, *, full: bool = False) -> pandas.DataFrame:
        """The rows as a DataFrame, indexed by their first column.

        An interval has two columns, ``_low`` and ``_high``.

        Args:
            full: as in `to_dict`.

        Raises:
            MissingExtraError: pandas is not installed.
        """
        records, names = self.table(full=full)
        return data_frame(records, names).set_index(names[0])

    def table(self, *, full: bool = False) -> tuple[list[dict[str, Any]], list[str]]:
        """The rows as records of single values, and the names of their columns.

        Args:
            full: as in `to_dict`.
        """
        records, names = self._records(full=full)
        spans = _spans(self.row_type)
        flattened = [flat(record, spans) for record in records]
        columns = dict.fromkeys(name for record in flattened for name in record)
        return flattened, list(columns or flat(dict.fromkeys(names), spans))

    def _records(self, *, full: bool) -> tuple[list[dict[str, Any]], Sequence[str]]:
        """The rows as dictionaries, and the names of their columns should there be no rows."""
        del full
        columns = () if self.row_type is None else dataclasses.fields(self.row_type)
        return [plain(row) for row in self.rows], [column.name for column in columns]


def shortened(text: str) -> str:
    """A text for a `repr`.

    >>> shortened("A very long title, longer than anybody reads")
    'A very long title, longer than anybod...'
    """
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 3]}..."


def from_values(kind: Callable[..., Any], *values: Any) -> Any:
    """A result of its fields' values."""
    return kind(*map(_thawed, values))


class _Pairs(tuple[tuple[Any, Any], ...]):
    """A mapping that can be hashed and pickled."""

    __slots__ = ()


def _frozen(value: Any) -> Any:
    return _Pairs(value.items()) if isinstance(value, Mapping) else value


def _thawed(value: Any) -> Any:
    return MappingProxyType(dict(value)) if isinstance(value, _Pairs) else value


def plain(value: Any) -> Any:
    """A value as numbers, texts, lists and dictionaries, as JSON has them.

    >>> plain({"ends": (0.25, 0.5)})
    {'ends': [0.25, 0.5]}
    """
    if dataclasses.is_dataclass(value):
        return {
            field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    return value


def _spans(kind: type[Any] | None) -> frozenset[str]:
    """The columns of a kind of row that hold intervals, where any is known."""
    columns = () if kind is None else dataclasses.fields(kind)
    return frozenset(column.name for column in columns if str(column.type).startswith(_TWO))


def flat(record: Mapping[str, Any], spans: Collection[str] = ()) -> dict[str, Any]:
    """A record for a table: an interval becomes two columns, several texts one with commas.

    Args:
        record: with its names.
        spans: those that hold an interval also where it is not known.

    >>> flat({"rank": [1, 3], "needs": ["a", "b"], "takes": None}, ["takes"])
    {'rank_low': 1, 'rank_high': 3, 'needs': 'a, b', 'takes_low': None, 'takes_high': None}
    """
    cells: dict[str, Any] = {}
    for name, value in record.items():
        if value is None and name in spans:
            cells |= {f"{name}_low": None, f"{name}_high": None}
        elif not isinstance(value, list):
            cells[name] = value
        elif len(value) == 2 and all(isinstance(end, int | float) for end in value):
            cells |= {f"{name}_low": value[0], f"{name}_high": value[1]}
        else:
            cells[name] = ", ".join(map(str, value))
    return cells


def data_frame(rows: Sequence[Any], columns: Sequence[str] = ()) -> pandas.DataFrame:
    """A pandas DataFrame, with its columns even where there are no rows.

    Raises:
        MissingExtraError: pandas is not installed.
    """
    try:
        import pandas
    except ImportError:
        raise MissingExtraError("to_pandas needs pandas: install 'valuechain[pandas]'") from None
    return pandas.DataFrame(rows, columns=list(columns) or None)


def _display() -> Any:
    """What knows words and pictures; by name, since it is built on results."""
    return importlib.import_module("valuechain.display")


def at_position(rows: tuple[Any, ...], key: Any, what: str) -> Any:
    """What stands at a position, or between two, where nothing is found by a name.

    Raises:
        ArgumentError: the position is none.
        IndexError: there is nothing at it.
    """
    try:
        return rows[key]
    except TypeError:
        raise ArgumentError(f"{what} is found by its position, not by {key!r:.60}") from None
