"""Read on what people and animals stand or sit that is no subject: a pier, a wall, a fence, a roof."""

import re

LEDGE = "ledge"  # the base of who sits on one of these, so that their legs hang down
WORDS = {
    "ship": r"decks? of (?:(?:a|an|the|his|her|their) )?(?:[\w-]+ )?"
    r"(?:ship|boat|yacht|ferry|sailboat|vessel|galleon)|(?:ship|boat|yacht|ferry)(?:'s)? deck",
    "pier": r"piers?|jett(?:y|ies)|docks?|wharf|board ?walks?|landing stage"
    r"|(?:wooden|rope|hanging|suspension|foot) ?bridges?",
    "quay": r"quays?|sea ?wall|breakwater|embankment|harbou?r wall",
    "bridge": r"bridges?",
    "deck": r"decks?|porch|veranda",
    "roof": r"(?:steel|iron|construction|metal) (?:beams?|girders?)|girders?"
    r"|scaffold\w*|roofs?|rooftop edge|ledges?|parapets?|buildings?|skyscrapers?",
    "wall": r"walls?",
    "fence": r"fences?|railings?",
}
ON = re.compile(
    r"\b(?:(?:on|onto|off|from|along|down|over|across|crosses|crossing)(?: top of)?"
    r"|(?:at|to|by|over|near) the (?:end|edge) of)"
    r" (?:(?:a|an|the|his|her|their|our|some) )?(?:(?:end|edge|top|side) of (?:a|an|the) )?(?:[\w-]+ ){0,2}?"
    r"(?:" + "|".join(f"(?P<{name}>{words})" for name, words in WORDS.items()) + r")\b(?! street)"
)
VERTICAL = re.compile(
    r"\b(?:climb|scal|paint|hang|hung|lean|poster|graffiti|picture|shadow|clock|cards?|great wall"
    r"|spider|lizard|gecko|fly|house on)\w*"
)
NEEDS_ACT = re.compile(
    r"\b(?:sit|sat|stand|stood|walk|balanc|sleep|lie|lying|rest|perch|jump|crouch|run"
    r"|lounge|nap|wait|crow|sing"
    r"|hid|play|read|eat|talk|watch|look)\w*"
)


def find_ledge(words: str) -> str:
    """Return on what somebody is, or ""."""
    match = ON.search(words)
    name = match.lastgroup if match else None
    if match is None or name is None or VERTICAL.search(words):
        return ""
    is_beside = name in NARROW and not match[0].startswith(("on", "off", "at", "to"))
    if is_beside and not BALANCING.search(words[: match.start()]):
        return ""
    is_clear = name in ("pier", "quay", "bridge", "ship") or NEEDS_ACT.search(words[: match.start()])
    return name if is_clear else ""


NARROW = ("wall", "fence", "roof")  # beside which people and dogs walk
BALANCING = re.compile(r"\b(?:cats?|kittens?|squirrels?|balanc\w*|crows?|birds?|acrobat)\b")
