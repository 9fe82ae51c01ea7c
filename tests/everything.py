"""Generated chains through every question, text, table, picture, document and verb: what fails?

Run as ``python tests/everything.py CHAINS [--seed SEED] [--heavy EACH]``. What takes long (bitmaps,
pages, workbooks, slides, files of word processors, the command line) is made of each so many only.
A chain is named by its number: ``--only NUMBER`` tries that one again.
"""

import argparse
import csv
import html
import io
import json
import math
import random
import re
import string
import sys
import tempfile
import time
import warnings
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from pathlib import Path

import valuechain as vc
from chains import answered_chain, extreme_chain, rich_chain
from fuzz import said
from fuzz.targets import PROMISED, QUESTIONS
from helpers.verbs import flat
from helpers.verbs import said as said_by
from valuechain.display import text
from valuechain.drawing.views import VIEWS
from valuechain.formats import NAMES, rendered
from valuechain.reports.dispatch import report_of
from valuechain.reports.words import percent
from valuechain.results import Result

KINDS = (rich_chain, answered_chain, extreme_chain)
CHARTS = {name: QUESTIONS[name] for name in ("structure", "timing", "aspects", "frontier")}
"""Questions whose answers have a picture of their own; all but the first have one view."""
PARTS = ("answers", "pictures", "documents")
GRAPHS = (".mmd", ".dot", ".graphml")
ESCAPED = re.compile(rf"\\([{re.escape(string.punctuation)}])")
"""What Markdown has before marks that mean themselves."""
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
VERBS = (
    "check",
    "diagnose",
    "robustness",
    "promises",
    "simulate",
    "structure",
    "timing",
    "aspects",
)


def generated(number, seed=0):
    """A chain by its number: rich ones, larger ones with answers, extreme ones, in turn."""
    return KINDS[number % len(KINDS)](random.Random(f"{seed} {number}"))


class Trial:
    """One chain, all that is asked of it, and what failed."""

    def __init__(self, chain, folder, *, heavy):
        self.chain, self.folder, self.heavy = chain, Path(folder), heavy
        self.tried, self.faults = Counter(), []
        written = vc.dumps(chain)
        self.given = written + html.escape(written) + written.encode("unicode_escape").decode()

    def of(self, kind, where, attempt):
        """What it gives, or nothing: refused in a sentence, or a fault, which is kept."""
        self.tried[kind] += 1
        try:
            return attempt()
        except PROMISED as error:
            said.refused(error)
        except Exception as error:  # noqa: BLE001  whatever it is
            self.faults.append(f"{where}: {type(error).__name__}: {error}"[:1000])
        return None

    def everything(self, parts):
        """All that failed of these parts."""
        for part in parts:
            getattr(self, part)()
        return self.faults

    def answers(self):
        """Every question, and the answers in all forms."""
        for name, ask in questions(self.chain).items():
            found = self.of("questions", name, lambda ask=ask: ask(self.chain))
            if isinstance(found, Result):
                self._told(name, found)
            elif found is not None:
                self.of("texts", name, lambda found=found: said.text(text(found), self.given))
        if self.heavy:
            self._verbs()

    def documents(self):
        """The client's copy."""
        for kind in (".md", *((".html", ".xlsx", ".docx", ".pptx") if self.heavy else ())):
            self.of("documents", f"report{kind}", lambda kind=kind: self._document(kind))

    def _told(self, name, found):
        """Every text, table and form of data, and that they say one thing."""
        report, forms = report_of(found), {}
        self.of("texts", name, lambda: said.text(str(found), self.given))
        for form in NAMES:
            forms[form] = self.of(
                "texts", f"{name} {form}", lambda form=form: self._read(report, form)
            )
        for agreed in (answers_agree, tables_agree, numbers_agree):
            where = f"{name} {agreed.__name__}"
            self.of("agreements", where, lambda agreed=agreed: agreed(found, forms))

    def _read(self, report, form):
        """All of a report in a format; nothing odd is in it."""
        told = rendered(report, form, 96, full=True, detail=True)
        if form == "json":
            said.plain(told)
        elif form == "csv":
            assert told.strip()
        else:
            said.text(TAGS.sub(" ", told) if form == "html" else told, self.given)
        return told

    def pictures(self):
        """Every view of what can be drawn, in every format."""
        changed = changes(self.chain)
        subjects = {f"chain as {view}": (self.chain, view) for view in VIEWS}
        subjects["comparison as slope"] = (vc.compare(self.chain, changed), "slope")
        subjects["comparison"] = (vc.compare(self.chain, changed), "chain")
        for name, ask in CHARTS.items():
            found = self.of("questions", name, lambda ask=ask: ask(self.chain))
            if found is not None:
                subjects[name] = (found, "chain")
        for name, (subject, view) in subjects.items():
            for kind in (".svg", *GRAPHS, *((".png", ".pdf") if self.heavy else ())):
                picture = (subject, self.folder / f"a{kind}", view)
                self.of(
                    "pictures", f"{name}{kind}", lambda picture=picture: self._picture(*picture)
                )

    def _picture(self, subject, path, view):
        vc.export(subject, path, view)
        data = path.read_bytes()
        assert data.strip()
        if path.suffix in (".svg", ".graphml"):
            said.xml(data.decode())
        if path.suffix == ".svg":
            words = "".join(f"\n{part}" for part in ET.fromstring(data).itertext())
            said.text(words, self.given)

    def _document(self, kind):
        path = self.folder / f"report{kind}"
        vc.write_report(self.chain, path)
        if kind == ".md":
            said.text(path.read_text(encoding="utf-8"), self.given)
        elif kind == ".html":
            page = path.read_text(encoding="utf-8")
            (numbers,) = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page)
            said.plain(numbers)
            said.text(html.unescape(TAGS.sub(" ", page)), self.given)
        else:
            self._packed(path)
        path.unlink()

    def _packed(self, path):
        """A file of an office program: every part well formed; a workbook is the chain again."""
        with zipfile.ZipFile(path) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    ET.fromstring(parts.read(name))
        if path.suffix == ".xlsx":
            assert vc.read_excel(path) == self.chain

    def _verbs(self):
        path = self.folder / "chain.yaml"
        vc.dump(self.chain, path)
        for verb in VERBS:
            for form in ("text", "json"):
                words = (verb, path, "--format", form)
                self.of("verbs", f"{verb} {form}", lambda words=words: self._verb(*words))

    def _verb(self, *words):
        done = said_by(*words)
        assert done.status in (0, 1, 2), done.err  # 2: what is asked has no answer
        assert "Traceback" not in done.err
        assert done.out.strip() or done.err.strip()
        if words[-1] == "json" and done.status == 0:
            said.plain(done.out)


def changes(chain):
    """The chain with its first service better and its last one failed."""
    first, *_, last = [*chain.services, *chain.services]
    return vc.what_if(chain, {first: 0.97, last: "failed"} if first != last else {first: 0.97})


def questions(chain):
    """All that is asked of one chain; explanations of its services, too."""
    more = {
        "changes": changes,
        "compare": lambda chain: vc.compare(chain, changes(chain)),
        "half": lambda chain: vc.plan(chain, 0.5),
    }
    explained = {
        f"explain {name}": lambda chain, name=name: vc.diagnose(chain).explain(name)
        for name in list(chain.services)[:3]
    }
    return QUESTIONS | more | explained


def answers_agree(found, forms):
    """What to remember stands in every text."""
    answer = flat(found.answer)
    assert answer in flat(forms["text"])
    assert answer in flat(ESCAPED.sub(r"\1", forms["markdown"]))
    assert answer in flat(html.unescape(TAGS.sub(" ", forms["html"])))


def tables_agree(found, forms):
    """The rows in Python, as a DataFrame and as CSV hold the same numbers."""
    records, names = found.table(full=True)
    lines = list(csv.DictReader(io.StringIO(forms["csv"], newline="")))
    frame = found.to_pandas(full=True).reset_index()
    assert len(records) == len(lines) == len(frame)
    assert list(frame.columns) == names
    for at, (record, line) in enumerate(zip(records, lines, strict=True)):
        for name, value in record.items():
            if isinstance(value, float):
                assert _same(value, line[name], frame[name][at]), (name, value, line[name])
            elif value is None:
                assert not line[name]


def _same(value, cell, framed):
    """Whether a number is one, everywhere the same; what is not there is empty."""
    if math.isnan(value):
        return cell == "" and math.isnan(framed)
    return math.isfinite(value) and float(cell) == value == framed


def numbers_agree(found, forms):
    """Sums are what they say they are, and the text bears the outcome of the data."""
    data = json.loads(forms["json"])
    if isinstance(found, vc.Diagnosis):
        _diagnosis_agrees(found, data, forms["text"])
    if isinstance(found, vc.WhatIf) and None not in (found.outcome, found.before.outcome):
        change = found.outcome - found.before.outcome
        assert math.isclose(found.change, change, abs_tol=1e-9), (found.change, change)
    if isinstance(found, vc.Comparison) and data["change"] is not None:
        parts = math.fsum(row["part"] or 0.0 for row in data["services"])
        error = found.before.error + found.after.error  # warned of where it is large
        assert math.isclose(data["change"], parts, abs_tol=max(1e-9, error))
    if isinstance(found, vc.Plan) and data["outcome"] is not None:
        gain = data["outcome"] - data["before"]["outcome"]
        assert math.isclose(data["gain"], gain, abs_tol=1e-9)
        assert data["bound"] >= data["outcome"] - 1e-9
        assert data["cost"] <= data["budget"] * (1 + 1e-12)


def _diagnosis_agrees(found, data, told):
    for row in data["services"]:
        assert row["id"] == found[row["id"]].id
        lacks = 1 - row["satisfaction"]
        assert math.isclose(row["own_shortfall"] + row["inherited_shortfall"], lacks, abs_tol=1e-9)
        assert -1e-12 <= row["gain"] <= row["potential"] + 1e-9
        most = row["contribution"]
        if found.chain.rule == "fdna":  # under which the share of what there is is no slope
            most = row["importance"] * (1 - found[row["id"]].quality + 2**-52)
        assert row["potential"] <= most + 1e-9
    if data["outcome"] is not None:
        lost = math.fsum(row["contribution"] for row in data["services"])
        assert math.isclose(lost, 1 - data["outcome"], abs_tol=max(1e-9, found.error))
        # a change that whole percentages would hide is told with decimals
        assert isinstance(found, vc.WhatIf) or percent(data["outcome"]) in told


def faults_of(number, seed=0, *, parts=PARTS, heavy=False):
    """What fails of these parts of one chain, and how much was tried."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", RuntimeWarning)
        trial = Trial(generated(number, seed), folder, heavy=heavy)
        return trial.everything(parts), trial.tried


def main(words):
    """So many chains; says what fails, and how much was tried."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("chains", type=int)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--heavy", type=int, default=25, help="what takes long: each so many")
    parser.add_argument("--seconds", type=float, default=math.inf, help="stop after so many")
    parser.add_argument("--only", type=int, help="this one alone")
    given = parser.parse_args(words)
    numbers = range(given.chains) if given.only is None else [given.only]
    tried, failed, until = Counter(), 0, time.monotonic() + given.seconds
    for number in numbers:
        if time.monotonic() > until:
            break
        heavy = number % given.heavy == 0
        faults, more = faults_of(number, given.seed, heavy=heavy)
        tried += more + Counter({"chains": 1, "heavy": int(heavy)})
        failed += len(faults)
        for fault in faults:
            print(f"chain {number}: {fault}", flush=True)
    print(", ".join(f"{count:,} {name}" for name, count in tried.items()), f"{failed} faults")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
