"""Find names in an English prompt that no word list knows: a Pikachu, an iPhone 17, a Ferrari."""

import re

from studio.preview import casting, lexicon, nouns, titles

# "a Ferrari", "the old Ferrari": an article, up to two plain words, and a name that ends the phrase.
NAMED = re.compile(
    r"\b(?i:an?|the|two|three|four|five|his|her|their|my|some)\s+(?:[a-z][\w'’-]*\s+){0,2}"
    r"(?P<name>(?:[A-Z][\w'’-]*|[a-z]+[A-Z]\w*)(?:\s+(?:[A-Z][\w'’-]*|\d+))*)"
    r"(?=\s*(?:[.,;:!?)]|$)|\s+(?:in|on|at|with|and|or|by|from|over|under|near|beside|through|into|across|along"
    r"|down|up|behind|before|after|against|around|is|are|that|who|of|for|to|as|while|during"
    r"|[a-z]+(?:s|ing|ed))\b)"
)
SHOUTED = 0.6  # from this part of capitals on, they say nothing
STYLE = re.compile(r"\b(?:style|shot|filmed|manner|look|aesthetic|vibes?)\b[^.,;]*$", re.IGNORECASE)


def find_strangers(prompt: str) -> list[str]:
    """Return the names as they are written. Names of a style, a camera or a place that is drawn are none."""
    text = titles.blank_quotes(prompt)
    letters = [letter for letter in text if letter.isalpha()]
    if sum(letter.isupper() for letter in letters) > SHOUTED * len(letters):
        return []
    return [match["name"] for match in NAMED.finditer(text) if _is_stranger(match, text)]


def _is_stranger(match: re.Match[str], text: str) -> bool:
    before = text[: match.start("name")].lower()
    if casting.is_denied(before) or STYLE.search(before):
        return False
    words = re.findall(r"[\w'’-]+", match["name"].lower())
    known = {
        word for names in (*lexicon.SCENES.values(), *lexicon.SUBJECTS.values()) for word in names.split()
    }
    return not any(nouns.is_thing(word) or word in known for word in words)
