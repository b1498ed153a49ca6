"""Read what people hold, wear and ride: it is drawn with them, not beside them."""

import re
from dataclasses import dataclass
from itertools import zip_longest

from studio.preview import color_words, nouns
from studio.preview.casting import Cast
from studio.preview.nouns import Mention, Noun

HOLDERS = ("person", "creature")
FAR = 60  # letters between somebody and what they hold
# What is drawn, with the nouns for it. The ways of saying that somebody has it are below.
_IN_HAND = """
parasol: parasol
balloon: balloon|red balloon|balloons
lantern: lantern|oil lantern|lamp|paper lantern
torch: torch|flaming torch
candle: candle
book: book|open book
newspaper: newspaper|treasure map|map|letter
flowers: bouquet|flower bed|flower|sunflower|tulip|daisy|dandelion|poppy|lily|bouquet of flowers
rose: rose
baby: baby
guitar: guitar|acoustic guitar|banjo|ukulele|lute
electric: electric guitar
violin: violin|fiddle
cello: cello|double bass
saxophone: saxophone
trumpet: trumpet|trombone|horn
flute: flute|recorder|clarinet
harp: harp
piano: piano|grand piano|keyboard
drums: drum|drum kit|drums
turntable: turntable|turntables
microphone: microphone
sword: sword|broadsword|saber|lightsaber
katana: katana
axe: axe|ax|battle axe
hammer: hammer|war hammer
spear: spear
longbow: bow|longbow|bow and arrow|bow arrow
shield: shield
staff: staff|walking staff|wizard staff
trident: trident
pitchfork: pitchfork
rake: rake
shovel: shovel|spade
broom: broom|broomstick
scythe: scythe
rifle: rifle|gun|shotgun|machine gun
camera: camera|photo camera|video camera
phone: phone|smartphone|mobile phone|cell phone|cellphone
laptop: laptop
briefcase: briefcase
suitcase: suitcase|luggage
bag: bag|shopping bag|shopping bags|tote bag
handbag: handbag|purse
bucket: bucket
basket: basket
wateringcan: watering can
cane: cane|walking stick
cup: cup|coffee|mug|cup of coffee|teacup|tea|hot beverage|coffee cup
glass: glass|wine glass|wine|cocktail|champagne|martini
tray: tray|plate|dish
pan: pan|frying pan
pizza: pizza
cake: cake|birthday cake
gift: gift|present|wrapped gift
teddy: teddy bear|teddy|doll|stuffed animal
box: box|package|parcel
basketball: basketball
football: american football
racket: tennis racket|racket|tennis
bat: baseball bat
golfclub: golf club
hockey: hockey stick
rod: fishing rod|fishing pole
fish: fish
magnifier: magnifying glass
telescope: spyglass
binoculars: binoculars
flag: flag|white flag
placard: sign|placard|banner
wand: wand|magic wand
pumpkin: pumpkin|jack-o-lantern
bread: bread|baguette|baguette bread
pickaxe: pickaxe|pick
wrench: wrench
paintbrush: paintbrush|brush
easel: easel
stroller: baby carriage|pram|baby stroller
cart: shopping cart|cart
"""
_WORN = """
coat: coat|overcoat|winter coat|leather coat
trench: trench coat|trenchcoat
parka: raincoat|parka|anorak|winter jacket
jacket: jacket|leather jacket|blazer
suit: suit|tuxedo|business suit
sweater: sweater|jumper|pullover
hoodie: hoodie
tee: t-shirt|tee
dress: dress|sundress|skirt
gown: gown|ball gown|evening gown|wedding dress
kimono: kimono
robe: robe|robes|bathrobe
labcoat: lab coat
armor: armor|armour
spacesuit: space suit|spacesuit
cloak: cloak
cape: cape
backpack: backpack|rucksack
scarf: scarf
apron: apron
glasses: glasses
sunglasses: sunglasses
brim: hat|fedora
cap: cap|baseball cap
beanie: beanie|woolly hat
tophat: top hat
cowboyhat: cowboy hat
sunhat: sun hat|straw hat|woman's hat
santahat: santa hat
crown: crown
helmet: helmet|military helmet
hood: hood
beret: beret
turban: turban
facemask: mask|medical mask
headphones: headphones|headphone
bridalveil: veil
beard: beard
longbeard: long beard
"""
_RIDDEN = """
horse: horse|stallion|mare|white horse
bicycle: bicycle|bike
motorcycle: motorcycle|motorbike
skateboard: skateboard
snowboard: snowboard
surfboard: surfboard
skis: skis|ski
rowboat: rowboat|boat|rowing boat|canoe|kayak|dinghy
broom: broom|broomstick
wheelchair: wheelchair
"""
_MOUNTS = """
unicorn: unicorn
pegasus: pegasus
camel: camel
elephant: elephant
donkey: donkey|mule
zebra: zebra
reindeer: reindeer
wolf: wolf
dragon: dragon
"""
_SEAT = """
bench: bench|park bench
chair: chair|wooden chair|rocking chair|stool
sofa: sofa|couch
armchair: armchair
throne: throne
bed: bed|hospital bed
"""
_OVER = "umbrella: umbrella"
HOLDING = (
    r"hold\w*|carr(?:y|ies|ying)|wield\w*|rais\w*|read\w*|us(?:e|es|ing)|drink\w*|sip\w*|clutch\w*|wav\w+"
)
HOLDING += r"|sell\w*|sold|offer\w*|releas\w*|swing\w*|grip\w*|push\w*|play\w*|eat\w*|draw\w*"
HOLDING += r"|bring\w*|lift\w*|practi\w+|brandish\w*|pull\w*"
# What a place may have as well: a man in a room with a piano has none.
FIXED = re.compile(
    "piano|drums|turntable|harp|easel|candle|lantern|torch|flowers|rose|pumpkin|cart|flag|placard|fish|book"
    "|telescope|box|baby"
)
WAYS = {
    "hand": (_IN_HAND, rf"{HOLDING}|with"),
    "worn": (_WORN, r"in|wear\w*|dressed in|don\w*|with|under"),
    "ride": (_RIDDEN, r"rid\w+|rode|pedal\w*|cycl\w+|row\w*|paddl\w*|steer\w*|on|in"),
    "mount": (_MOUNTS, r"rid\w+|rode|astride|back of|on"),
    "seat": (_SEAT, r"sit\w*|sat|seated|sleep\w*|slept|asleep|lies|lying|lay|rest\w*|relax\w*|nap\w*|on|in"),
    "over": (_OVER, rf"{HOLDING}|with|under|beneath|share\w*"),
}


@dataclass(frozen=True)
class Held:
    """name: of what is drawn, "" if another one shows it. hue: "#rrggbb" if the prompt names its color.
    word: as the prompt names it. few: what a partner has, who is drawn with them."""

    name: str
    hue: str
    word: str
    few: "tuple[Held, ...]" = ()


def _read(way: str) -> dict[str, str]:
    pairs = (line.split(": ") for line in WAYS[way][0].strip().splitlines())
    return {word: name for name, words in pairs for word in words.split("|")}


NAMES = {way: _read(way) for way in WAYS}


def take(cast: Cast, words: str) -> tuple[Cast, dict[int, tuple[Held, ...]]]:
    """Return the cast without what somebody has, and what each one has, by the start of their mention."""
    held: dict[int, tuple[Held, ...]] = {}
    taken: set[int] = set()
    ends: set[int] = set()
    holder: Mention | None = None
    until = 0
    mentions = sorted((*cast.subjects, *cast.left_out), key=lambda mention: mention.start)
    for mention, follows in zip_longest(mentions, mentions[1:]):
        if mention.noun.category in HOLDERS and not (
            holder and _is_carried(mention, words[until : mention.start])
        ):
            holder, until = mention, mention.end
            continue
        name = _find_held(mention, words[until : mention.start], is_next=until in ends) if holder else ""
        if not holder or not name:
            holder = None if mention in cast.subjects else holder
            continue
        after = words[mention.end : follows.start if follows else len(words)]
        hue = color_words.find_hue(mention.word, words[until : mention.start], after)
        one = Held(name, hue, nouns.find_name(mention.word, mention.noun))
        held[holder.start] = (*held.get(holder.start, ()), one)
        until = mention.end
        taken.add(mention.start)
        ends.add(until)
    rest = (tuple(one for one in few if one.start not in taken) for few in (cast.subjects, cast.left_out))
    return Cast(*rest), held


def find_rider(noun: Noun) -> Noun:
    """Return who is seen on a bicycle or a motorcycle that moves, or the noun itself: none goes alone."""
    return nouns.load_names()[RIDERS[noun.name]] if noun.name in RIDERS else noun


RIDERS = {"motorcycle": "motorcyclist", "bicycle": "cyclist"}


def mount(held: tuple[Held, ...], noun: Noun, verb: str) -> tuple[Held, ...]:
    """Return what somebody has, and a horse if they ride and nothing is said that they ride on."""
    rides = verb.startswith(("rid", "gallop")) and noun.name in HORSEMEN
    return (Held("horse", "", "horse"),) if rides and not held else held


HORSEMEN = (
    "cowboy",
    "cowgirl",
    "knight",
    "soldier",
    "king",
    "queen",
    "prince",
    "princess",
    "warrior",
    "viking",
)


def _is_carried(mention: Mention, between: str) -> bool:
    return (
        mention.noun.name in NAMES["hand"] and len(between) < FAR and _says(between, rf"{HOLDING}|cradl\w*")
    )


def _find_held(mention: Mention, between: str, *, is_next: bool) -> str:
    """Return what is drawn for a thing that the words say somebody has, or "". is_next: after another one."""
    if len(between) > FAR or re.search(r"[.;:!?]", between):
        return ""
    singular = nouns.find_name(mention.word, mention.noun)
    for way, (_, verbs) in WAYS.items():
        name = next((NAMES[way][one] for one in (singular, mention.noun.name) if one in NAMES[way]), "")
        is_portable = way == "over" or (way == "hand" and not FIXED.fullmatch(name))
        is_said = (
            FOREIGN[way].fullmatch(between)
            if mention.is_foreign
            else _says(between, verbs, is_portable=is_portable)
        )
        if name and (is_said or (is_next and NEXT.fullmatch(between))):
            return name
    return ""


WITH = r"mit|avec|con|com|met|med|z|ze|с|со|з|із|à la|im|in|en|em|na|på|w|в|у"
FOREIGN = {way: re.compile(rf"\s*(?:{WITH})(?: \w+){{0,3}}\s*") for way in WAYS}
FOREIGN["ride"] = re.compile(r"(?: ?\w+){0,4}\s*")
NEXT = re.compile(r"\s*(?:,|and|, and|with)(?: [\w'-]+){0,4}\s*")
ELSEWHERE = re.compile(r"\b(?:in|at|through|on|by|across|over|into|near|along|of|from)\b.*\bwith\b")


def _says(between: str, verbs: str, *, is_portable: bool = False) -> bool:
    """Return whether the words say it. is_portable: it belongs to somebody also where a place has it."""
    said = re.fullmatch(rf"(?:.*\b)?(?:{verbs})(?: [\w'-]+){{0,4}}\s*", between)
    return bool(said) and (is_portable or not ELSEWHERE.search(between))
