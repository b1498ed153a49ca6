"""List the words of rooms and other close places, and of places in other languages."""

import re
from functools import cache

from studio.preview import rooms
from studio.preview.rooming import ANY

# Regular expressions by place, in the lower case of the prompt. Those of rooms come first.
ROOMS = {
    **{name: choices[0].words for name, choices in rooms.ROOMS.items()},
    "table": rf"(?:on|across) {ANY}(?:table|tabletop|desk|counter|plate|turntable|pedestal|plinth)"
    r"|product (?:shot|video|photo\w*)|packshot|still life",
    "backdrop": r"(?:plain|white|black|gr[ae]y|studio|seamless|solid|\w+) (?:backdrop|background)"
    r"|photo studio|studio portrait|headshot|in a (?:\w+ )?studio|green screen",
    "underwater": r"underwater|under water|under the sea|undersea|beneath the (?:sea|waves|surface|ocean)"
    r"|sea ?bed|sea ?floor|ocean floor|coral reefs?|reefs?|aquarium|deep sea|kelp forest|scuba|snorkel\w*"
    r"|bottom of the (?:sea|ocean|lake)|deep (?:blue )?ocean|sunken (?:ship|city|\w+)",
    "street": r"streets?|alleys?|alleyway|avenue|boulevard|sidewalks?|pavement|crosswalk|intersection"
    r"|car chase|bus stop|rush hour|traffic jam|road (?:at night|in the city)|(?:city|town|market) square"
    r"|chinatown|old (?:town|city|quarter)|cobble(?:d|stones?)?(?: (?:street|lane|alley)s?)?|medina|kasbah"
    r"|medieval (?:town|city|street)s?"
    r"|downtown|(?:in|through) traffic|times square|in (?:a|the) (?:\w+ )?square|piazza|plaza|bazaar|souk"
    r"|market(?:place)?s?|(?:construction|building) sites?",
}

# Landscapes by the words that name them. The first one in the prompt wins.
ROAD = r"(?:roads?|highways?|motorways?|roadways?)"
LANDS = {
    "waterfall": r"waterfalls?|cascades?|niagara|iguazu",
    "canyon": r"canyons?(?! (?:\w+ )?(?:road|highway))|gorges?|ravines?|monument valley|badlands|red rocks",
    "fjord": r"fjords?|geiranger|milford sound",
    "terraces": r"(?:rice|tea|paddy) (?:terraces?|padd(?:y|ies)|fields?|plantations?)|terraced (?:\w+ )?\w+",
    "vineyard": r"vineyards?|vines|wine country|tea (?:garden|estate)s?",
    "lavender": r"lavender(?! (?:dress|gown|suit|shirt|soap|candle|tea|perfume|oil|bouquet))|provence",
    "village": r"(?<!fishing )villages?(?! (?:green|street|square|market|pub))|hamlet|small town"
    r"|suburbs?|suburbia|suburban neighbou?rhood",
    "tulips": r"tulip fields?|fields? of (?:\w+ )?tulips|flower fields?|fields? of (?:\w+ )?flowers",
    "salt": r"salt (?:flats?|lakes?|deserts?|pans?)|salar|uyuni|bonneville",
    "stadium": r"stadiums?|(?:football|soccer|baseball|rugby|cricket|tennis|sports|playing) (?:field"
    r"|pitch|court"
    rf"|ground)|(?:in|on|at) {ANY}(?:arena|pitch|colosseum)|goalpost",
    "runway": r"airports?(?! terminal)|runways?|airfields?|tarmac|airstrip",
    "launch pad": r"launch ?pads?|cape canaveral|lift-?off"
    r"|(?:rocket|shuttle|spaceship|spacecraft)s? (?:\w+ ){0,2}(?:launch\w*|lift\w*|tak\w+ off"
    r"|blast\w* off|ris\w+)"
    r"|launch of",
    "desert road": rf"desert (?:\w+ )?{ROAD}|{ROAD} (?:through|in|across|into) {ANY}desert|route 66"
    rf"|dusty {ROAD}"
    rf"|(?:through|across) the desert on {ANY}{ROAD}",
    "mountain road": rf"(?:mountain|alpine|serpentine|hairpin|canyon) (?:\w+ )?(?:{ROAD}|pass|bends?)"
    rf"|{ROAD} (?:through|in|into|up) {ANY}(?:mountains?|alps|hills)",
    "forest road": rf"forest (?:\w+ )?{ROAD}|{ROAD} (?:through|in|into) {ANY}(?:forest|woods)",
    "road": rf"highways?|motorways?|freeways?|autobahn|interstate|road trip|race ?tracks?|racing circuit"
    rf"|speedway|cross(?:es|ing)? (?:the|a) (?:\w+ )?{ROAD}"
    rf"|roadways?|(?:on|down|along|across|over) {ANY}{ROAD}|(?:country|open|winding|empty|coastal|long"
    rf"|rural) {ROAD}|roadside"
    r"|country lane",
    "moon": r"(?:on|across) the moon|moon(?:'s)? (?:surface|base|landing)|surface of the moon|lunar|moonwalk",
    "mars": r"mars|martian|red planet|(?:alien|strange|distant|desert) (?:planet|world|landscape)"
    rf"|surface of {ANY}planet|exoplanet",
    "savanna": r"savannahs?|savannas?|serengeti|safari|masai mara|african (?:plains?|grasslands?|bush)"
    r"|watering hole",
    "farm": r"(?:wheat|corn|barley|rye|grain|golden|oat) ?fields?|fields? of (?:\w+ )?(?:wheat|corn"
    r"|barley|grain)"
    r"|farmland|cornfields?|harvest",
    "ice": r"antarctica?|arctic(?! (?:sea|ocean|waters?))|ice ?(?:sheet|shelf|floe|field|cap)s?"
    r"|(?:north|south) pole|tundra|on the ice"
    r"|(?:frozen|icy|snowy) (?:wasteland|plains?|desert)|siberia|ice age",
    "sea": r"rocky (?:coast(?:line)?|shores?)|sea cliffs",
    "beach": r"beach(?:es)?|seashore|seaside|tropical island|desert(?:ed)? island|(?:on|in) the sand\b"
    r"|palm trees"
    rf"|(?:on|along) {ANY}(?:shore|coast)",
    "harbor": r"harbou?rs?|marinas?|(?:the|a|fishing|at) (?:docks?|port)|quays?(?:ide)?|wharf"
    r"|fishing village|venice|amsterdam|canals?",
    "rooftop": rf"roof ?tops?|(?:look|gaz|star)\w* (?:out )?(?:at|over|across) {ANY}(?:city|skyline)|on"
    rf" {ANY}(?:roof|balcony|terrace)|(?<!with )(?<!with a )(?<!and )balcon(?:y|ies)|helipad"
    r"|overlook(?:s|ing) (?:the|a) (?:\w+ )?city",
    "desert": r"oas[ie]s|(?:desert|sahara|dunes)(?= .*\bpalm)",
    "jungle": r"jungles?|rain ?forests?|tropical forest|mangroves?|swamps?|bamboo (?:forest|grove)"
    r"|the amazon",
    "orchard": r"cherry (?:blossoms?|trees?)|sakura|orchards?|blossoming trees|trees? in bloom",
    "autumn wood": r"(?:autumn|fall) (?:\w+ )?(?:forest|woods?|trees?|leaves|foliage|park|day in the park)"
    r"|(?:forest|woods?|trees|park|leaves) in (?:the )?(?:autumn|fall)\b|autumn leaves",
    "park": r"(?<!car )(?<!theme )park\b|gardens?|playgrounds?|backyard|lawn|picnic|cemetery|graveyard"
    r"|courtyard"
    r"|golf course|zoo|village green|campus",
    "mountain": r"rock (?:face|wall)|cliff ?(?:face|wall)|mountaineers?|on (?:a|the) (?:\w+ )?cliff(?!"
    r" above the sea)",
    "clouds": r"(?:above|over|through|in|among) (?:the |a )?(?:sea of )?clouds|sea of clouds|cloudscape",
    "cave": r"caves?|caverns?|grotto|(?:in|inside) (?:a|the) mine",
}
# Places that are not drawn, by the nearest one that is.
NEAREST = {
    "park": r"skate ?parks?|theme parks?|amusement parks?",
    "mountain": r"geysers?|hot springs?",
    "lake": r"bridge(?= over (?:an? |the )?(?:\w+ )?(?:pond|creek|stream|brook)\b)"
    r"|pond(?= with (?:an? |the )?(?:\w+ )?bridge)",
    "sea": r"(?<!into a )pool\b(?! table)(?<!swimming pool)(?<!indoor pool)|poolside",
}
# Where a bridge is whose land nobody names: over a city's river.
BRIDGE = rf"on {ANY}bridge|(?:across|cross(?:es|ing)) (?:a|the) (?:\w+ )?bridge"
# What hides the legs of who is in it, by what is drawn.
IN = rf"(?:through|in|into|among(?:st)?|amid|across|from|out of|behind|between) {ANY}"
COVER = {
    "tall grass": rf"{IN}(?:(?:tall|high|long|deep|waist-high|knee-high|lush) (?:\w+ )?grass(?:es|lands?)?"
    r"|thick grass|undergrowth|ferns|underbrush|thicket|weeds|bushes|shrubs|brush)",
    "tall dry grass": rf"{IN}(?:dry|golden|yellow|dead|withered|elephant) (?:\w+ )?(?:grass(?:es)?|reeds)",
    "tall reeds": rf"{IN}(?:reeds?|rushes|cattails|bulrushes|marsh grass)",
    "tall wheat": rf"{IN}(?:(?:fields?|sea) of (?:\w+ )?)?"
    r"(?:wheat|barley|rye|corn|maize|grain|crops)(?: ?fields?)?",
    "tall flowers": rf"{IN}(?:(?:fields?|meadows?|sea) of (?:\w+ )?)?"
    r"(?:wild ?flowers|flowers|poppies|daisies|buttercups|bluebells|dandelions)",
}
COVERING = (
    r"tall grass|reeds?|wheat|sheaf of rice|corn|fern|bush|shrub|flower bed|flower|daisy|dandelion|poppy"
)
# Lands that can be seen from above, by the words that name them. The first that matches wins.
ABOVE = {
    "delta": r"(?:river )?deltas?|estuary",
    "islands": r"islands?|atolls?|archipelago|maldives|islets?",
    "ice": r"ice ?floes?|icebergs?|arctic|antarctica?|glaciers?|sea ice|frozen",
    "coast": r"coast(?:line)?s?|beach(?:es)?|shore(?:line)?s?|cliffs?|reefs?|bay|lagoon|waves|surf",
    "wood river": r"(?:jungle|forest|rain ?forest|woods|amazon|autumn)(?: \w+){0,6} (?:river|stream)s?"
    r"|(?:river|stream)s? (?:\w+ ){0,4}(?:jungle|forest|rain ?forest|woods|amazon|autumn)|amazon",
    "river": r"rivers?|streams?|meanders?",
    "lake": r"lakes?|ponds?",
    "city": r"city|cities|grid|streets|skyscrapers?|manhattan|new york|downtown|metropolis|los angeles|tokyo"
    r"|dubai|chicago|hong ?kong|london|paris|barcelona|traffic|intersections?|rooftops?|skyline",
    "suburb": r"suburbs?|suburban|neighbou?rhoods?|villages?|towns?|houses|rooftops",
    "desert": r"deserts?|dunes?|sahara|sand",
    "wood road": r"(?:forest|woods|jungle|trees|autumn|pines?)(?: \w+){0,6} roads?"
    r"|roads? (?:\w+ ){0,5}(?:forest|woods|jungle|trees|pines)",
    "fields": r"fields?|farmland|farms?|countryside|patchwork|meadows?|vineyards?|lavender|crops?|tulips?"
    r"|plantations?|terraces|roads?|highways?|motorways?",
    "woods": r"forests?|woods|jungle|rain ?forest|trees|treetops|canopy|taiga",
    "sea": r"seas?|oceans?",
}
# Words of streets that nobody has paved with asphalt.
OLD = (
    r"\b(?:old town|old city|old quarter|cobble\w*|medieval|renaissance|victorian|alley(?:way)?s?|bazaar|souk"
    r"|medina|kasbah|marrakech|morocco|kyoto|italian|tuscany?|village|greek|santorini|venice|ancient)\b"
)
COLD = ("ice",)

# Words in German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Ukrainian and Hindi, without
# up to three letters of their ends ("!": whole words, "_": a space); and, without spaces between words, in
# Japanese, Chinese and Korean.
FOREIGN = {
    "kitchen": "küche cuisine cocina cucina cozinha keuken kuchni кухн рассол रसोई 厨房 キッチン"
    " 台所 부엌 주방",
    "living room": "wohnzimmer salon soggiorno woonkamer гостин вітальн リビング 客厅 居間 거실",
    "street": "straße strasse ruelle calles strada rua rue calle straat ulic улиц вулиц सड़क 街道 街角"
    " 通り 거리",
    "underwater": "unterwasser sous-marin subacuátic subacque subaquátic onderwater podwodn подводн 水中 海中"
    " 水下 海底 수중",
    "space": "weltraum weltall espacio espace spazio espaço ruimte kosmos космос अंतरिक्ष 宇宙 太空 우주",
    "city": "stadt stad ville ciudad città cidade miast город місто शहर 都市 城市 도시",
    "moon": "月球",
    "bar": "bar! barze! барі! баре! बार バー 酒吧 술집",
    "beach": "समुद्र_तट strand plage playa spiaggia praia plaż пляж 海边 海辺 浜 沙滩 해변",
    "sea": "meer küste océan océano oceano zee morz мор समुद्र 海 바다",
    "lake": "fluss rivière lago fiume rzek jezior озер река річк झील 湖 川 호수",
    "desert": "wüste désert desierto deserto woestijn pustyn пустын пустел रेगिस्तान 砂漠 沙漠 사막",
    "forest": "wald forêt bosque bosco floresta woud lesie leśn лес ліс जंगल 森 林 숲",
    "park": "parc parque parco ogród сад парк garten jardin jardín giardino tuin बगीच 公園 公园 花园 공원",
    "jungle": "dschungel selva giungla dżungl джунгл ジャングル 丛林 정글",
    "meadow": "wiese prairie pradera prato campo weide łąk луг поле मैदान 草原 草地 초원 들판",
    "mountain": "gebirge berge montagne montaña montagna montanha bergen gór гор पहाड़ 山 산",
    "sky": "himmel ciel cielo céu hemel nieb неб आसमान 空 天空 하늘",
}
FOREIGN_WEATHER = {
    "rain": "regen! pluie lluvia pioggia chuva deszcz дожд дощ बारिश 雨 비_오 빗속",
    "fog": "nebel brouillard niebla nebbia neblina mist! mgl туман कोहर 霧 雾 안개",
}
FOREIGN_TIMES = {
    "night": "nacht nuit noche notte noite noc ноч ніч रात 夜 밤",
    "winter": "schnee neige nieve nevic sneeuw śnieg снег сніг बर्फ 雪 눈",
    "sunset": "sonnenuntergang coucher puesta tramonto zonsondergang zachód закат захід सूर्यास्त 夕日"
    " 夕焼 日落"
    " 노을 일몰",
    "dawn": "sonnenaufgang morgengrauen aube amanecer alba amanhecer dageraad świt рассвет світанок भोर 夜明"
    " 黎明 새벽",
}


@cache
def compile_foreign(words: str) -> re.Pattern[str]:
    """Return what matches one of the words with another end, or anywhere in scripts without spaces."""
    names = [word.replace("_", " ") for word in words.split()]
    joined = [word for word in names if word > "\u3000"]
    spaced = [word for word in names if word <= "\u3000"]
    ends = [rf"\b{word[:-1]}\b" if word.endswith("!") else rf"\b{word}\w{{0,3}}\b" for word in spaced]
    return re.compile("|".join([*ends, *joined]))


def is_foreign_place(word: str) -> bool:
    """Return whether a word of another language is one for a place that is drawn."""
    return any(compile_foreign(words).fullmatch(word) for words in FOREIGN.values())


# Behind and before the words of a room whose outside is meant: a hospital's roof, over a church.
OUTER = re.compile(
    r"(?:'s|s')? (?:roof|rooftop|roofline|facade|front|exterior|entrance|yard|courtyard|gate|gates|steps"
    r"|parking|doorstep|driveway|garden|grounds|fire|blaze|spire|tower|chimney|lawn)s?\b"
)
BEYOND = re.compile(r"\b(?:over|above|past|onto|burning|blazing) (?:(?:a|an|the) )?(?:[\w-]+ )?$")


def is_outside(match: re.Match[str], text: str) -> bool:
    """Return whether the words of a room mean what is outside of it."""
    before, after = text[: match.start()], text[match.end() :]
    return bool(OUTSIDE.search(before) or BEYOND.search(before) or OUTER.match(after))


# Before a room that is seen from the street.
OUTSIDE = re.compile(r"\b(?:in front of|outside(?: of)?) (?:(?:a|an|the) )?(?:[\w-]+ )?$")
