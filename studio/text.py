"""Text from anywhere, as files and databases can hold it."""

import re

# What XML 1.0 forbids, and the control characters that it discourages. Tabs and line breaks stay.
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")


def drop_control_characters(text: str) -> str:
    return CONTROL_CHARACTERS.sub("", text)
