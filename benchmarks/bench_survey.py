"""Reading a survey against csv.DictReader."""

from __future__ import annotations

import csv
import random
import tempfile
from functools import partial
from pathlib import Path

import valuechain as vc
from common import cpu

ANSWERS = 100_000


def written(path: Path) -> None:
    """100,000 answers about 40 services."""
    rng = random.Random(0)
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["provider", "customer", "score", "delivers", "respondent"])
        for i in range(ANSWERS):
            at, mark = i % 40, rng.randint(1, 5)
            writer.writerow([f"p{at}", f"q{at}", mark, "a thing", f"r{i // 40}"])


def plain(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def main() -> None:
    print(f"{ANSWERS:,} answers read, checked and counted, against csv.DictReader (aim: 2)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        written(path)
        reading = cpu(partial(plain, path))
        print(f"  {cpu(partial(vc.read_survey, path)) / reading:.2f}")


if __name__ == "__main__":
    main()
