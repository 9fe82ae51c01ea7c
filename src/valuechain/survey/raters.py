"""How much of an answer is the person who gives it? The rater correlation, from who answered.

An answer x of person r about service q is mu_q + a_r + e: what the service is, how lenient the
person is about all, and the rest. The rater correlation var(a) / (var(a) + var(e)) is that of one
person's answers about two services, the intraclass correlation of Shrout & Fleiss 1979
(*Intraclass correlations: uses in assessing rater reliability*, Psychological Bulletin 86(2)). With
d = x - mean of q, over all pairs of answers of one person::

    sum of d d' / sum of (1 - 1/n_q - 1/n_q' + m_qq' / (n_q n_q'))    estimates var(a)
    sum of d^2 / sum of (1 - 1/n_q)                                   estimates var(a) + var(e)

where n_q people answered q and m_qq' both: what the means of few answers take away is given back.
Pooled over all parties that were asked; the interval counts people, not answers, as independent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from valuechain.solve.network import Floats, Ints

LEAST = 10
"""People who answered about several services, below which nothing is estimated."""
_NORMAL = 1.959963984540054  # quantile of 97.5 %


@dataclass(frozen=True, slots=True)
class RaterCorrelation:
    """How alike one person's answers about several services are.

    Attributes:
        value: the correlation, 0..1.
        low, high: ends of its 95 % interval, 0..1.
        people: how many answered about several services.
    """

    value: float
    low: float
    high: float
    people: int


def rater_correlation(
    worth: Floats, person: Ints, service: Ints, asked: Ints
) -> RaterCorrelation | None:
    """The rater correlation of answers, or ``None`` where too few people gave several.

    Args:
        worth: (answers,) how satisfied each is, 0..1; one a person and service.
        person: (answers,) who, numbered from 0; of one asked party each.
        service: (answers,) about what, numbered from 0; of one asked party each.
        asked: (answers,) which party was asked, numbered from 0.

    >>> person, service = np.repeat(np.arange(12), 2), np.tile([0, 1], 12)
    >>> worth = np.where(person % 2, 0.8, 0.4)
    >>> rater_correlation(worth, person, service, np.zeros(24, dtype=int)).value
    1.0
    """
    parts = [
        _party(worth[mine], person[mine], service[mine])
        for mine in (asked == party for party in np.unique(asked))
    ]
    people = np.concatenate([np.zeros((0, 4)), *parts])
    several = people[:, 1] > 0
    total = people.sum(axis=0)
    if several.sum() < LEAST or not (total > 0)[1:].all():
        return None
    products, pairs, squares, answers = total
    value = (products / pairs) / (squares / answers)
    # the means of few people follow each of them
    few = np.concatenate([np.full(len(part), len(part) / max(len(part) - 1, 1)) for part in parts])
    error = _NORMAL * float(np.sqrt((few * _influence(people, total) ** 2).sum()))
    low, high, middle = np.clip([value - error, value + error, value], 0.0, 1.0).tolist()
    return RaterCorrelation(middle, low, high, int(several.sum()))


def _influence(people: Floats, total: Floats) -> Floats:
    """(people,) by how much each moves the estimate, to first order."""
    products, pairs, squares, answers = people.T
    shared, whole = total[0] / total[1], total[2] / total[3]
    moves = (products - shared * pairs) / total[1] / whole
    moves -= shared / whole * (squares - whole * answers) / total[2]
    return np.asarray(moves, dtype=float)


def _party(worth: Floats, person: Ints, service: Ints) -> Floats:
    """(people, 4) the sums of one party: products and pairs, squares and answers."""
    _, row = np.unique(person, return_inverse=True)
    _, column = np.unique(service, return_inverse=True)
    shape = row.max() + 1, column.max() + 1
    given = np.zeros(shape)
    given[row, column] = 1.0
    apart = np.zeros(shape)
    apart[row, column] = worth
    counts = given.sum(axis=0)
    told = counts > 1  # of a single answer nobody knows how lenient it is
    given, apart, counts = given[:, told], apart[:, told], counts[told]
    apart -= given * (apart.sum(axis=0) / counts)
    both = given.T @ given
    kept = 1.0 - 1.0 / counts[:, None] - 1.0 / counts + both / np.outer(counts, counts)
    np.fill_diagonal(kept, 0.0)
    squares = (apart**2).sum(axis=1)
    return np.stack(
        [
            apart.sum(axis=1) ** 2 - squares,
            np.einsum("rq,qs,rs->r", given, kept, given, optimize=True),
            squares,
            given @ (1.0 - 1.0 / counts),
        ],
        axis=1,
    )
