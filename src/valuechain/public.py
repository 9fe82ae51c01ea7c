"""The public names, loaded together when the first of them is used: `import valuechain` itself costs nothing."""

import valuechain.drawing.notebook
import valuechain.reports  # noqa: F401  both teach the values to show themselves
from valuechain.analysis.diagnosis import Diagnosis, PrecisionWarning, diagnose
from valuechain.analysis.explanation import Explanation
from valuechain.analysis.service import ServiceDiagnosis
from valuechain.files.reader import load, loads
from valuechain.files.writer import dump, dumps
from valuechain.model.chain import ValueChain
from valuechain.model.parts import Party, Service
from valuechain.model.problems import (
    ArgumentError,
    FormatError,
    MissingExtraError,
    ModelError,
    Problem,
    UnknownNameError,
    ValueChainError,
)
from valuechain.model.score import Score

__all__ = [
    "ArgumentError",
    "Diagnosis",
    "Explanation",
    "FormatError",
    "MissingExtraError",
    "ModelError",
    "Party",
    "PrecisionWarning",
    "Problem",
    "Score",
    "Service",
    "ServiceDiagnosis",
    "UnknownNameError",
    "ValueChain",
    "ValueChainError",
    "diagnose",
    "dump",
    "dumps",
    "load",
    "loads",
]
