"""Write tables for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Sequence

UTF8_MARK = "\ufeff"  # without it, Excel reads "ü" as "Ã¼"
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(rows: Iterable[Sequence[object]]) -> str:
    """Return the rows as CSV. No text in them runs as a formula."""
    file = io.StringIO()
    csv.writer(file).writerows([escape(str(cell)) for cell in row] for row in rows)
    return UTF8_MARK + file.getvalue()


def escape(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text
