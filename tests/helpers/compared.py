"""A diagnosis beside that of the plain oracle."""

import pytest

import oracle
import valuechain as vc

NUMBERS = (
    "satisfaction",
    "own_shortfall",
    "inherited_shortfall",
    "effective_dependence",
    "importance",
    "contribution",
    "gain",
    "loss_if_failed",
)


def compare(chain):
    expected, found = oracle.diagnose(chain), vc.diagnose(chain)
    if expected["outcome"] is None:
        assert found.outcome is None
    else:
        assert found.outcome == pytest.approx(expected["outcome"], abs=1e-9)
        assert sum(row.contribution for row in found.services) == pytest.approx(
            1 - found.outcome, abs=1e-9
        )
    for party, satisfaction in expected["received"].items():
        assert found.received[party] == pytest.approx(satisfaction, abs=1e-9)
    for service_id, row in expected["services"].items():
        for name in NUMBERS:
            assert getattr(found[service_id], name) == pytest.approx(row[name], abs=1e-9), (
                service_id,
                name,
            )
        assert found[service_id].verdict == row["verdict"], service_id
        tips, expected_tips = found[service_id].tipping_dependence, row["tipping_dependence"]
        if None in (tips, expected_tips):  # exactly at 1 either may be right
            assert tips == expected_tips or (tips or expected_tips) > 1 - 1e-9
        else:
            assert tips == pytest.approx(expected_tips, abs=1e-9)
    some = next(iter(chain.services))
    assert found.spread(some) == pytest.approx(expected["services"][some]["spread"], abs=1e-9)
