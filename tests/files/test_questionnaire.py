"""Tests of `files.questionnaire`: is this the export of a questionnaire, with one column for each question?"""

import datetime
import io

import pytest

import valuechain as vc
from helpers.answers import book, problems, table
from valuechain.files.headings import RawTable
from valuechain.files.questionnaire import WAYS_OUT, wide_fault

QUALTRICS = (
    "StartDate,EndDate,ResponseId,Finished,Q1_1,Q1_2\n"
    "Start Date,End Date,Response ID,Finished,How far? - IT,How far? - HR\n"
    '"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""_id""}",x,y,z\n'
    "2025-03-02,2025-03-02,R_1,1,4,5\n"
)
EXPORTS = [
    ('an export of Qualtrics; row 2 repeats the headings; row 3 holds {"ImportId": ...}', QUALTRICS),
    ("an export of Qualtrics", "\ufeff" + QUALTRICS),
    ("an export of Qualtrics", "Q1,Q2,Q3\nIT?,HR?,Anything\n\"{'ImportId': 'Q'}\",\"{'ImportId': 'R'}\",\n4,5,nice\n"),
    ("an export of Qualtrics", 'Q1,Q2,Q3\n"{""ImportId"":""Q""}",x,y\n4,5,nice\n'),
    ("an export of SurveyMonkey; row 2 belongs to the headings", "Respondent ID,Collector ID,IP Address,How is IT?\n,,,Response\n1,2,3,4\n"),
    ("an export of SurveyMonkey", "Respondent ID,Collector ID,How is IT?,\n,,Very satisfied,Satisfied\n1,2,,Satisfied\n"),
    ("an export of Google Forms", "Timestamp,How satisfied? [IT],How satisfied? [HR]\n2025/03/02,4,5\n"),
    ("an export of Google Forms", "Zeitstempel;Wie zufrieden? [IT];Wie zufrieden? [HR]\n02.03.2025;4;5\n"),
    ("an export of Google Forms", "Horodateur,IT,RH\n02/03/2025,4,5\n"),
    ("an export of Microsoft Forms", "ID,Start time,Completion time,Email,IT,HR\n1,3/2/25,3/2/25,anonymous,4,5\n"),
    ("an export of LimeSurvey", '"id","submitdate","lastpage","startlanguage","Q1[SQ1]","Q1[SQ2]"\n1,2,3,de,4,5\n'),
    ("an export of a form with a matrix of questions", "Nr,Rate us [IT],Rate us [HR]\n1,4,5\n"),
    ("an export", "Person,IT,HR,Shop\nr1,4,5,3\nr2,,4,5\n"),
    ("an export; row 2 repeats the headings", "Person,IT,HR,Shop\nPerson,IT,HR,Shop\nr1,4,5,3\n"),
    ("an export", "Person,IT,HR,Shop\nr1,Very satisfied,N/A,Neutral\n"),
    ("an export", "Person,IT,HR,Shop\nr1,5 - good,4 - fair,80%\n"),
    ("an export", "Customer,IT,HR,Shop\nr1,5/5,3/5,2/5\n"),
    ("an export", "Results of 2025\n\nPerson,IT,HR,Shop\nr1,5,3,2\n"),
]  # fmt: skip


@pytest.mark.parametrize(("looks", "text"), EXPORTS)
def test_an_export_is_refused_once_with_the_ways_out(looks, text):
    (problem,) = problems(io.StringIO(text))
    assert problem.message.startswith(f"one column per question: this looks like {looks}")
    assert problem.hint == WAYS_OUT
    for way in ("one row per answer", "--draft-map map.yaml --chain", "--map map.yaml"):
        assert way in problem.hint


@pytest.mark.parametrize(
    "text",
    [
        "foo,bar\nx,y\n", "a,b,4\nc,b,5\n", "provder,custmer,scor\na,b,4\n", "4,5,3,2\n3,4,5,1\n",
        "Timestamp,provder,custmer,score\n1,a,b,4\n", "name,street,city,country\na,b,c,d\n",
        "IT,HR\n4,5\n",
    ],
)  # fmt: skip
def test_other_tables_are_told_what_they_lack(text):
    found = problems(io.StringIO(text))
    assert not any("one column per question" in problem.message for problem in found)


def test_a_long_table_with_columns_of_marks_is_read():
    head = "provider,customer,score,age,weight,index,timestamp"
    survey = vc.read_survey(table("a,b,4,33,2,7,2025", head=head))
    assert survey.answers == 1


def test_the_sheet_of_a_form_is_found(tmp_path):
    form = [["Timestamp", "IT", "HR"], [datetime.date(2025, 3, 2), 4, 5]]
    for sheets in ({"Form Responses 1": form}, {"notes": [["hi"]], "Form Responses 1": form}):
        (problem,) = problems(book(tmp_path / "a.xlsx", **sheets))
        assert "Google Forms" in problem.message
        assert (problem.sheet, problem.line) == ("Form Responses 1", 1)
    two = book(tmp_path / "b.xlsx", one=form, two=form)
    assert "none has the columns" in problems(two)[0].message


def test_an_empty_table_is_no_export():
    assert wide_fault(RawTable([])) is None
    assert wide_fault(RawTable([[None, ""]])) is None
    assert wide_fault(RawTable([["x"]])) is None
