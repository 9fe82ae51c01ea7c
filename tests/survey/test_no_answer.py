"""Tests of `survey.no_answer`: does an answer say that there is none?"""

import pytest

import valuechain as vc
from helpers.answers import answers, problems
from valuechain.survey.no_answer import is_no_answer, no_answers

NONE = [
    "N/A", "NA", "n/a", "#N/A", "-", "--", "—", "n. a.", "prefer not to say", "Prefer not to answer",
    "I'd rather not say", "Don't know", "Don\u2019t know", "DON'T KNOW.", "no opinion", "not applicable",
    "keine Angabe", "k. A.", "k.A.", "weiß nicht", "Weiss nicht", "keine Antwort", "#NV",
    "kann ich nicht beurteilen", "sans opinion", "ne sait pas", "NSP", "Préfère ne pas répondre",
    "prefere ne pas repondre", "no sabe", "NS/NC", "No sabe / No contesta", "prefiero no responder",
    "não sei", "Prefiro não responder", "não se aplica", "non so", "Preferisco non rispondere",
    "non applicabile", "weet niet", "n.v.t.", "geen antwoord", "zeg ik liever niet",
    "Don't know / prefer not to say", "weiß nicht oder keine Angabe", "weiß nicht, keine Angabe",
    "(no answer)", "[N/A]", "N/A (not asked)", "9 - keine Angabe", "-99 = don't know", "<NA>",
]  # fmt: skip
SOME = [
    "", "4", "good", "neutral", "weder noch", "not at all satisfied", "trifft nicht zu", "no",
    "keine", "N", "A", "good / bad", "4 - good", "don't know / good", "knows", "-1",
]  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_no_answer_is_left_out_and_counted(text):
    assert is_no_answer(text)
    survey = vc.read_survey(answers("a", "b", [4, text, 5, text]))
    assert (survey.answers, survey.rows[0].score.value) == (2, 0.875)
    note = f"2 of 4 rows say that there is no answer and are left out: '{text}' 2."
    assert note in survey.notes


@pytest.mark.parametrize("text", SOME)
def test_any_other_text_is_one(text):
    assert not is_no_answer(text)


def test_a_dash_beside_a_plus_is_a_mark_in_words():
    assert no_answers(["++", "+", "-", "--", "N/A"]) == {"N/A"}
    assert no_answers(["4", "-", "--", "N/A"]) == {"-", "--", "N/A"}
    (problem,) = problems(answers("a", "b", ["++", "+", "-", "--"]))
    assert "'++', '+', '-', '--'" in problem.message


def test_blanks_are_counted_apart_and_nobody_answers_twice_by_saying_nothing():
    rows = [*answers("a", "b", [4, "N/A", None], respondent="r1"), *answers("a", "b", [3])]
    survey = vc.read_survey(rows)
    assert survey.notes[:2] == (
        "1 of 4 rows say that there is no answer and are left out: 'N/A' 1.",
        "1 of 4 rows have no score and are left out.",
    )
    assert "no row has a score" in problems(answers("a", "b", ["N/A", "-"]))[0].message
