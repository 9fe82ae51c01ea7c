"""What every answer about a diagnosed chain has of its diagnosis."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from valuechain.questions.diagnosis import Diagnosis


class OfDiagnosis:
    """An answer that keeps the diagnosis it is about."""

    if TYPE_CHECKING:  # each declares it as its first field
        diagnosis: Diagnosis

    @property
    def title(self) -> str:
        """The chain's."""
        return self.diagnosis.title
