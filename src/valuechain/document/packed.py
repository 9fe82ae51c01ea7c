"""Files that are packed files: the same bytes for the same content, whenever they are made."""

from __future__ import annotations

import io
import re
import zipfile

_DATE = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_WHEN = (1980, 1, 1, 0, 0, 0)
"""When every file within says that it was made."""


def undated(packed: bytes) -> bytes:
    """A packed file, and the workbooks within it, as if all had been made at one time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as made, zipfile.ZipFile(out, "w") as kept:
        for name in made.namelist():
            data = made.read(name)
            if name.endswith(".xlsx"):
                data = undated(data)
            if name == "docProps/core.xml":
                data = _DATE.sub(b"1980-01-01T00:00:00Z", data)
            kept.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
