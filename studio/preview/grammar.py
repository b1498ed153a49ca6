"""List the words that say how many, where, what they do and how it is filmed. Other words change nothing."""

import re

from studio.preview import place_words


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS = _words(
    "a an the this that these those his her its their my our your one another each every some"
)
NUMBERS = {"one": 1, "single": 1, "lone": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
NUMBERS |= {"eight": 8, "nine": 9, "ten": 9, "eleven": 9, "twelve": 9, "dozen": 9, "dozens": 9, "hundred": 9}
NUMBERS |= dict.fromkeys(_words("hundreds horde audience thousand thousands countless field fields"), 9)
NUMBERS |= dict.fromkeys(_words("many garden procession stream"), 7)
NUMBERS |= {"convoy": 5, "troop": 5, "pile": 5, "several": 4, "litter": 4, "stack": 4, "few": 3}
NUMBERS |= {"some": 3, "both": 2, "pair": 2, "couple": 2, "duo": 2, "twin": 2, "trio": 3, "multiple": 4}
NUMBERS |= {"numerous": 7, "group": 5, "team": 5, "family": 4, "band": 4, "line": 5, "row": 5, "gang": 5}
NUMBERS |= {"herd": 7, "flock": 7, "pack": 5, "school": 7, "swarm": 9, "crowd": 9, "sea": 9, "army": 9}
NUMBERS |= {
    "fleet": 5,
    "formation": 3,
    "squadron": 5,
    "bunch": 4,
    "cluster": 5,
    "caravan": 5,
    "colony": 7,
    "pod": 4,
    "pride": 4,
    "parade": 7,
}
NUMBERS |= {"zwei": 2, "drei": 3, "deux": 2, "trois": 3, "dos": 2, "tres": 3, "due": 2, "tre": 3, "dois": 2}
NUMBERS |= {"duas": 2, "três": 3, "twee": 2, "drie": 3, "dwa": 2, "trzy": 3, "два": 2, "две": 2, "три": 3}
GROUPS = _words(
    "horde pair couple duo trio group team family band line row gang herd flock pack school swarm crowd sea "
    "army fleet bunch cluster caravan colony pod pride parade procession convoy troop litter stream stack "
    "field fields garden pile dozen dozens hundreds thousands lot lots"
)
SEVERAL, MOST = 3, 9  # a plural without a number; as many as are staged at once

VERBS = {
    "walk": "walk stroll wander hike march stride tiptoe trek enter exit cross approach crawl step pass creep"
    " stalk prowl limp",
    "run": "run gallop sprint jog race chase flee trot dash rush hurry charge bolt",
    "fly": "fly levitate soar hover glide flutter flap circle swoop",
    "swim": "swim dive drift float surf paddle wade",
    "drive": "drive ride speed overtake roll cycle pedal skate ski cruise thunder rumble chug zoom whiz blast"
    " barrel hurtle plow travel journey",
    "sail": "sail row",
    "dance": "dance twirl spin waltz whirl pirouette",
    "jump": "jump leap hop bounce skip breach lunge",
    "fall": "fall drop tumble plunge collapse",
    "rise": "rise lift launch ascend erupt",
    "open": "open unfold bloom blossom",
    "meditate": "meditate",
    "sit": "sit perch crouch kneel squat",
    "sleep": "sleep nap doze lie rest",
    "stand": "stand wait pose stare gaze watch lean look",
    "climb": "climb scale",
    "sing": "sing howl",
    "play": "play",
    "fight": "fight box wrestle duel battle attack clash spar",
    "land": "land touchdown alight",
    "eat": "eat drink graze chew nibble munch",
    "cook": "cook bake stir",
    "work": "work read write type paint draw sew",
    "talk": "talk speak chat laugh smile argue kiss hug embrace",
    "wave": "wave greet",
    "turn": "turn rotate revolve",
    "burn": "burn glow flicker",
    "slide": "slide slither toboggan",
    "dig": "dig burrow",
    "pounce": "pounce",
    "stretch": "stretch",
}
IRREGULAR = {
    "run": "ran",
    "fly": "flew",
    "swim": "swam",
    "drive": "drove driven",
    "ride": "rode ridden",
    "fall": "fell fallen",
    "slide": "slid",
    "dig": "dug digging",
    "rise": "rose risen",
    "sit": "sat",
    "sleep": "slept asleep",
    "stand": "stood",
    "sing": "sang sung",
    "eat": "ate eaten",
    "speed": "sped",
    "flee": "fled",
    "lie": "lay",
    "spin": "spun",
    "leap": "leapt",
}
DOUBLED = re.compile(r"(run|swim|jog|sit|spin|hop|trot|drop|nap|skip|step|flap|squat|plan|chat|hug|row)$")
MOVING = frozenset(("walk", "run", "fly", "swim", "drive", "sail", "slide"))
# What these say of two nouns, they say of the second one: a boy flies a kite.
HANDLED = frozenset(("fly", "sail", "open", "drop", "spin", "roll"))
DRIVEN = _words("car truck bus taxi tractor van jeep train tram boat motorboat motorcycle scooter")


def list_forms(verb: str) -> list[str]:
    """Return what an English verb looks like: walk, walks, walking, walked."""
    stem = verb + verb[-1] if DOUBLED.match(verb) and verb != "row" else verb
    if verb.endswith("ie"):
        return [verb, verb + "s", verb[:-2] + "ying", *IRREGULAR.get(verb, verb + "d").split()]
    if verb.endswith("e") and not verb.endswith("ee"):
        return [verb, verb + "s", verb[:-1] + "ing", *IRREGULAR.get(verb, verb + "d").split()]
    if re.search(r"[^aeiou]y$", verb):
        past = IRREGULAR.get(verb, verb[:-1] + "ied")
        return [verb, verb[:-1] + "ies", verb + "ing", *past.split()]
    third = verb + ("es" if re.search(r"(s|x|z|ch|sh|o)$", verb) else "s")
    return [verb, third, stem + "ing", *IRREGULAR.get(verb, stem + "ed").split()]


ACTION_OF = {
    form: action for action, verbs in VERBS.items() for verb in verbs.split() for form in list_forms(verb)
}
BASES = frozenset(ACTION_OF) & frozenset(" ".join(VERBS.values()).split())
ACTION_OF |= {
    "takeoff": "rise",
    "winds": "walk",
    "winding": "walk",
    "motionless": "stand",
    "yoga": "meditate",
    "mid-air": "jump",
    "mid-flight": "fly",
}

# Nouns with a shape that are verbs, too.
VERBS_TOO = _words(
    "watch duck box bat ship train park rock bear light ring plant hang guard swing lock crane slide "
    "spring fan present wave dress drink cook judge guide pitch hook face mask dance fish spy bowl sink "
    "bark saw can pilot coach clown skate surf fire land rake shovel sled shower well open tow knot pick "
    "paint drum hunt model record phone crow snake leave calve milk spray hammer drill brush comb "
    "iron sweep nail dock serve"
)
ALSO_VERBS = frozenset(form for verb in VERBS_TOO for form in list_forms(verb))
ALL_VERBS = ALSO_VERBS | ACTION_OF.keys()

RIGHT = (
    r"left to right|(?:to|toward|towards) the right|from the left|rightwards?"
    r"|(?:heading|facing|looking) right"
)
LEFT = (
    r"right to left|(?:to|toward|towards) the left|from the right|leftwards?|(?:heading|facing|looking) left"
)
NEARER = (
    r"(?:to|toward|towards|at|closer to) (?:the )?(?:camera|viewer|us)\b"
    r"|out of the (?:distance|fog|mist|dark)"
)
PASSING = (
    r"\b(?:past (?:us|the camera)|passes by|(?:enter|exit)s|leav(?:es|ing)|(?:drive|run)s off|out of frame)\b"
)
AWAY = (
    r"away (?:from (?:the )?(?:camera|viewer|us)|into)|(?:into|toward|towards) the (?:distance|sunset"
    r"|horizon|fog"
    r"|mist|light|sun|unknown|darkness|storm)\b|(?:seen|view|shot|filmed)? ?from behind"
)
PERCHED = re.compile(
    r"\s*(?:perched |sitting )?(?:up)?on (?:a|an|the|its|his|her|top of) (?:\w+ ){0,2}?"
    r"(?:branch|twig|fence|wire|post|perch|ledge|railing|rail|rock|stump|hand|arm|shoulder|roof|glove)\b"
)
SIDE = re.compile(
    r"[^.,;]{0,40}?\b(?:(?:on|at|in) (?:the )?(?:far )?(left|right|center|centre|middle)\b"
    r"|to the (left|right) of\b|stands (left|right)\b)"
)
SHOTS = {
    "extreme close-up": r"extreme close[- ]?up|macro|microscopic|detail shot",
    "close-up": r"close[- ]?ups?|portraits?|headshot|head[- ]and[- ]shoulders|close shot|tight shot"
    r"|freckle[sd]|85 ?mm|look(?:s|ing)? (?:straight |directly )?(?:in)?to the (?:camera|lens)"
    r"|faces? (?:lit|close|half|covered|of an?|in (?:the )?(?:shadow|candlelight|light))|profile of",
    "medium": r"medium shot|mid[- ]?shot|waist[- ]up|cowboy shot|two[- ]shot|over[- ]the[- ]shoulder",
    "aerial": r"aerial|bird'?s[- ]eye|drone (?:shot|view|footage)"
    r"|top[- ]down (?:view|shot)"
    r"|(?<!beams )(?<!light )(?<!lit )(?<!rays )from (?:high |far )?above|overhead (?:shot|view)",
    "wide": r"wide|establishing|panorama|panoramic|landscape shot|long shot|vista",
}
TRACKING = (
    r"\b(?:camera|shot|drone|we) (?:track|follow)(?:s|ing)?\b|\btracking shot\b|\bfollow(?:ing)? shot\b"
    r"|\bsteadicam\b|\btracked by\b"
)
NEGATION = re.compile(
    r"(?:\b(?:no|without|zero|not|never|free of|devoid of|empty of|nor|absence of|minus|lacks?|lacking"
    r"|neither"
    r"|instead of|exclude|avoid)"
    r"(?: (?:any|a|an|the|one|single|other|visible|more|sign|signs|trace|of))*(?: \w+)?\s*)$"
)
# Words between two nouns that carry a negation from the first to the second.
AND = re.compile(r"\s*(?:,|and|or|nor|,\s*(?:and|or|nor)|/|&)\s*(?:no |a |an |any |the |other )?\s*$")
JOINED = re.compile(r"\s*(,|,?\s*(?:and|&|und|et|y|e|i|и|og|och|en|ja))(?: [\w'-]+){0,3}\s*$")
# Fit for a person to wear or carry on the body, or a part of one.
WORN = _words(
    "hat cap coat dress shirt t-shirt boot boots shoe shoes gloves kimono scarf glasses sunglasses "
    "goggles helmet mask crown hoodie sweater skirt jeans trousers pants shorts socks gown sari beanie "
    "sombrero fedora bikini backpack briefcase purse handbag necklace ring earrings necktie overcoat "
    "mittens top cowboy sun woman's lab trench party santa military sandal sneaker ribbon tiara lipstick "
    "high heel ballet watch wristwatch armor cloak leather running"
) | {"top hat", "cowboy hat", "cowboy boot", "sun hat", "lab coat", "trench coat", "woman's hat"}
PARTS = _words(
    "hand hands eye eyes ear ears nose mouth lips lip tongue tooth teeth leg foot feet footprints heart "
    "brain bone wing wings feather horn tail paw prints human face figure silhouette shards"
)
WEARING = re.compile(
    r"\b(?:with|in|wearing|wears|dressed in|his|her|their|its|whose|wore|sporting|dons)\b[\w\s,'-]{0,40}$"
)
# Seen in the light or the weather of a scene, which draws them itself.
SKIES = _words(
    "sun moon full crescent star stars cloud clouds wind fog snowflake rain snow lightning sky ice smoke "
    "dust water drop light droplet firefly fireflies"
) | {"full moon", "glowing star", "shooting star", "wind", "umbrella in the rain"}
INSIDE = re.compile(r"\b(?:in|inside|within|into|throughout|through)(?: of)?(?: (?!front\b)\w+){0,3}\s*$")
ON = re.compile(r"\b(?:on|aboard|inside|in)(?: (?:a|an|the))?(?: \w+)?\s*$")
# What may stand before a noun that is a verb, too.
SUBJECT_WORDS = _words("he she it they we i who that which to and then slowly gently")
PAST = frozenset(("rose", "saw", "left", "felt"))
LINKS = _words(
    "in on at of by with and or to from over under through across into behind beside near above below "
    "along around against between beyond while as is are was were be being that which who whose for "
    "toward towards up down out off past during before after inside outside onto among amid until but "
    "then slowly gently gracefully quickly left right alone together away there here has have had"
)
# A second mention of somebody who is there.
AGAIN = _words("man woman person figure boy girl animal creature beast bird")
# After somebody was named, these say more of them.
ECHOES = _words("silhouette figure blonde blond brunette redhead profile")
INDOORS = re.compile(r"\b(?:indoors?|interior|inside|room)\b")
OF_PLACE = {"spaceship bridge": r"(?:space ?|star)ship|bridge|stone bridge|cockpit"}  # no subjects in it
PLACES = {
    **{name: words for name, words in place_words.ROOMS.items() if name not in ("table", "backdrop")},
    "studio": r"studio(?! apartment)|white background|black background|plain background|product shot|tabletop"
    r"|turntable",
}
# Words for things that a place, a weather or a time of day draws by itself.
SCENERY = _words(
    "forest woods wood desert dune dunes mountain mountains hill hills valley sea ocean beach shore coast "
    "wave waves lake river water city town street road skyline meadow field fields grass sky skies space "
    "horizon cloud clouds sun moon star stars snow rain fog mist haze smoke dust light lights sunlight "
    "moonlight wind air ground floor ceiling wall window windows room kitchen office corridor hallway "
    "cafe bar library bedroom garage studio classroom hospital stage pavement sidewalk alley jungle "
    "savanna steppe canyon cliff cliffs coastline harbor harbour bay aurora sand petals blossoms leaves "
    "ice storm thunderstorm lightning shadow shadows dawn dusk sunrise sunset night day morning evening "
    "planet galaxy nebula atmosphere surface background foreground underwater lagoon fjord pond prairie "
    "countryside farmland village taiga grove woodland treeline runway tarmac highway highways road roads"
    " beach"
    " harbor park garden gardens savanna savannah rooftop rooftops roof balcony rainforest market autumn"
    " spring"
    " summer winter footage"
)
# Scenery that stands by itself in any scene.
KEPT = _words("volcano island castle bridge")
# What holds food and is no subject beside it.
HOLDERS = _words("bowl plate dish cup glass mug slice piece jar loaf pot")
PARENTS = _words("mother mom father dad mama parent family")
LIMBS = _words(
    "shoulder shoulders hand hands arm arms head back lap neck leg legs hair eye eyes finger fingers forehead"
    " chest cheek cheeks knee knees foot feet lips tail paw paws mane nose ear ears beak wing wings"
)
FACES = _words("face faces portrait profile head smile expression silhouette hair beard tears")
IN_PAIRS = _words("headphones glasses sunglasses scissors binoculars jeans trousers")  # a pair is one
PAIRED = _words("hand eye foot ear leg boot shoe wing boxer wrestler fencer duelist") | {"sumo wrestler"}
AFLOAT = re.compile(
    r"boat|ship|yacht|canoe|raft|kayak|ferry|sail|submarin|gondola|dinghy|galle|trawler|steamer|liner|carrier"
)
TRAFFIC = re.compile(
    r"\btraffic(?! (?:lights?|signs?|cones?|cops?|wardens?|police\w*|officers?|controllers?|signals?)\b)"
    r"|\bgridlock|\bbusy (?:\w+ )?(?:roads?|highways?|freeways?|motorways?)\b"
    r"|\brush hour (?:on|in) (?:the|a) (?:city|street|road)"
)
# A whole place on fire.
BURNT = (
    r"(?:village|town|city|forest|woods?|woodland|jungle|fields?|farm|countryside|savanna\w*|hills?|streets?)"
)
WILDFIRE = re.compile(
    rf"\b(?:burning|blazing|flaming) (?:\w+ ){{0,2}}?{BURNT}\b|\b{BURNT} (?:\w+ )?(?:on fire|burn(?:s|ing)?"
    r"|in flames|ablaze)\b|\b(?:wild|bush|forest) ?fires?\b"
)
