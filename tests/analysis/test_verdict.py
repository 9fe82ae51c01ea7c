"""Tests of `analysis.verdict`: whose doing is it? Just at the edges of what decides."""

import pytest

import valuechain as vc

TEXT = (
    "{{valuechain: 1, target: 75%, suppliers: {{s: {{serves: {{a: {{satisfaction: {0}}}}}}}}},"
    " teams: {{a: {{serves: {{z: {{satisfaction: {1}, dependence: {2}}}}}}}}}, customers: {{z: }}}}"
)


@pytest.mark.parametrize(
    ("received", "delivered", "dependence", "verdict"),
    [
        ("50%", "80%", 0.4, "sound"),  # it passes on all of 0.4 times 50 points
        ("50%", "80.1%", 0.4, "shield"),
        ("90%", "95%", 0.8, "sound"),  # it shields, but its provider receives its target
        ("75%", "95%", 0.8, "sound"),
        ("74.9%", "95%", 0.8, "shield"),
        ("50%", "60%", 0.4, "symptom"),  # half of what it lacks is its own, not more
        ("50%", "59.9%", 0.4, "root cause"),
        ("20%", "74%", 0.01, "root cause"),  # on its own it would miss its target
        ("20%", "75%", 0.01, "sound"),
    ],
)
def test_verdicts_at_their_edges(received, delivered, dependence, verdict):
    diagnosis = vc.diagnose(vc.loads(TEXT.format(received, delivered, dependence)))
    assert diagnosis["a->z"].verdict == verdict


@pytest.mark.parametrize(
    ("received", "delivered", "tips"),
    [
        ("75%", "50%", 1.0),  # a quarter is missing to the target, and to its provider
        ("75.1%", "50%", None),
        ("50%", "50%", 0.5),
        ("100%", "50%", None),
        ("20%", "20%", 0.55 / 0.8),
        ("50%", "75%", None),
    ],
)
def test_where_a_weak_link_tips(received, delivered, tips):
    diagnosis = vc.diagnose(vc.loads(TEXT.format(received, delivered, 0.8)))
    assert diagnosis["a->z"].tipping_dependence == (tips and pytest.approx(tips))
