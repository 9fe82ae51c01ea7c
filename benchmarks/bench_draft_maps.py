"""Are drafted maps right? Exports of six tools about eight chains, worded as people do."""

from __future__ import annotations

import importlib.util
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import valuechain as vc
from valuechain.files.draft_columns import Guess

ROOT = Path(__file__).parent.parent
EXPORTS = 20
CHAINS = ("exports/chain", "hospital", "plant", "professional_firm", "software_house")
ASPECTS = ("Responsiveness", "Communication", "Friendliness", "Quality", "Reliability", "Speed")
SENTENCES = ("{} responds quickly.", "The people of {} are friendly.", "I can rely on {}.")
NEITHER = "Neither satisfied nor dissatisfied"
LABELS = ("Very dissatisfied", "Dissatisfied", NEITHER, "Satisfied", "Very satisfied")
AGREE = (
    "Strongly disagree",
    "Disagree",
    "Neither agree nor disagree",
    "Agree",
    "Strongly agree",
)
SCALES = (LABELS, AGREE, tuple("12345"), tuple("1234567"), tuple(map(str, range(11))))
TEAM = (
    "Which department do you work in?",
    "Your team",
    "Please select your department.",
    "Where do you work?",
)
DECOYS = (
    "How satisfied are you with your own workplace?",
    "How easy was it to answer these questions?",
    "How likely are you to recommend us as an employer?",
    "How satisfied are you with the car park?",
    "I know what is expected of me.",
)
"""Questions about nobody in the chain."""
SUFFIXES = ("", "", " team", " department", "")


@dataclass(frozen=True)
class Truth:
    """What a column asks, ``""`` for nobody; an aspect of ``None`` is not judged."""

    provider: str
    delivers: str
    aspect: str | None


def tools() -> ModuleType:
    """The writers of the examples."""
    spec = importlib.util.spec_from_file_location("make", ROOT / "examples" / "exports" / "make.py")
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules["make"] = found
    spec.loader.exec_module(found)
    return found


def spoken(rng: random.Random, name: str) -> str:
    """A party as people call it: without brackets, perhaps with an article, in small letters."""
    short = name.split(" (", maxsplit=1)[0].strip()
    if rng.random() < 0.15:
        short = short.casefold()
    if rng.random() < 0.06 and len(short) > 6:  # a slip of the keyboard
        at = rng.randrange(2, len(short) - 2)
        short = short[:at] + short[at + 1] + short[at] + short[at + 2 :]
    article = "the " if rng.random() < 0.6 else ""
    return f"{article}{short}{rng.choice(SUFFIXES)}"


def questions(
    rng: random.Random, chain: vc.ValueChain, providers: list[str], asked: list[str]
) -> Iterator[tuple[tuple[str, str], Truth]]:
    """Questions about these providers in one way of wording, with what each means."""
    way = rng.choice((_matrix, _teams, _single, _delivered, _sentences, _overall))
    aspects = rng.sample(ASPECTS, rng.randint(2, 3))
    pairs = Counter((service.provider, service.customer) for service in chain.services.values())
    for provider in providers:
        name = spoken(rng, chain.parties[provider].name)
        delivered = [
            service.delivers
            for service in chain.services.values()
            if service.provider == provider and service.customer in asked
        ]
        needed = any(pairs[provider, team] > 1 for team in asked)
        for what in dict.fromkeys(delivered) if needed else [""]:
            named = f"{name} ({what})" if what else name
            for text, aspect in way(named, aspects, what or delivered[0]):
                yield text, Truth(provider, what, aspect)


Worded = Iterator[tuple[tuple[str, str], str | None]]


def _matrix(name: str, aspects: list[str], what: str) -> Worded:
    del what
    for aspect in aspects:
        yield (f"How satisfied are you with {name}?", aspect), aspect


def _teams(name: str, aspects: list[str], what: str) -> Worded:
    del aspects, what
    yield ("How satisfied are you with the following teams?", name), ""


def _single(name: str, aspects: list[str], what: str) -> Worded:
    del what
    for aspect in aspects:
        text = f"How satisfied are you with the {aspect.casefold()} of {name}?"
        yield (text, ""), aspect


def _delivered(name: str, aspects: list[str], what: str) -> Worded:
    del aspects
    yield (f"How would you rate the {what} that you receive from {name}?", ""), None


def _sentences(name: str, aspects: list[str], what: str) -> Worded:
    del aspects, what
    for sentence in SENTENCES:
        yield (sentence.format(name), ""), None


def _overall(name: str, aspects: list[str], what: str) -> Worded:
    del aspects, what
    yield (f"Overall, how satisfied are you with {name}?", ""), ""


def is_right(guess: Guess, truth: Truth) -> bool:
    """Whether a guess says what the column means."""
    says = guess.says
    if not truth.provider:
        return guess.use == "left_out"
    if guess.use != "question" or says["provider"] != truth.provider:
        return False
    if truth.delivers and says.get("delivers", "") != truth.delivers:
        return False
    return truth.aspect is None or says.get("aspect", "").casefold() == truth.aspect.casefold()


def judged(seed: int, *, show: bool) -> Counter[tuple[str, bool]]:
    """The guesses of one export: how sure, and whether right."""
    rng = random.Random(seed)
    make = tools()
    chain = vc.load(ROOT / "examples" / f"{CHAINS[seed % len(CHAINS)]}.yaml")
    served = Counter(service.customer for service in chain.services.values())
    inside = [team for team, _ in served.most_common() if chain.parties[team].kind == "team"]
    asked = rng.sample(inside[:6], 2)
    providers = dict.fromkeys(
        service.provider for service in chain.services.values() if service.customer in asked
    )
    wanted = list(questions(rng, chain, list(providers)[:8], asked))
    decoys = rng.sample(DECOYS, rng.randint(0, 2))
    wanted += [((text, ""), Truth("", "", None)) for text in decoys]
    marks = rng.choice(SCALES)
    people = [
        (
            chain.parties[rng.choice(asked)].name,
            [rng.choice([*marks, *marks, "", "N/A"]) for _ in wanted],
            rng.choice(["", "", "Fine so far.", f"Remark {at}"]),
        )
        for at in range(rng.randint(25, 60))
    ]
    name, (ending, write) = list(make.TOOLS.items())[seed % len(make.TOOLS)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}{ending}"
        write(path, make.Answered(rng.choice(TEAM), [text for text, _ in wanted], people))
        guesses = vc.draft_map(path, chain).guesses
    start = next(at for at, guess in enumerate(guesses) if guess.use == "team") + 1
    found: Counter[tuple[str, bool]] = Counter()
    for at, guess in enumerate(guesses):
        inside_questions = 0 <= at - start < len(wanted)
        if inside_questions:
            right = is_right(guess, wanted[at - start][1])
        else:
            right = guess.use != "question"
        found[guess.sure, right] += 1
        if show and not right:
            print(f"    {name}: {guess.column.name[:70]!r}: {guess.says} {guess.sure}")
            print(f"        {wanted[at - start][1] if inside_questions else ''}")
    return found


def main() -> None:
    first = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print(f"{EXPORTS} exports of six tools, aim: 90 % of columns right, 0 sure but wrong")
    found: Counter[tuple[str, bool]] = Counter()
    for seed in range(first, first + EXPORTS):
        found += judged(seed, show="-v" in sys.argv)
    total = found.total()
    right = sum(count for (_, good), count in found.items() if good)
    print(f"  {100 * right / total:.1f} % of {total} columns right")
    for sure in ("sure", "likely", "unsure: please check", "fill in"):
        print(f"  {sure:22} right {found[sure, True]:4}, wrong {found[sure, False]:4}")


if __name__ == "__main__":
    main()
