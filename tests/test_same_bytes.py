"""The same bytes for every hash seed, and the same numbers and pictures for every order of a file.

What is listed in the file's order is brought into one before it is compared: mappings by id, lists of ids.
"""

import os
import random
import subprocess
import sys
import warnings

import pytest

import valuechain as vc
from chains import random_chain, rich_chain, with_actions
from fuzz.targets import QUESTIONS
from helpers.orders import in_one_order, orders
from places import ROOT

SEEDS = range(10)
ORDERS = 4
SCRIPT = """
import hashlib, json, sys, tempfile
from pathlib import Path
sys.path.insert(0, "tests")
import valuechain as vc
from fuzz.targets import QUESTIONS
from helpers.orders import in_one_order, orders

def written(chain, folder):
    for name, ask in QUESTIONS.items():
        if name not in ("what_if", "failed", "dependence"):  # the first services; too few
            yield f"*{name}", in_one_order(ask(chain))
    changed = vc.what_if(chain, {"designer->delivery#1": 0.9})
    for found in (changed, vc.compare(chain, changed)):
        yield f"*{type(found).__name__}", in_one_order(found)
    for name in ("a.svg", "a.png", "a.mmd", "a.dot", "a.graphml"):
        vc.export(chain, folder / name)
        yield f"*{name}", (folder / name).read_bytes()
    for view in ("pyramid", "walk", "map", "matrix"):
        vc.export(chain, folder / "a.svg", view)
        yield f"*{view}", (folder / "a.svg").read_bytes()
    vc.write_report(chain, folder / "a.html")
    yield "page", (folder / "a.html").read_bytes()
    for ask in (vc.diagnose, vc.simulate):
        yield ask.__name__, json.dumps(ask(chain).to_dict()) + ask(chain).details
    yield "file", vc.dumps(chain)

chain = vc.example("flower_shop")
with tempfile.TemporaryDirectory() as folder:
    for order, turned in enumerate([chain, *(other for _, other in orders(chain, 1))]):
        for name, data in written(turned, Path(folder)):
            data = data.encode() if isinstance(data, str) else data
            print(order, name, hashlib.sha256(data).hexdigest())
"""


def told(seed):
    """What was written, by order and name."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=True,
    )
    return [line.split() for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def first():
    """What is written with the first seed."""
    return told(SEEDS[0])


@pytest.mark.parametrize("seed", SEEDS[1:])
def test_every_hash_seed_gives_the_same_bytes(first, seed):
    assert told(seed) == first


def test_every_order_of_a_file_gives_the_same_bytes_where_its_order_is_not_told(first):
    found = [(name, digest) for _, name, digest in first if name.startswith("*")]
    assert len(found) == 26 * (1 + ORDERS)
    assert len(set(found)) == 26


def asked(seed):
    """A chain with parallel services, loops, ties and actions, or with something in every field."""
    rng = random.Random(seed)
    if seed % 2:
        return rich_chain(rng)
    parties, services = rng.randint(4, 12), rng.randint(5, 30)
    return with_actions(rng, random_chain(rng, parties=parties, services=services))


def answer(ask, chain):
    """All numbers of an answer; or that there is none: a refusal names what stands first."""
    try:
        return in_one_order(ask(chain))
    except vc.ValueChainError:
        return "refused"


def questions(chain):
    """Of the same services, whatever stands first."""
    low, high = min(chain.services), max(chain.services)
    changes = {
        "what_if": lambda chain: vc.what_if(chain, {low: "target"}),
        "failed": lambda chain: vc.what_if(chain, {high: "failed"}),
        "compare": lambda chain: vc.compare(chain, vc.what_if(chain, {low: 0.9})),
    }
    return QUESTIONS | changes


@pytest.mark.parametrize("seed", range(10))
def test_equal_chains_have_equal_numbers_to_the_last_digit(seed):
    chain = asked(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, ask in questions(chain).items():
            usual = answer(ask, chain)
            for order, other in orders(chain, seed):
                assert other == chain
                assert answer(ask, other) == usual, (name, order)
