"""The machine: knows vendors, bytes and pixels. Knows no users and has no tables."""

import re
from pathlib import Path

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"
# No tomllib: bootstrap.py must get as far as its sentence on a Python that is too old.
[VERSION] = re.findall(r'^version = "(.+)"$', PYPROJECT.read_text(), re.MULTILINE)
