"""A large loop that is all but total, with critical services, keeps no diagnosis waiting."""

import warnings
from dataclasses import replace

import valuechain as vc
from valuechain import Party, Score, Service, ValueChain


def ring(size, dependence, *, critical):
    """So many parties that serve one another in a circle, one of whom serves the customer."""
    ids = [f"p{i}" for i in range(size)]
    services = [
        Service(f"{a}->{b}", a, b, satisfaction=Score.of(0.8), dependence=dependence)
        for a, b in zip(ids, ids[1:] + ids[:1], strict=True)
    ]
    services.append(Service("p0->c", "p0", "c", satisfaction=Score.of(0.7)))
    if critical:
        services = [replace(each, critical=i % 10 == 0) for i, each in enumerate(services)]
    return ValueChain([*map(Party, ids), Party("c", kind="customer")], services)


def told(size, dependence, *, critical):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", vc.PrecisionWarning)
        diagnosis = vc.diagnose(ring(size, dependence, critical=critical))
        assert "Start with" in str(diagnosis)
        return diagnosis.to_dict()["services"]


def test_what_takes_a_matrix_for_each_case_is_left_to_full():
    assert all(row["gain"] is None for row in told(300, 0.999, critical=True))
    # Where nothing bends, or where a loop loses enough to be iterated, nothing is left out.
    for loop in (told(300, 0.999, critical=False), told(300, 0.8, critical=True)):
        assert all(row["gain"] is not None for row in loop)
