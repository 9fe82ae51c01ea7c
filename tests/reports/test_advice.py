"""Tests of `reports.advice`: what to do first, in words."""

import valuechain as vc
from helpers.decision_words import chain_of


def test_what_money_and_robustness_say_goes_on_to_what_the_diagnosis_speaks_of():
    """Of links that must be fixed together, and of teams where no single link wins much."""
    tie = chain_of(
        "teams:\n  a: {serves: {c: {satisfaction: 50%, critical: true}}}\n"
        "  b: {serves: {c: {satisfaction: 50%, critical: true}}}\n"
        "customers: {c: {revenue: 1000, loyalty: 1%}}"
    )
    together = "Fix together a -> c and b -> c: worth 40 points; neither wins anything alone."
    assert together in vc.diagnose(tie).answer
    assert vc.robustness(tie).answer == (
        "No single link wins the customers anything, so there is none whose place could change. "
        + together
    )
    assert (
        f"No single link is worth anything at the level that a well-run provider reaches. {together}"
        in (vc.money(tie).answer)
    )
    parties = range(12)
    serves = "\n".join(
        f"  t{one}: {{serves: {{{', '.join(f'c{c}: {{satisfaction: {40 if one == 2 else 60}%}}' for c in parties)}}}}}"
        for one in parties
    )
    customers = ", ".join(f"c{c}: {{revenue: 1000, loyalty: 1%}}" for c in parties)
    dense = chain_of(f"teams:\n{serves}\ncustomers: {{{customers}}}")
    assert vc.diagnose(dense).advice.kind == "teams"
    teams = "No single link wins much, so the diagnosis speaks of teams."
    for found in (vc.money(dense), vc.robustness(dense)):
        assert found.answer.endswith(teams), found


def test_where_hardly_anything_is_lacking_nobody_is_blamed():
    found = vc.diagnose(
        vc.loads("""
valuechain: 1
teams:
  a: {serves: {c: {satisfaction: 99.99%}}}
customers: {c: }
""")
    )
    assert "No measured service costs the customers anything by its own doing." in found.answer
    assert found.advice.potential < 0.0005
