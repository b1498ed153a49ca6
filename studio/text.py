"""Text from anywhere, as files, their names and databases can hold it."""

import re
import unicodedata
from typing import Any

# What XML 1.0 forbids, and the control characters that it discourages. Tabs and line breaks stay.
CONTROL_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# Windows makes no file with these names, whatever follows the first dot.
RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?= *(?:\.|$))", re.IGNORECASE)
REFUSED = re.compile(r'[<>:"/\\|?*]+')  # by Windows; Linux refuses the slash only
NAME_BYTES = 200  # a disk takes 255, with the suffix
ACCENTS = re.compile("[\u0300-\u036f]")
# Letters that Unicode takes for letters of their own, and signs that people type in several ways.
PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
    | dict.fromkeys("‘’‚‛′`´ʼ", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
)
JOINER, SKIN_TONES = "\u200d", range(0x1F3FB, 0x1F400)


def drop_control_characters(text: str) -> str:
    return CONTROL_CHARACTERS.sub("", text)


def drop_controls_within(value: Any) -> Any:
    """Return a JSON value without the control characters in its texts."""
    if isinstance(value, str):
        return drop_control_characters(value)
    if isinstance(value, list):
        return [drop_controls_within(part) for part in value]
    if isinstance(value, dict):
        return {drop_controls_within(name): drop_controls_within(part) for name, part in value.items()}
    return value


def fold(text: str) -> str:
    """Return the text as searches compare it: without case, accents and typographic signs.

    Marks that are letters in their script, such as those of Hindi or kana, stay.
    """
    one_case = unicodedata.normalize("NFKD", text.translate(PLAIN)).casefold()
    plain = ACCENTS.sub("", unicodedata.normalize("NFKD", one_case)).translate(PLAIN)
    return one_line(unicodedata.normalize("NFC", plain))


def one_line(text: str) -> str:
    """Return the text without line breaks, and with single spaces between its words."""
    return " ".join(text.split())


def make_initials(name: str) -> str:
    """Return the first letters or digits of the first two words: "IK" for "Ines (Kamera)"; else one sign."""
    firsts = [sign for word in name.split() if (sign := next(filter(str.isalnum, word), ""))]
    return "".join(firsts[:2]).upper() or name.strip()[:1]


def make_file_name(text: str, otherwise: str) -> str:
    """Return the text as a file name without suffix that Linux, macOS and Windows can make."""
    plain = one_line(REFUSED.sub(" ", drop_control_characters(text)))
    return avoid_reserved(shorten(plain.strip(" ."), NAME_BYTES).strip(" .")) or otherwise


def avoid_reserved(name: str) -> str:
    """Return the name, with "_" behind a word that Windows keeps for devices: "CON_"."""
    return RESERVED.sub(r"\1_", name, count=1) if RESERVED.match(name) else name


def shorten(text: str, most_bytes: int) -> str:
    """Return as many characters as fit into so many bytes of UTF-8, never a part of one that is composed."""
    kept = text.encode()[:most_bytes].decode(errors="ignore")
    while 0 < len(kept) < len(text) and _belongs_together(kept[-1], text[len(kept)]):
        kept = kept[:-1]
    return kept


def _belongs_together(before: str, after: str) -> bool:
    is_mark = unicodedata.category(after).startswith("M") or ord(after) in SKIN_TONES
    return is_mark or JOINER in (before, after)
