"""Exports of survey tools as the tools write them, about invented chains; and maps of them."""

import csv
import io
import json

import valuechain as vc

CLINIC = """valuechain: 1
teams:
  it: {name: IT helpdesk, serves: {ward: {delivers: workstations}, lab: {delivers: workstations}}}
  beds: {name: Bed management, serves: {ward: {delivers: free beds}}}
  ward: {name: Surgical ward, serves: {patients: care}}
  lab: {name: Laboratory, serves: {ward: [{delivers: results}, {delivers: samples back}]}}
customers:
  patients: {name: Patients}
"""
LABELS = (
    "Very dissatisfied",
    "Dissatisfied",
    "Neither satisfied nor dissatisfied",
    "Satisfied",
    "Very satisfied",
)


def clinic():
    return vc.loads(CLINIC)


def export(*rows, delimiter=","):
    """Rows as an open CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return io.StringIO(out.getvalue())


def qualtrics(*rows):
    """An export with three heading rows."""
    codes = ["StartDate", "ResponseId", "Q1", "Q2_1", "Q2_2", "Q3"]
    texts = ["Start Date", "Response ID", "Which team?"]
    texts += ["How is IT? - Speed", "How is IT? - Manners", "How is bed management?"]
    ids = [json.dumps({"ImportId": code}) for code in codes]
    return export(codes, texts, ids, *rows)


QUALTRICS = {
    "valuechain-map": 1,
    "respondent": "ResponseId",
    "team": "Q1",
    "questions": {
        "Q2_1": {"provider": "it", "aspect": "speed"},
        "How is IT? - Manners": {"provider": "IT Helpdesk", "aspect": "manners"},
        "Q3": {"provider": "beds"},
    },
}


def small(*rows, delimiter=",", head=("Team", "IT?", "Beds?")):
    return export(head, *rows, delimiter=delimiter)


SMALL = {
    "valuechain-map": 1,
    "team": "Team",
    "questions": {"IT?": {"provider": "it"}, "Beds?": {"provider": "beds"}},
}


def read(source, mapping, chain=None, **more):
    return vc.read_survey(source, mapping=mapping, chain=chain or clinic(), **more)


def faults(source, mapping, chain=None, **more):
    """The problems that reading has."""
    try:
        read(source, mapping, chain, **more)
    except vc.FormatError as error:
        return list(error.problems)
    return []


def told(source, mapping, **more):
    return [each.message for each in faults(source, mapping, **more)]


def scores(survey):
    """Answers and score by provider, customer and aspect."""
    return {
        (row.provider, row.customer, row.aspect): (row.responses, round(row.score.value, 9))
        for row in survey
    }
