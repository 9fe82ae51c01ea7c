"""What a client is shown of a survey: tables without what small groups answered."""

import pandas
import pytest

import valuechain as vc
from valuechain.survey.small_groups import groups, not_shown


def answers(provider, customer, marks, aspect=""):
    return [
        {"provider": provider, "customer": customer, "aspect": aspect, "score": mark}
        for mark in marks
    ]


def survey(*groups_of_answers):
    return vc.read_survey([row for group in groups_of_answers for row in group])


def test_a_data_frame_for_a_client_has_gaps_where_scores_are_withheld():
    asked = survey(
        answers("a", "b", [5] * 3), answers("a", "c", [4] * 6), answers("d", "e", [1] * 9)
    )
    shown, all_of_them = asked.to_pandas(withhold=True), asked.to_pandas()
    hidden = {("a", "b"), ("a", "c")}  # the second would tell the first by the total of a
    for ours, full in zip(shown.to_dict("records"), all_of_them.to_dict("records"), strict=True):
        secret = (ours["provider"], ours["customer"]) in hidden
        assert pandas.isna(ours["score"]) == pandas.isna(ours["satisfaction"]) == secret
        assert not pandas.isna(full["score"])
        assert not pandas.isna(full["satisfaction"])
        assert ours["responses"] == full["responses"]


def test_a_mean_over_aspects_is_withheld_with_its_parts():
    rows = survey(
        answers("a", "b", [5] * 3, "time"),
        answers("a", "b", [4] * 3, "taste"),
        answers("d", "c", [1] * 9),
    ).rows
    hidden, closed = not_shown(rows, 5)
    assert {(rows[at].provider, rows[at].aspect) for at in hidden} == {
        ("a", "time"),
        ("a", "taste"),
        ("a", ""),
    }
    assert closed == {("provider", "a"), ("customer", "b")}


def test_groups_are_of_services_as_a_whole():
    rows = survey(answers("a", "b", [5]), answers("a", "c", [5]), answers("a", "b", [4], "time"))
    for by, expected in (("provider", {"a": 2}), ("customer", {"b": 1, "c": 1})):
        assert {name: len(at) for name, at in groups(rows.rows, by).items()} == expected


@pytest.mark.parametrize("count", [1, 5, 6, 9])
def test_a_remark_names_five_and_counts_the_rest(count):
    asked = survey(*(answers(f"p{at}", "c", [4]) for at in range(count)))
    teams = "".join(f"  p{at}:\n    serves:\n      c: {{delivers: x}}\n" for at in range(count))
    chain = vc.loads(f"valuechain: 1\nteams:\n{teams}customers:\n  c:\n")
    *_, said = asked.remarks(chain)
    assert said.count("(1)") == min(count, 5)
    assert said.endswith(f" and {count - 5} more." if count > 5 else " (1).")
