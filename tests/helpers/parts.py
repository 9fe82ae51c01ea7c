"""The problems of what was made in Python."""

import pytest

from valuechain import ModelError, Party, Service, ValueChain

A, C = Party("a"), Party("c", kind="customer")


AC = Service("a->c", "a", "c")


def problems(parties, services, **options):
    with pytest.raises(ModelError) as caught:
        ValueChain(parties, services, **options)
    return [str(problem) for problem in caught.value.problems]
