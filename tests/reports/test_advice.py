"""Tests of `reports.advice`: what to do first, in words."""

import valuechain as vc


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
