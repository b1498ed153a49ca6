"""List the words that the Preview understands. Other words change nothing."""

import re

# Phrases that contain landscape words but mean something else. They are removed first.
NOT_A_PLACE = (
    "depth of field",
    "rotating platform",
    "revolving platform",
    "display platform",
    "bird's eye",
    "birds eye",
    "eye level",
    "at eye",
    "force field",
    "magnetic field",
    "field of view",
    "ice cream",
    "ice cube",
    "snow globe",
    "running sand",
    "sand running",
    "sand runs",
    "falling sand",
    "grains of sand",
    "sand clock",
    "sand falls",
    "snow white",
    "rock band",
    "rock star",
    "movie star",
    "pop star",
    "star wars",
    "sea of people",
    "forest green",
    "sky blue",
    "ocean blue",
    "sea green",
    "sand castle",
    "hill climb",
    "city council",
    "waves at",
    "waves her",
    "waves his",
    "waving",
    "time lapse",
    "golden retriever",
    "moon landing",
    "mountain bike",
    "sea food",
    "star anise",
    "wheel spinning",
    "dead sea",
    "desert boots",
    "space bar",
    "fire truck",
    "fire engine",
    "fire station",
    "fire escape",
    "fire hydrant",
    "fire extinguisher",
    "fire alarm",
    "with ice",
    "dust storm",
    "parking space",
    "living space",
)

SCENES = {
    "space": "space galaxy galaxies planet planets nebula cosmos cosmic asteroid asteroids universe "
    "saturn jupiter",
    "city": "city cities town cityscape skyline downtown skyscraper skyscrapers metropolis tokyo manhattan "
    "paris london rome vienna berlin lisbon madrid prague "
    "istanbul moscow chicago seoul shanghai barcelona havana budapest newyork losangeles "
    "sanfrancisco hongkong "
    "rooftops street streets avenue",
    "sea": "sea ocean coast coastline shore bay island islands wave waves surf pier cliffs regatta",
    "lake": "lily-pad lily-pads shallow-water shallows waterhole lake river fjord pond loch lagoon",
    "desert": "desert dunes dune sahara sand canyon mesa mars",
    "forest": "forest woods woodland pines pine firs jungle taiga grove redwoods treeline spruces",
    "meadow": "meadow meadows field fields grass grassland farm countryside prairie hill hills village "
    "vineyard lavender pasture savanna savannah steppe",
    "mountain": "mountain mountains peak peaks alps alpine ridge ridges valley volcano fuji himalaya "
    "himalayas summit highlands glacier",
    "sky": "sky skies clouds cloudscape stars starry aurora milkyway comet",
}

TIMES = {
    "neon": "neon cyberpunk synthwave vaporwave retrowave",
    "night": "night midnight moon moonlit moonlight starry stars nocturnal aurora northern-lights",
    "sunset": "sunset sundown afterglow",
    "golden": "golden warm afternoon autumn autumnal fall amber",
    "dawn": "dawn sunrise daybreak",
    "morning": "morning breakfast",
    "dusk": "dusk twilight evening bluehour gloaming",
    "overcast": "overcast cloudy drizzle",
    "storm": "storm stormy grey gray gloomy thunder thunderstorm lightning tempest rainy rain "
    "hurricane tornado tornadoes twister cyclone waterspout",
    "winter": "winter snow snowy ice icy arctic frozen blizzard frost snowfall snowing",
    "day": "day noon sunny bright midday daylight summer spring",
}

# The times of day that suit a prompt that names none, by what it is about. The first that matches wins.
SUITABLE_TIMES = {
    (
        "night",
    ): r"ghosts?|haunted|vampires?|werewol(?:f|ves)|zombies?|fireworks|fireflies|campfires?|bonfires?"
    r"|owls?|bats|halloween|nightclub|disco|stargazing|shooting stars?|times square|las vegas|casino|concert",
    ("dusk", "night", "night", "golden"): r"romantic|candle-?lit|cocktails?|jazz|detective|skyline|bars?|pub",
    ("day", "day", "golden"): r"desert|dunes?|pyramids?|savannah?|beach(?:es)?|tropical|island|islands|greece"
    r"|santorini|salt flats?|camels?|cowboys?|canyon|australia|egypt|mexico|morocco",
    ("day", "morning", "day", "overcast"): r"offices?|schools?|class(?:room)?|hospitals?|doctors?|nurses?"
    r"|supermarkets?|markets?|kitchens?|bak(?:ery|er)|construction|factory|playgrounds?|skate ?park"
    r"|football|soccer|pool|traffic|gym|laborator(?:y|ies)|parades?|picnic|zoo|airports?",
    ("overcast", "morning"): r"fog|foggy|mist|misty|hazy?|swamps?|moors?",
    ("overcast", "day", "morning"): r"scotland|iceland|ireland|norway|fjords?|moors?|swamps?|cliffs?"
    r"|lighthouse|glaciers?|tundra|london|waterfalls?|vikings?|castles?",
    ("golden", "morning"): r"vineyards?|tuscany|lavender|wheat|provence|farm(?:er)?|harvest",
}

WEATHER = {
    "snow": "snowing snowfall blizzard snowflakes snow flurries snowy-night snowy-evening snowy-day "
    "snowy-morning snowstorm",
    "rain": "rain rainy raining downpour drizzle storm stormy thunderstorm monsoon tempest",
    "fog": "fog foggy mist misty haze hazy smoke smoky steam",
    "lightning": "lightning thunder thunderstorm tempest",
    "fireflies": "firefly fireflies magic magical fairy enchanted",
    "embers": "ember embers sparks fire campfire bonfire burning flames candle candlelight torch welding",
    "dust": "dust dusty pollen sandstorm motes",
    "petals": "petals cherry blossom blossoms sakura leaves confetti",
    "aurora": "aurora northern-lights",
}

SUBJECTS = {
    "lighthouse": "lighthouse",
    "birds": "bird birds seagull seagulls gulls geese swallows",
    "balloons": "balloon balloons",
    "pier": "pier jetty dock boardwalk",
    "comet": "comet comets meteor meteors shooting-star shooting-stars",
    "rainbow": "rainbow rainbows",
    "rocks": "rock rocks rocky boulder boulders cliff cliffs reef reefs sea-stack sea-stacks",
}

# Regular expressions for the prompt in lower case.
MOVES = {
    "push": r"push(es|ing)?[ -]?(in|into|toward|towards|closer)\b|zoom(s|ing)?[ -]?in|dolly(ing)? ?(in"
    r"|forward)|moves? (in|closer|forward|toward|towards)|fly(ing)? (into|toward"
    r"|towards|forward|through)|fpv|slow zoom|glid(es|ing) forward",
    "pull": r"pull(s|ing)?[ -]?(out|back|away)|zoom(s|ing)?[ -]?out|dolly(ing)? ?(out|back)|reveal",
    "orbit": r"orbit(?:al)? shot|orbit(?:s|ing)?(?! the earth)|arc shot|camera (\w+ )?circl(es|ing)"
    r"|rotat(es|ing) around|revolv(es|ing)|360",
    "left": r"(pan|pans|panning|track|tracks|tracking|truck|trucks|trucking|moves?|moving|slide|slides"
    r"|sliding)[ -](to the )?left",
    "right": r"(pan|pans|panning|track|tracks|tracking|truck|trucks|trucking|moves?|moving|slide|slides"
    r"|sliding)[ -](to the )?right|\bpan\b|\bpans\b|panning|tracking shot|fly ?over|flyover|(?<!\ba )drone",
    "up": r"tilt(s|ing)?[ -]?up|crane(s|ing)?[ -]?up|pedestal up|(camera|shot) (rises|rising)|looks? up",
    "down": r"tilt(s|ing)?[ -]?down|crane(s|ing)?[ -]?down|descend(s|ing)?|(camera|shot) lowers"
    r"|looks? down",
    "static": r"static|locked[ -]?(off|down)?|tripod|still (shot|camera)|fixed (shot|camera)"
    r"|motionless camera",
}

COLORS = {
    "red": "#c8352c",
    "crimson": "#a8172d",
    "scarlet": "#d62b20",
    "orange": "#e8822e",
    "amber": "#eda13a",
    "gold": "#e2b04a",
    "yellow": "#ecd04a",
    "lime": "#a4cf3c",
    "green": "#4c9a4a",
    "emerald": "#1f9a68",
    "olive": "#7d8040",
    "teal": "#138f8f",
    "turquoise": "#2fbfb7",
    "cyan": "#38c7df",
    "aqua": "#4cc9cf",
    "azure": "#3a8fe0",
    "blue": "#2f67c8",
    "navy": "#1c2f66",
    "indigo": "#3e39a0",
    "violet": "#7d4cc2",
    "purple": "#7a3fa5",
    "lavender": "#a692d8",
    "magenta": "#cf2f9c",
    "pink": "#e88bb0",
    "rose": "#dd7489",
    "coral": "#f07a5f",
    "peach": "#f5b48b",
    "brown": "#80573a",
    "copper": "#b8703e",
    "white": "#e9e9e6",
    "silver": "#b9c0c6",
    "black": "#15161a",
}

# What a color word describes, by the noun that follows it.
TINTED = {
    "sky": "sky skies cloud clouds sunset sunrise dusk dawn horizon aurora evening morning twilight nebula",
    "water": "sea ocean water waters lake river waves bay lagoon surf tide",
    "land": "desert sand sands dune dunes mountain mountains hill hills rock rocks forest field fields "
    "meadow grass canyon cliffs planet trees leaves valley lavender flowers",
    "light": "light lights glow neon sun moon lanterns windows",
}

# Words for the moods in palettes.MOODS, for pictures of pure light.
MOODS = {
    "spectrum": "colorful colourful multicolored kaleidoscope kaleidoscopic psychedelic holographic "
    "iridescent prismatic rainbow",
    "gold": "gold golden glitter champagne luxury treasure",
    "smoke": "smoke fog ash monochrome grayscale chrome mercury silver platinum titanium",
    "royal": "water ice royal electric crystal",
    "aurora": "aurora emerald fractal fractals psychedelic",
    "candle": "lava magma ember embers candle candlelight candlelit fire fireplace fireside flame flames "
    "torch lantern warm amber whisky",
    "kitchen": "kitchen coffee bread cake bakery food breakfast pasta pizza cooking chef tea wood cafe "
    "honey chocolate",
    "steel": "robot robots machine machines factory engine metal steel technology computer laboratory "
    "lab gears cyborg circuit server android workshop industrial watch car",
    "deep": "underwater aquarium whale jellyfish fish coral diver deep dolphin submarine octopus",
    "rose": "love romance romantic wedding bride kiss flowers rose ballerina dancer dress perfume silk "
    "beauty",
    "blood": "horror blood scary dark vampire nightmare terror demon haunted thriller",
    "leaf": "frog leaf leaves insect butterfly plant jungle garden moss tea lizard cat dog fox deer "
    "rabbit horse",
    "dream": "dream dreamy fairy magic unicorn fantasy surreal baby soft pastel clouds toy",
    "neon": "neon cyberpunk club disco party synthwave dj concert vaporwave nightclub arcade",
    "noir": "noir detective black-and-white monochrome shadow smoke jazz",
    "bath": "clean white minimal product studio bright hospital bathroom morning porcelain glass",
}

LARGE_MOON = re.compile(
    r"\b(?:full|giant|huge|big|large|enormous|blood|rising) moon|\b(?:before|against|in front of|across|past"
    r"|at) (?:a|an|the) (?:\w+ ){0,2}moon\b"
)
