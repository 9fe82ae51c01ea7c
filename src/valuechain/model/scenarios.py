"""What if? A scenario: services whose own quality is set, for the sake of the question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from valuechain.model.score import Score, as_percentage
from valuechain.problems import ModelError, Problem, nearest, quoted

Setting: TypeAlias = float | Literal["target", "reachable", "failed"]
"""Own quality, 0..1.

``target``: at least what the service aims at; ``reachable``: at least what a well-run provider
reaches; ``failed``: nothing.
"""
WORDS = ("target", "reachable", "failed")

_MEANT = "write 90% or 4.5/5, target, reachable or failed"


@dataclass(frozen=True, slots=True)
class Scenario:
    """A name, and what is set: pairs of a service id and its setting, sorted by id.

    >>> print(Scenario("new order form", (("clerk->designer", 0.9),)))
    new order form: clerk->designer 90%
    """

    name: str
    settings: tuple[tuple[str, Setting], ...]

    def __post_init__(self) -> None:
        if _pairs(self.settings):  # else what is wrong with them is said with all else
            object.__setattr__(
                self, "settings", tuple(sorted(self.settings, key=lambda pair: str(pair[0])))
            )

    def __str__(self) -> str:
        named = f"{self.name}: " if self.name else ""
        settings = (f"{service} {setting_text(setting)}" for service, setting in self.settings)
        return named + ", ".join(settings)

    @property
    def by_service(self) -> Mapping[str, Setting]:
        """The settings by service id."""
        return MappingProxyType(dict(self.settings))


def _pairs(settings: object) -> bool:
    return isinstance(settings, tuple) and all(
        isinstance(pair, tuple) and len(pair) == 2 for pair in settings
    )


def setting_text(setting: Setting) -> str:
    """A setting as a file has it.

    >>> setting_text(0.9), setting_text("failed")
    ('90%', 'failed')
    """
    return setting if isinstance(setting, str) else as_percentage(setting)


def setting_of(value: Any) -> Setting:
    """The setting that a number or a text means.

    Raises:
        ModelError: it means none; the problem's hint says what would.

    >>> setting_of("90%"), setting_of("4.5/5"), setting_of("failed"), setting_of(1)
    (0.9, 0.875, 'failed', 1.0)
    """
    if isinstance(value, float) and 0.0 <= value <= 1.0:
        return float(value)
    if isinstance(value, str):
        return value if value in WORDS else _aim(value)  # type: ignore[return-value]  # one of the words
    flag = isinstance(value, bool) or getattr(getattr(value, "dtype", None), "kind", "") == "b"
    if flag:
        raise ModelError([Problem(f"a quality of {value!r}", "it is a fraction from 0 to 1")])
    return Score.of(value).value


def _aim(text: str) -> float:
    try:
        score = Score.parse(text)
    except ModelError as error:
        fault = error.problems[0]
        words = not text.strip() or text.isalpha()
        hint = nearest(text, WORDS) or _MEANT if words else fault.hint
        raise ModelError(
            [Problem(fault.message.replace("is not a score", "is no quality"), hint)]
        ) from None
    if score.responses is not None:
        raise ModelError(
            [
                Problem(
                    f"{quoted(text)} is a score that was asked",
                    "write the quality to be reached, such as 90% or 4.5/5",
                )
            ]
        )
    return score.value


def by_name(scenarios: Mapping[str, Scenario] | Iterable[Scenario]) -> Mapping[str, Scenario]:
    """Scenarios as a read-only mapping."""
    listed = scenarios.values() if isinstance(scenarios, Mapping) else scenarios
    return MappingProxyType({scenario.name: scenario for scenario in listed})
