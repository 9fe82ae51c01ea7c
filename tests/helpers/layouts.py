"""Networks to lay out."""

import random

from valuechain.geometry.network import Network


def network(seed, parties=7, lines=11, **more):
    """A network with loops whose last party is the customer."""
    rng = random.Random(seed)
    pairs = {(i, parties - 1) for i in range(1)}
    while len(pairs) < lines:
        a, b = rng.randrange(parties - 1), rng.randrange(parties)
        if a != b:
            pairs.add((a, b))
    tail, head = zip(*sorted(pairs), strict=True)
    return Network(
        parties, tail, head, [rng.choice([1, 1, 2]) for _ in tail], [parties - 1], **more
    )
