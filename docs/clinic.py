"""Make the workbook of the made-up survey in examples/clinic: run ``python docs/clinic.py``."""

from __future__ import annotations

import random
from pathlib import Path

from valuechain.files.tables import ANSWER_COLUMNS, workbook
from valuechain.model.parts import SERVICE_COLUMNS

TARGET = Path(__file__).parent.parent / "examples" / "clinic" / "clinic.xlsx"
PARTIES = (
    ("reception", "Reception", "team", "Front office", 4),
    ("scheduling", "Scheduling", "team", "Front office", 3),
    ("records", "Patient records", "team", "Front office", 2),
    ("doctors", "Doctors", "team", "Care", 7),
    ("nurses", "Nurses", "team", "Care", 9),
    ("lab", "Laboratory", "team", "Support", 4),
    ("pharmacy", "Pharmacy", "team", "Support", 3),
    ("cleaning", "Cleaning", "team", "Support", 5),
    ("patient", "Patients", "customer", None, None),
    ("referrer", "Referring doctors", "customer", None, None),
)
# provider, customer, what; mean mark and answers in each wave
SERVICES = (
    ("reception", "scheduling", "patients' requests", (4.2, 2), (4.3, 3)),
    ("reception", "records", "data of new patients", (3.0, 2), (3.5, 2)),
    ("reception", "patient", "a friendly welcome", (4.3, 9), (4.4, 11)),
    ("scheduling", "nurses", "plan of the day", (2.8, 7), (2.6, 8)),
    ("scheduling", "doctors", "appointments", (3.2, 5), (3.0, 6)),
    ("records", "doctors", "patient files", (3.9, 5), (3.8, 5)),
    ("lab", "doctors", "test results", (2.9, 5), (3.4, 6)),
    ("pharmacy", "nurses", "medicines", (4.1, 6), (4.2, 7)),
    ("cleaning", "nurses", "rooms ready in time", (4.0, 6), (3.5, 7)),
    ("doctors", "lab", "test orders", (3.1, 3), (3.2, 4)),
    ("doctors", "nurses", "treatment orders", (3.8, 7), (3.7, 8)),
    ("nurses", "patient", "care", (4.0, 10), (3.8, 12)),
    ("doctors", "patient", "treatment in time", (3.3, 10), (3.2, 12)),
    ("doctors", "referrer", "discharge letters", (2.9, 5), (3.0, 7)),
)


def answers() -> list[dict[str, str]]:
    """One row for each answer, 180 in all; nobody answers the same question twice in a wave."""
    rng = random.Random(14)  # noqa: S311  the same answers every time
    rows = []
    for wave, year in enumerate(("2025", "2026")):
        for provider, customer, what, *waves in SERVICES:
            mean, number = waves[wave]
            for respondent in rng.sample(
                range(1, 4 * number if customer in ("patient", "referrer") else number + 1), number
            ):
                mark = min(5, max(1, round(rng.gauss(mean, 0.9))))
                told = {
                    "provider": provider,
                    "customer": customer,
                    "delivers": what,
                    "score": f"{mark}/5",
                }
                rows.append(told | {"respondent": f"{customer} {respondent}", "wave": year})
    return rows


def main() -> None:
    """Write the workbook."""
    chain = {
        "name": "Day clinic",
        "kind": "chain",
        "target": "75%",
        "dependence": "0.6..0.9",
        "rule": "mean",
    }
    parties = [chain] + [
        dict(zip(("id", "name", "kind", "group", "people"), party, strict=True))
        for party in PARTIES
    ]
    services = [
        dict.fromkeys(SERVICE_COLUMNS) | {"provider": a, "customer": b, "delivers": what}
        for a, b, what, *_ in SERVICES
    ]
    rows = answers()
    print(f"{len(rows)} answers")
    TARGET.write_bytes(workbook(parties, services, (ANSWER_COLUMNS, rows)))


if __name__ == "__main__":
    main()
