"""Who computes the draws, here or elsewhere? Shares of them are tasks, added up in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeVar

import numpy as np

from valuechain.sampling.ensemble import Ensemble, gains_drawn, random_of
from valuechain.sampling.setup import of_any_dependence
from valuechain.sampling.tally import Counting, Tally, firsts, share
from valuechain.solve.network import Floats

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future  # takes time to load

T = TypeVar("T")
Progress: TypeAlias = Callable[[int, int], object]
Shares: TypeAlias = list[tuple[int, list[int]]]
"""For each task the number of its first chunk, and the draws in each of its chunks."""
_AHEAD = 64  # tasks handed out before the first answer is waited for, unless each is large
_FEWEST_AHEAD = 4
_MUCH_AHEAD = 2**23  # services times tasks that are not exceeded then
_WIDE = 2**32  # the number of the chunk in which dependence is drawn too: no other reaches it
_WIDE_DRAWS = 2000


class Draws(NamedTuple):
    """What is drawn, how it is counted, and how often."""

    ensemble: Ensemble
    counting: Counting
    seed: int
    number: int

    @property
    def shares(self) -> Shares:
        """All draws; the first chunk was the pilot."""
        size, in_share = self.ensemble.chunk, self.ensemble.share
        sizes = [min(size, self.number - first) for first in range(0, self.number, size)]
        begins = range(0, len(sizes), in_share)
        return [(at + 1, sizes[at : at + in_share]) for at in begins]

    @property
    def of_any(self) -> bool:
        """Whether dependence is to be drawn too: where the file gives ranges, it is already."""
        return self.ensemble.ranges is None and self.ensemble.groups > 0


def tallied(
    draws: Draws, executor: Executor | None, progress: Progress | None
) -> tuple[Tally, tuple[Floats, Floats] | None]:
    """What all draws show; and of each link `_whatever_the_dependence`, ``None`` where not drawn.

    Args:
        draws: what is drawn.
        executor: who computes; ``None`` for this thread.
        progress: called as ``progress(done, draws)``.
    """
    wide = _begun(executor, _whatever_the_dependence, draws) if draws.of_any else None
    tally = _total(_computed(draws, executor), draws.shares, progress)
    return tally, None if wide is None else wide()


def _begun(executor: Executor | None, ask: Callable[..., T], *given: Any) -> Callable[[], T]:
    """What will be wanted: begun elsewhere at once, or done here once it is."""
    if executor is None:
        return partial(ask, *given)
    return executor.submit(ask, *given).result


def _total(parts: Iterator[Tally], shares: Shares, progress: Progress | None) -> Tally:
    """All shares, added up in the order of their numbers, whoever computed them."""
    draws = list(accumulate(sum(sizes) for _, sizes in shares))
    total: Tally | None = None
    for done, part in zip(draws, parts, strict=True):
        total = part if total is None else total.plus(part)
        if progress is not None:
            progress(done, draws[-1])
    assert total is not None
    return total


def _computed(draws: Draws, executor: Executor | None) -> Iterator[Tally]:
    ensemble, counting, seed, _ = draws
    if executor is None:
        for number, sizes in draws.shares:
            yield share(ensemble, counting, seed, number, sizes)
        return
    waiting: deque[Future[Tally]] = deque()
    ahead = max(_FEWEST_AHEAD, min(_AHEAD, _MUCH_AHEAD // max(1, len(ensemble.by_id))))
    try:
        for number, sizes in draws.shares:
            waiting.append(executor.submit(share, ensemble, counting, seed, number, sizes))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:  # something went wrong, or nobody wants the rest
            future.cancel()


def _whatever_the_dependence(draws: Draws) -> tuple[Floats, Floats]:
    """(links,) how often each is first, and what it wins on average, with dependence drawn."""
    ensemble, candidates = of_any_dependence(draws.ensemble), draws.counting.candidates
    random, count = random_of(draws.seed, _WIDE), min(draws.number, _WIDE_DRAWS)
    often, sums = np.zeros(ensemble.groups), np.zeros(ensemble.groups)
    for first in range(0, count, ensemble.block):
        gains = gains_drawn(ensemble, random, min(ensemble.block, count - first), candidates)
        often += firsts(gains).sum(axis=1)
        sums += gains.sum(axis=1)
    return often / count, sums / count
