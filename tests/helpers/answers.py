"""Tables of answers, and what is wrong with them."""

import io

import openpyxl
import pytest

import valuechain as vc

CHAIN = """valuechain: 1
teams:
  clerk:
    name: The clerk
    serves:
      designer: {delivers: order form, satisfaction: 50%}
      delivery:
        - {delivers: address, satisfaction: 74%}
        - {delivers: time slot}
  designer:
    people: 8
    serves: {delivery: {delivers: bouquet, quality: 70%}}
  delivery:
    serves: {customer: }
customers:
  customer: {name: Customer}
"""


def table(*rows, head="provider,customer,score"):
    return io.StringIO("\n".join([head, *rows]) + "\n")


def answers(provider, customer, marks, **more):
    return [{"provider": provider, "customer": customer, "score": mark, **more} for mark in marks]


def problems(source, *arguments, **options):
    with pytest.raises(vc.FormatError) as caught:
        vc.read_survey(source, *arguments, **options)
    return caught.value.problems


def book(path, **sheets):
    """A workbook with these rows on its sheets."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def fractions_of(scale, marks):
    """How satisfied each answer is, by the textbook."""
    if scale == "nps":
        return [1.0 if mark >= 9 else 0.0 if mark <= 6 else 0.5 for mark in marks]
    if scale.startswith("csat"):
        return [1.0 if mark >= int(scale[-1]) - 1 else 0.0 for mark in marks]
    if scale == "yes-no":
        return [float(mark) for mark in marks]
    low, high = {
        "1-5": (1, 5),
        "1-7": (1, 7),
        "1-9": (1, 9),
        "0-10": (0, 10),
        "percent": (0, 100),
        "0-100": (0, 100),
        "ces 1-7": (1, 7),
    }[scale]
    return [(mark - low) / (high - low) for mark in marks]


LEVELS = {
    "1-5": range(1, 6),
    "1-7": range(1, 8),
    "1-9": range(1, 10),
    "0-10": range(11),
    "0-100": range(0, 101, 5),
    "percent": range(0, 101, 10),
    "yes-no": range(2),
    "csat 1-5": range(1, 6),
    "csat 1-7": range(1, 8),
    "nps": range(11),
    "ces 1-7": range(1, 8),
}
