"""Work that was counted instead of asked about: defects found in units, or units on time.

The words are those of Six Sigma: a *unit* is one piece of work, an *opportunity* is one thing about
it that can go wrong, and the *yield* is the share of opportunities without a defect.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from valuechain.model.scales import BY_DEFECTS, BY_ON_TIME
from valuechain.problems import Fault, quoted

MOST = 999_999_999
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_SUCH_AS = "such as '{units: 1200, opportunities: 3, defects: 41}'"
COUNTED = tuple(dict.fromkeys((*BY_DEFECTS.keys, *BY_ON_TIME.keys)))
"""The keys of counted work."""


@dataclass(frozen=True, slots=True)
class WorkCounts:
    """What was counted.

    Attributes:
        units: how many pieces of work, >= 1.
        opportunities: in how many ways each can go wrong, >= 1.
        defects: how many went wrong, 0..units * opportunities.
        on_time: whether it is units too late that were counted.
    """

    units: int
    opportunities: int
    defects: int
    on_time: bool = False

    @property
    def chances(self) -> int:
        """Opportunities in all units together."""
        return self.units * self.opportunities

    @property
    def right(self) -> float:
        """The yield: share of the opportunities without a defect, 0..1.

        >>> WorkCounts(1200, 3, 36).right
        0.99
        """
        return (self.chances - self.defects) / self.chances

    def __str__(self) -> str:
        if self.on_time:
            return f"{self.units - self.defects:,} of {self.units:,} on time"
        return f"{self.defects:,} in {self.units:,} unit{'s' * (self.units != 1)}"


def counts_of(fields: Mapping[str, object]) -> WorkCounts:
    """The counts that the words of a file mean.

    Raises:
        Fault: naming the key at fault.

    >>> str(counts_of({"units": "200", "on_time": "188"}))
    '188 of 200 on time'
    """
    for key in fields:
        if key not in COUNTED:
            raise Fault(f"{quoted(key)} beside counted units says something else", "", key)
    if "units" not in fields:
        raise Fault(
            f"{quoted(next(iter(fields)))} comes with 'units'", _SUCH_AS, next(iter(fields))
        )
    if ("defects" in fields) == ("on_time" in fields):
        raise Fault("units are counted with either 'defects' or 'on_time'", _SUCH_AS, "units")
    units = _count(fields, "units", 1)
    if "on_time" in fields:
        return _on_time(fields, units)
    opportunities = _count(fields, "opportunities", 1) if "opportunities" in fields else 1
    counts = WorkCounts(units, opportunities, _count(fields, "defects", 0))
    if counts.chances > MOST:
        hint = f"at most {MOST:,} opportunities together"
        raise Fault(f"{counts.chances:,} opportunities are too many", hint, "units")
    if counts.defects > counts.chances:
        message = f"{counts.defects:,} defects are more than {counts.chances:,} opportunities"
        raise Fault(message, "say how many 'opportunities' a unit has", "defects")
    return counts


def _on_time(fields: Mapping[str, object], units: int) -> WorkCounts:
    if "opportunities" in fields:
        raise Fault("a unit on time has no 'opportunities'", "leave it out", "opportunities")
    on_time = _count(fields, "on_time", 0)
    if on_time > units:
        raise Fault(f"{on_time:,} on time are more than {units:,} units", "", "on_time")
    return WorkCounts(units, 1, units - on_time, on_time=True)


def _count(fields: Mapping[str, object], key: str, least: int) -> int:
    text = fields[key]
    if not isinstance(text, str) or not _WHOLE.fullmatch(text) or int(text) < least:
        raise Fault(
            f"{quoted(str(text))} is not a number of things", f"a whole number from {least}", key
        )
    return int(text)
