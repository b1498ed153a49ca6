"""List where things and people belong whose prompt names no place."""

from studio.preview import forms

GROUNDS = {
    "animal": "meadow",
    "building": "meadow",
    "creature": "forest",
    "dinosaur": "jungle",
    "fish": "underwater",
    "furniture": "room",
    "music": "theater",
    "nature": "mountain",
    "plant": "meadow",
    "sky": "sky",
    "spacecraft": "space",
    "sport": "stadium",
    "vehicle": "road",
}
# What somebody or something is called, by the place where it belongs. The first that matches wins.
BELONGS = {
    "mars": r"\brover",
    "pool": r"swimmer|water polo",
    "space": r"astronaut|space|planet|satellite",
    "sea": r"statue of liberty|iceberg|kraken|sea monster|surf|sailor|fisherman|lighthouse",
    "beach": r"lifeguard|\bpalm|beach",
    "underwater": r"mermaid|diver|shark|octopus|squid|turtle|jellyfish|seahorse|stingray|coral|submarine|crab"
    r"|lobster|clownfish|shipwreck|anchor",
    "lawn": r"eiffel|colosseum|clock tower|big ben|space needle|opera house",
    "lake": r"\bhippo|crocodile|alligator|flamingo|heron|\botter|bridge"
    r"|lily pad|\b(?:swan|duck|goose|beaver)",
    "theater": r"balleri|danc|sing|juggl|clown|guitarist|musician|\bactor|magician|acrobat|drummer|pianist",
    "park": r"gardener|bench|swing|golf",
    "hospital": r"health worker",
    "office": r"technologist",
    "garage": r"robot",
    "stadium": r"soccer|football player|basketball|tennis player|athlete|goalkeeper|referee|baseball|cricket",
    "desert": r"camel|cactus|scorpion|cowboy|mummy|pyramid|rattlesnake",
    "savanna": r"\blion\b|lioness|elephant|giraffe|zebra|rhino|cheetah|gazelle|antelope|hyena|ostrich|meerkat"
    r"|hippo|leopard|wildebeest|warthog",
    "jungle": r"koala|swinging|tiger|gorilla|monkey|orangutan|parrot|toucan|panther|jaguar|chimp|sloth"
    r"|chameleon|panda\b|macaw|python|anaconda|rex\b|raptor",
    "ice": r"penguin|polar|walrus",
    "forest": r"\bdeer\b|(?<!teddy )\bbear|\bowl\b|squirrel|hedgehog|wolf|\bfox|moose|beaver|elf|wizard|witch"
    r"|fairy|unicorn|campfire|mushroom|toadstool|\btent\b|spider web",
    "snow": r"snowman|skier|snowboard|sled|sleigh|reindeer|husky",
    "farm": r"tractor|scarecrow|combine|harvester|windmill",
    "city": r"skyscraper|office building|\bhotel\b|construction crane",
    "street": r"skateboarder|\bbus\b|taxi|tram\b|trolleybus|bicycle|cyclist|scooter|police car|ambulance"
    r"|fire engine|fire truck|rickshaw|delivery|postman|police|bus stop|mailbox"
    r"|street l|traffic light|phone booth|hydrant",
    "road": r"wagon|carriage|stagecoach|\bcart\b",
    "meadow": r"\b(?:fire|flames?) fire\b|\bufo\b|abduction|saucer|\balien|martian|\btrain\b|locomotive",
}
NIGHTLY = r"\bufo\b|saucer|werewolf|vampire|dracula|witch|skeleton|grim reaper|\bbats?\b"  # seen at night
OUTSIDE = {"umbrella", "horse", "bicycle", "motorcycle"}  # who has one is not in a room
MAIN = (*forms.ALIVE, "vehicle", "spacecraft", "building")  # who decides before plants and things
PETS = ("cat", "kitten", "dog", "puppy")
HINTED = ("person", "object", "food", "furniture", "tool", "music")  # what may be in the room of a hint
ANYWAY = ("forest", "beach", "desert", "snow", "street")  # places of things that decide even beside somebody
