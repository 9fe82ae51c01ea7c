"""What an attack starts from: sound inputs made of the examples, and those that were kept."""

import ast
import random

import valuechain as vc
from fuzz.targets import APART
from fuzz.trees import ROOT, SMALL
from valuechain.files.language import shipped_text
from valuechain.files.tables import csv_text
from valuechain.model.format import PARTY_COLUMNS

CORPUS = ROOT / "tests" / "fuzz" / "corpus"
EXPORTS = ROOT / "examples" / "exports"
ROWS = 12
"""Lines of an export that are enough."""
SCORES = (
    *("81%", "0.81", "3.4/5 (9 responses)", "NPS 31 (140 responses)", "CES 5.2/7", "CSAT 4/5"),
    *("12 of 20", "4.5/5", "80 %", "{scale: 1-5, value: 3.4, responses: 9, sd: 0.8}"),
    *("{scale: 1-5, answers: [3, 4, 5]}", "{scale: nps, answers: {10: 4, 3: 1}}"),
    *("{units: 1200, opportunities: 3, defects: 36}", "{units: 40, on_time: 26}"),
    "80%, aspects: {speed: 3/5 (2 responses)}, takes: 30..45 min, standard: 1 h",
    "80%, improve: [{action: x, cost: 4, quality: 90%}], dependence: 0.5..0.9, weight: 3",
)
ANSWERS = (
    "provider,customer,score,respondent,wave\nit,ward,4,R1,2025\nit,ward,2,R2,2025\nit,lab,5,R1,2026\n",
    "provider;customer;score;count;sd\nit;ward;3,4;12;0,8\nbeds;ward;80%;3;\n",
    "provider\tcustomer\tdelivers\taspect\tscore\nit\tward\tx\tspeed\tVery satisfied\n",
)
LANGUAGES = (
    'language: de\nnumbers: 1.234,5\ntemplates:\n  "{number} points": "{number} Punkte"\n',
    'language: fr-CH\nnumbers: "1 234,5"\ntemplates: {"{low} to {high}": "de {low} à {high}"}\n',
    "language: en\ntemplates:\n  and: plus\n  What to do first: >-\n    Monday\n    morning\n",
)
MAP = "valuechain-map: 1\nrespondent: Lfd. Nr.\nteam: Abteilung\nquestions:\n  IT: {provider: it}\n"


def kept(name):
    """The inputs that are kept: one a line, as Python writes bytes."""
    lines = (CORPUS / f"{name}.txt").read_text(encoding="ascii").splitlines()
    return list(map(ast.literal_eval, lines))


def seeds(name):
    """Sound inputs for a target."""
    return list(_SEEDS[name]())


def disturbed(data, seed):
    """An input with a few bytes changed, left out or repeated; the same for the same seed."""
    draw, found = random.Random(seed), bytearray(data)
    for _ in range(draw.randint(1, 4)):
        at, length = draw.randrange(len(found) + 1), draw.choice([1, 1, 2, 10])
        piece = bytes(found[at : at + length])
        found[at : at + length] = draw.choice([b"", piece * 2, draw.randbytes(1)])
    return bytes(found)


def _yaml():
    return (path.read_bytes() for path in SMALL)


def _tables():
    for path in SMALL:
        rows = vc.load(path).to_tables()
        parties = csv_text(rows.parties, list(PARTY_COLUMNS))
        services = csv_text(rows.services, list(rows.services[0]))
        yield b"a" + parties.encode() + APART + services.encode()
    for number, answers in enumerate(ANSWERS):
        yield b"%c%s" % (ord("r") + number, answers.encode())


def _exports():
    chain = vc.load(EXPORTS / "chain.yaml")
    for path in sorted(EXPORTS.glob("*.csv")):
        found = vc.draft_map(path, chain).text
        lines = path.read_bytes().splitlines(keepends=True)[:ROWS]
        yield found.encode() + APART + b"".join(lines)
    yield MAP.encode() + APART + b"Lfd. Nr.,Abteilung,IT\n1,Lager,4\n"


def _scores():
    return (text.encode() for text in SCORES)


def _languages():
    english = shipped_text("en").splitlines(keepends=True)
    at = next(number for number, line in enumerate(english) if line.startswith("templates:"))
    yield "".join(english[: at + 20]).encode()
    yield from (text.encode() for text in LANGUAGES)


def _trees():
    return (random.Random(seed).randbytes(30) for seed in range(40))


_SEEDS = {
    "yaml": _yaml,
    "tables": _tables,
    "exports": _exports,
    "scores": _scores,
    "languages": _languages,
    "trees": _trees,
}
