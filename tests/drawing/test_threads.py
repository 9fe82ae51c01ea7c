"""Several threads draw and write at once: the same bytes as one, and a user's settings stay."""

from concurrent.futures import ThreadPoolExecutor

import matplotlib as mpl
import pytest

import valuechain as vc
from places import ROOT


@pytest.fixture(scope="module")
def subjects():
    names = ("flower_shop", "flower_shop_after", "plant")
    return [vc.diagnose(vc.load(ROOT / "examples" / f"{name}.yaml")) for name in names]


def test_pictures_from_several_threads(subjects, tmp_path):
    kinds = [
        (subject, view, end)
        for subject in subjects
        for view in ("chain", "walk")
        for end in ("svg", "png")
    ]

    def written(number, folder):
        subject, view, end = kinds[number % len(kinds)]
        path = folder / f"{number}.{end}"
        vc.export(subject, path, view)
        return path.read_bytes()

    (tmp_path / "one").mkdir()
    (tmp_path / "many").mkdir()
    before = dict(mpl.rcParams)
    alone = [written(number, tmp_path / "one") for number in range(len(kinds))]
    with ThreadPoolExecutor(3) as pool:
        found = list(
            pool.map(lambda number: written(number, tmp_path / "many"), range(2 * len(kinds)))
        )
    assert found == alone * 2
    assert dict(mpl.rcParams) == before
