"""Positions for ordered rows that never need renumbering: there is always one between any two.

A position is a string of a fraction's digits. Positions sort as strings.
"""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MIDDLE = "i"


def between(before: str = "", after: str = "") -> str:
    """Return a position after `before` and before `after`; empty means the beginning or the end."""
    if not before and not after:
        return MIDDLE
    if not after:
        return following(before)
    if not before:
        return preceding(after)
    return midpoint(before, after)


def following(before: str) -> str:
    """Return the next position, one step later, so that many appended shots keep short positions."""
    step = DIGITS.index(before[0]) + 1
    return DIGITS[step] if step < len(DIGITS) else before[0] + following(before[1:] or "0")


def preceding(after: str) -> str:
    step = DIGITS.index(after[0]) - 1
    if step > 0:
        return DIGITS[step]
    return "0" + (preceding(after[1:]) if step < 0 else MIDDLE)


def midpoint(before: str, after: str) -> str:
    """Return the middle of two positions; `before` sorts before `after`, and neither ends in 0."""
    same = count_shared_digits(before, after)
    if same:
        return after[:same] + midpoint(before[same:], after[same:])
    low = DIGITS.index(before[0]) if before else 0
    high = DIGITS.index(after[0]) if after else len(DIGITS)
    if high - low > 1:
        return DIGITS[(low + high) // 2]
    if len(after) > 1:
        return after[0]
    return DIGITS[low] + midpoint(before[1:], "")


def count_shared_digits(before: str, after: str) -> int:
    """Return how many digits both begin with; a fraction continues with zeros."""
    count = 0
    while count < len(after) and (before[count] if count < len(before) else "0") == after[count]:
        count += 1
    return count
