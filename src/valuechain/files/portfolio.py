"""Many organisations, each in a file: those that can be read are answered, the others named."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor
from pathlib import Path
from typing import Any, NamedTuple

from valuechain.files.any_kind import read_any
from valuechain.model.chain import ValueChain
from valuechain.model.scalars import scalar
from valuechain.problems import ArgumentError, FormatError, ValueChainError
from valuechain.questions.asked import checked_level
from valuechain.questions.portfolio import Portfolio, Seen, Site, seen

DRAWS = 1000
"""How often the scores of a site are drawn unless asked otherwise."""
_TASKS = 8  # for each worker of an executor, so that none waits long for another
_MOST = 100_000_000


class _How(NamedTuple):
    """How every site is simulated."""

    draws: int
    seed: int
    level: float


def portfolio(
    paths_or_chains: Iterable[str | os.PathLike[str] | ValueChain],
    executor: Executor | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    level: float = 0.95,
) -> Portfolio:
    """Diagnose and simulate many organisations, rank them, and say what is weak everywhere.

    Args:
        paths_or_chains: files of chains, of any kind that the command line reads, or chains.
        executor: who computes: any `concurrent.futures.Executor`, of threads, processes or a
            cluster, which must then see the files; ``None`` for this thread.
        draws: how often the scores of each are drawn; 0 for no intervals.
        seed: >= 0, of all draws.
        level: how sure the intervals are, between 0 and 1.

    Returns:
        The `Portfolio`: a `Site` for each; one that cannot be read has `problems` and stands last.

    Raises:
        ArgumentError: an argument is something else.

    >>> import valuechain as vc
    >>> found = portfolio([vc.example("flower_shop"), "no such file.yaml"], draws=0)
    >>> [(site.title, site.rank, len(site.problems)) for site in found]
    [('Flower shop', 1, 0), ('', None, 1)]
    """
    subjects = _listed(paths_or_chains)
    if executor is not None and not hasattr(executor, "submit"):
        kind = type(executor).__name__
        raise ArgumentError(f"an executor has a method 'submit'; {kind} has none")
    how = _How(_whole("draws", draws, _MOST), _whole("seed", seed), checked_level(level))
    return Portfolio.of(_answers(subjects, how, executor), how.draws, how.level)


def _whole(name: str, value: object, most: int | None = None) -> int:
    given = scalar(value)
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= (most or given):
        return given
    to = "" if most is None else f" to {most:,}"
    raise ArgumentError(f"{name}={value!r}: a whole number from 0{to}")


def _listed(subjects: object) -> list[tuple[str, Any]]:
    """Each with its name."""
    one = isinstance(subjects, str | os.PathLike | ValueChain)
    if one or not isinstance(subjects, Iterable):
        kind = type(subjects).__name__
        raise ArgumentError(f"a portfolio is of several files or chains, not of one {kind}")
    found: list[tuple[str, Any]] = []
    for number, subject in enumerate(subjects, 1):
        if isinstance(subject, ValueChain):
            found.append((subject.title or f"chain {number}", subject))
        elif isinstance(subject, str | os.PathLike):
            found.append((str(subject), Path(subject)))
        else:
            kind = type(subject).__name__
            raise ArgumentError(f"a portfolio is of files or chains, not of {kind}")
    return found


def _answers(
    subjects: list[tuple[str, Any]], how: _How, executor: Executor | None
) -> Iterator[Seen]:
    """The sites in the order given."""
    if executor is None:
        yield from (_answered(name, subject, how) for name, subject in subjects)
        return
    workers = getattr(executor, "_max_workers", None) or os.cpu_count() or 1
    size = max(1, -(-len(subjects) // (_TASKS * workers)))
    parts = [subjects[first : first + size] for first in range(0, len(subjects), size)]
    for task in [executor.submit(_part_answered, part, how) for part in parts]:
        yield from task.result()


def _part_answered(subjects: list[tuple[str, Any]], how: _How) -> list[Seen]:
    return [_answered(name, subject, how) for name, subject in subjects]


def _answered(name: str, subject: Path | ValueChain, how: _How) -> Seen:
    """One site, or why it cannot be answered."""
    try:
        chain = subject if isinstance(subject, ValueChain) else read_any(subject).chain
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a site's doubts are in its own diagnosis
            return seen(name, chain, *how)
    except FormatError as error:
        return Site(name, problems=tuple(map(str, error.problems))), ()
    except ValueChainError as error:
        return Site(name, problems=(str(error),)), ()
    except OSError as error:
        return Site(name, problems=(f"{name}: {error.strerror or error}",)), ()
    except ValueError as error:  # a name that no file can have
        return Site(name, problems=(f"{name}: {error}",)), ()
