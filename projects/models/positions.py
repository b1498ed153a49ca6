"""Places in an order that never has to be numbered anew: there is always one more between two of them.

A place is a string, read as the digits of a fraction; places sort as strings do.
"""

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
MIDDLE = "i"


def between(before: str = "", after: str = "") -> str:
    """A place after `before` and before `after`; empty means the beginning or the end of all."""
    if not before and not after:
        return MIDDLE
    if not after:
        return following(before)
    if not before:
        return leading(after)
    return amid(before, after)


def following(before: str) -> str:
    """One step on, so that many clips appended one after the other keep short places."""
    step = DIGITS.index(before[0]) + 1
    return DIGITS[step] if step < len(DIGITS) else before[0] + following(before[1:] or "0")


def leading(after: str) -> str:
    step = DIGITS.index(after[0]) - 1
    if step > 0:
        return DIGITS[step]
    return "0" + (leading(after[1:]) if step < 0 else MIDDLE)


def amid(before: str, after: str) -> str:
    """The middle of two; `before` sorts before `after`, and neither ends in 0."""
    same = shared(before, after)
    if same:
        return after[:same] + amid(before[same:], after[same:])
    low = DIGITS.index(before[0]) if before else 0
    high = DIGITS.index(after[0]) if after else len(DIGITS)
    if high - low > 1:
        return DIGITS[(low + high) // 2]
    if len(after) > 1:
        return after[0]
    return DIGITS[low] + amid(before[1:], "")


def shared(before: str, after: str) -> int:
    """How many digits both begin with; a fraction goes on with zeros."""
    count = 0
    while count < len(after) and (before[count] if count < len(before) else "0") == after[count]:
        count += 1
    return count
