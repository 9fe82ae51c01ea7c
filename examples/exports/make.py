"""Writes what six survey tools would export about one chain. All of it is invented.

Run it as ``python examples/exports/make.py FOLDER``; the files beside it were made so.
"""

from __future__ import annotations

import csv
import datetime
import json
import random
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LABELS = (
    "Very dissatisfied",
    "Dissatisfied",
    "Neither satisfied nor dissatisfied",
    "Satisfied",
    "Very satisfied",
)
START = datetime.datetime(2026, 3, 2, 8, 0)  # noqa: DTZ001  as tools write it
Asked = tuple[str, str]
"""A question, and the row of a matrix or ``""``."""


@dataclass(frozen=True)
class Answered:
    """What was asked, and what everybody answered; a cell is ``""`` where there is no answer.

    `people` are the team, the cells and the comment of each respondent.
    """

    team: str
    asked: Sequence[Asked]
    people: Sequence[tuple[str, Sequence[str], str]]
    comments: str = "Anything else?"

    def when(self, at: int) -> datetime.datetime:
        """When a respondent answered."""
        return START + datetime.timedelta(minutes=37 * at)


def joined(asked: Asked, pattern: str) -> str:
    """A question and its row as one heading."""
    question, row = asked
    return pattern.format(question, row) if row else question


def google(path: Path, data: Answered) -> None:
    """Google Forms: rows of a matrix in square brackets."""
    heads = [joined(asked, "{} [{}]") for asked in data.asked]
    rows = [
        [f"{data.when(at):%m/%d/%Y %H:%M:%S}", team, *cells, said]
        for at, (team, cells, said) in enumerate(data.people)
    ]
    _csv(path, [["Timestamp", data.team, *heads, data.comments], *rows])


def microsoft(path: Path, data: Answered) -> None:
    """Microsoft Forms: a workbook; rows of a matrix are columns of their own."""
    heads = [joined(asked, "{}.{}") for asked in data.asked]
    own = ["ID", "Start time", "Completion time", "Email", "Name"]
    rows = [
        [at + 1, data.when(at), data.when(at), "anonymous", "", team, *cells, said]
        for at, (team, cells, said) in enumerate(data.people)
    ]
    _workbook(path, [[*own, data.team, *heads, data.comments], *rows])


def surveymonkey(path: Path, data: Answered) -> None:
    """SurveyMonkey: the question stands over the first of its columns, its rows below."""
    own = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address"]
    first, second = [*own, data.team], [*[""] * len(own), "Response"]
    before = None
    for question, row in data.asked:
        first.append("" if row and question == before else question)
        second.append(row or "Response")
        before = question
    rows = [
        [118_900_000 + at, 4411, data.when(at), data.when(at), "", team, *cells, said]
        for at, (team, cells, said) in enumerate(data.people)
    ]
    heads = [[*first, data.comments], [*second, "Open-Ended Response"]]
    _csv(path, [*heads, *rows], encoding="utf-8-sig")


def qualtrics(path: Path, data: Answered) -> None:
    """Qualtrics: codes, texts, and what it calls them inside."""
    own = ["StartDate", "EndDate", "Status", "Finished", "ResponseId"]
    texts = ["Start Date", "End Date", "Response Type", "Finished", "Response ID"]
    codes, before, number, at = ["Q1"], None, 1, 0
    for question, row in data.asked:
        if question != before or not row:
            number, at = number + 1, 0
        at += 1
        codes.append(f"Q{number}_{at}" if row else f"Q{number}")
        before = question
    codes.append(f"Q{number + 1}")
    heads = [data.team, *(joined(asked, "{} - {}") for asked in data.asked), data.comments]
    inside = [json.dumps({"ImportId": code.replace("Q", "QID")}) for code in [*own, *codes]]
    rows = [
        [data.when(at), data.when(at), "IP Address", "True", f"R_{at:04d}", team, *cells, said]
        for at, (team, cells, said) in enumerate(data.people)
    ]
    _csv(path, [[*own, *codes], [*texts, *heads], inside, *rows], encoding="utf-8-sig")


def limesurvey(path: Path, data: Answered) -> None:
    """LimeSurvey: code and text in one heading."""
    own = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page"]
    own += ["startlanguage. Start language", "seed. Seed"]
    heads, before, number, at = [f"G01Q01. {data.team}"], None, 1, 0
    for question, row in data.asked:
        if question != before or not row:
            number, at = number + 1, 0
        at += 1
        code = f"G02Q{number:02d}[SQ{at:03d}]" if row else f"G02Q{number:02d}"
        heads.append(f"{code}. {joined((question, row), '{} [{}]')}")
        before = question
    heads.append(f"G03Q{number + 1:02d}. {data.comments}")
    rows = [
        [at + 1, data.when(at), 3, "en", 77_000 + at, team, *cells, said]
        for at, (team, cells, said) in enumerate(data.people)
    ]
    _csv(path, [[*own, *heads], *rows])


def german(path: Path, data: Answered) -> None:
    """A German tool: semicolons, a dash between question and row."""
    heads = [joined(asked, "{} \u2013 {}") for asked in data.asked]
    rows = [[at + 1, team, *cells, said] for at, (team, cells, said) in enumerate(data.people)]
    table = [["Lfd. Nr.", data.team, *heads, data.comments], *rows]
    _csv(path, table, delimiter=";", encoding="utf-8-sig")


TOOLS: dict[str, tuple[str, Callable[[Path, Answered], None]]] = {
    "google": (".csv", google),
    "microsoft": (".xlsx", microsoft),
    "surveymonkey": (".csv", surveymonkey),
    "qualtrics": (".csv", qualtrics),
    "limesurvey": (".csv", limesurvey),
    "german": (".csv", german),
}


def _csv(
    path: Path, rows: Sequence[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8"
) -> None:
    with path.open("w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


def _workbook(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        book.set_properties({"created": START})
        sheet = book.add_worksheet("Sheet1")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)


# The example.

TEAMS = {"workshop": 22, "sales": 14}
ENGLISH = {"workshop": "Workshop", "sales": "Sales"}
GERMAN = {"workshop": "Werkstatt", "sales": "Vertrieb"}
ASPECTS = {
    "Responsiveness": "Erreichbarkeit",
    "Friendliness": "Freundlichkeit",
}
SLOW = {"it": 0.7, "warehouse": 0.6}
"""Marks by which these are better liked than quick, and the other way round."""
PROVIDERS = {
    "it": ("IT support", "dem IT-Support", {"workshop": 2.6, "sales": 3.4}),
    "purchasing": ("Purchasing", "dem Einkauf", {"workshop": 3.1}),
    "warehouse": ("the Warehouse", "dem Lager", {"workshop": 3.9, "sales": 2.4}),
    "workshop": ("the Workshop", "der Werkstatt", {"sales": 2.9}),
    "sales": ("Sales", "dem Vertrieb", {"workshop": 3.3}),
}


def answers(*, labels: Sequence[str], teams: dict[str, str], none: str) -> list[Any]:
    """Who answered what: the same people in every export."""
    rng = random.Random(2026)
    people = []
    for team, size in TEAMS.items():
        for _ in range(size):
            cells, mild = [], rng.gauss(0, 0.5)
            for provider, (_, _, means) in PROVIDERS.items():
                for slower in (-1, 1):
                    usual = means.get(team, 3) + mild + slower * SLOW.get(provider, 0)
                    mark = min(5, max(1, round(rng.gauss(usual, 0.8))))
                    skipped = rng.random() < 0.06
                    cells.append(none if team not in means else "" if skipped else labels[mark - 1])
            people.append((teams[team], cells, rng.choice(["", "", "", "Thanks for asking."])))
    return people


def main(folder: Path) -> None:
    """Write all six."""
    english = [
        (f"How satisfied are you with {name}?", aspect)
        for name, _, _ in PROVIDERS.values()
        for aspect in ASPECTS
    ]
    spoken = [
        (f"Wie zufrieden sind Sie mit {name}?", aspect)
        for _, name, _ in PROVIDERS.values()
        for aspect in ASPECTS.values()
    ]
    people = answers(labels=LABELS, teams=ENGLISH, none="N/A")
    data = Answered("Which team do you work in?", english, people)
    numbers = answers(labels="12345", teams=GERMAN, none="")
    other = Answered("In welcher Abteilung arbeiten Sie?", spoken, numbers, "Anmerkungen")
    for name, (ending, write) in TOOLS.items():
        write(folder / f"{name}{ending}", other if name == "german" else data)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
