"""Bytes as choices: what a fuzzer turns over, and what a seed of pseudo-random bytes says."""

import random


class Choices:
    """One choice after the other; when the bytes have run out, always the first."""

    def __init__(self, data):
        self.left = iter(data)

    def below(self, count):
        """A number from 0."""
        high, low = next(self.left, 0), 0
        if count > 256:
            low = next(self.left, 0)
        return (high + 256 * low) % count

    def of(self, several):
        """One of several."""
        return several[self.below(len(several))]


def some_bytes(seed, count, length=200):
    """So many pieces of pseudo-random bytes, the same for the same seed."""
    draw = random.Random(seed)
    return [draw.randbytes(draw.randrange(length)) for _ in range(count)]
