"""What is to be laid out, as numbers: parties, the lines between them, and what is asked of their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Network:
    """Parties 0 .. parties - 1 in canonical order, and the lines between them: one for all services of the same two.

    Attributes:
        parties: how many there are.
        tail, head: of every line: who serves whom.
        weight: of every line, how many services it stands for.
        customers: the external customers, who serve nobody.
        hints: the column asked for, from 1, of those parties that have one.
        mark: of each party, a whole number that depends on its id alone, so that a party more does
            not change the chance that others are given; empty for their numbers.
        group: the number of each party's department, -1 for none; empty where there are no
            departments.
    """

    parties: int
    tail: Sequence[int]
    head: Sequence[int]
    weight: Sequence[int]
    customers: Sequence[int] = ()
    hints: Mapping[int, int] = field(default_factory=dict)
    group: Sequence[int] = ()
    mark: Sequence[int] = ()
