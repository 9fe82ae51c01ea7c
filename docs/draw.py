"""Draws the pictures of these pages anew: ``python docs/draw.py``.

Look at each of them before you commit it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import valuechain as vc

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"


def main() -> None:
    """Every example as a chain; the other views of the one that shows them best."""
    for name in ("flower_shop", "plant", "software_house", "hospital", "professional_firm"):
        vc.export(vc.load(ROOT / "examples" / f"{name}.yaml"), PICTURES / f"{name}.svg")
    shop, firm = (
        vc.diagnose(vc.load(ROOT / "examples" / f"{name}.yaml"))
        for name in ("flower_shop", "professional_firm")
    )
    vc.export(vc.timing(vc.load(ROOT / "examples" / "pizza.yaml")), PICTURES / "timing.svg")
    vc.export(vc.structure(shop), PICTURES / "structure.svg")
    sites = sorted((ROOT / "examples").glob("*.yaml"))
    vc.export(vc.portfolio(vc.load(path) for path in sites), PICTURES / "portfolio.svg")
    vc.export(firm, PICTURES / "pyramid.svg", "pyramid")
    vc.export(firm, PICTURES / "focus.svg", focus="time_sheets")
    vc.export(firm, PICTURES / "folded.svg", collapse="group")
    vc.export(shop, PICTURES / "walk.svg", "walk")
    vc.export(firm, PICTURES / "map.svg", "map")
    vc.export(firm, PICTURES / "matrix.svg", "matrix")
    before, after = (
        vc.load(ROOT / "examples" / f"{name}.yaml") for name in ("flower_shop", "flower_shop_after")
    )
    vc.export(vc.frontier(before), PICTURES / "plan.svg")
    vc.export(vc.compare(before, after), PICTURES / "compared.svg")
    vc.export(vc.compare(before, after), PICTURES / "slope.svg", "slope")
    clinic = ROOT / "examples" / "clinic" / "clinic.xlsx"
    vc.export(
        vc.simulate(vc.read_survey(clinic).apply(vc.read_excel(clinic))), PICTURES / "clinic.svg"
    )
    exports = ROOT / "examples" / "exports"
    works = vc.load(exports / "chain.yaml")
    with tempfile.TemporaryDirectory() as folder:
        mapping = Path(folder) / "map.yaml"
        mapping.write_text(vc.draft_map(exports / "qualtrics.csv", works).text, encoding="utf-8")
        answers = vc.read_survey(exports / "qualtrics.csv", mapping=mapping, chain=works)
    vc.export(vc.aspects(answers.apply(works)), PICTURES / "aspects.svg")


if __name__ == "__main__":
    main()
