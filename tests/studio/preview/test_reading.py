"""Check that ordinary prompts in several languages have the right subjects in the right place."""

import pytest

from studio.preview import prompts, settings
from studio.preview.staging import read_staging

# Each prompt, its subjects and its place.
PROMPTS = """
# English
a lone cyclist rides through a neon-lit alley at night, shot on 35mm film | cyclist | street
a wave of her hand and the young witch lights a hundred candles in a dark library | witch, candle | library
drone shot over a winding coastal road with a vintage convertible at golden hour | sports car | road
fishermen haul nets aboard a trawler in rough seas, handheld documentary footage | fisherman, trawler | sea
an astronaut plants a flag on the surface of Mars, red dust storm approaching | astronaut | mars
a woman with red hair stands in a field of wheat, wind in her hair | woman, wheat | farm
an octopus changes color on a coral reef, sunbeams from above | octopus | underwater
a cat sits on a windowsill watching the rain | window seat | room
crane shot rising above a crowd at a music festival | crowd | theater
a red sports car drifts around a mountain bend, tires smoking | sports car | mountain road
a knight kneels before a queen in a grand throne room | knight | throne room
a surfer rides a huge barrel wave | surfer | sea
a scientist holds up a glowing test tube in the lab | scientist | laboratory
an elephant family at a watering hole in the savanna | elephant | savanna
a teenage girl with headphones dances alone in the subway | teenage girl | subway station
a woman does yoga on a mountain at sunrise | woman | mountain
a rooster crows at sunrise on a farm | rooster | meadow
a student falls asleep in the library | student | library
two wolves circle each other in the snow | wolf | meadow
a swan glides across a lake at dawn | swan | lake
a plane takes off from the runway at dusk | airplane | runway
a fire truck races down the street | fire engine | street
a wrist watch, macro | wristwatch | table
an iceberg calves into the sea | iceberg | sea
a panda eats bamboo in the rain | panda, bamboo | jungle
liquid chrome waves, abstract |  | abstract
a group of friends around a campfire under the stars | friends, campfire | forest
a candle burns in a dark room | candle | room
a firefighter sprays water at a burning house at night | firefighter, house | meadow
a drone flies through a warehouse | drone | garage
a farmer milks a cow in a barn | farmer, cow | stable
a whale jumps out of the water at sunset | whale | sea
a beautiful woman smiles at the camera, portrait, soft bokeh | woman | backdrop
an old man feeds pigeons in a square | old man, dove | street
a monk meditates on a mountain top above the clouds | monk | clouds
a cat plays with a ball of yarn on the carpet | cat, yarn | living room
# Other languages
un astronaute dans l'espace | astronaut | space
une femme marche sur la plage au coucher du soleil | woman | beach
un chien court dans un parc | dog | park
une voiture rouge dans la rue la nuit | car | street
un homme joue de la guitare dans un bar | man, guitar | bar
ein Mann fährt mit dem Fahrrad durch die Stadt | man | street
eine Katze schläft auf dem Sofa im Wohnzimmer | cat, sofa | living room
der Hund läuft am Strand | dog | beach
ein rotes Auto auf der Straße bei Nacht | car | street
eine alte Frau im Garten | woman | park
Kinder spielen im Park | child | park
un perro corre por la playa | dog | beach
una mujer baila en la calle de noche | woman | street
un caballo blanco en el bosque | horse | forest
una taza de café sobre una mesa | teacup | cafe
un tren cruza el desierto | train | desert
una donna cammina sulla spiaggia | woman | beach
un gatto dorme sul divano | cat, sofa | living room
un uomo in bicicletta in città | man | street
una barca sul mare al tramonto | boat | sea
una macchina rossa in città di notte | car | street
uma mulher dança na praia | woman | beach
um gato preto na cozinha | black cat | kitchen
um barco no rio ao amanhecer | boat | sea
dois cavalos no campo | horse | meadow
een man fietst door de stad | man | street
een hond rent over het strand | dog | beach
een schip op zee | ship | sea
kobieta idzie ulicą w deszczu | woman | street
pies biegnie po plaży | dog | beach
łódź na jeziorze | boat | lake
kot śpi na kanapie | cat, sofa | living room
женщина идёт по улице | woman | street
собака бежит по пляжу | dog | beach
кот спит на диване | cat, sofa | living room
корабль в море на закате | ship | sea
чоловік їде на велосипеді | man | street
кіт на кухні | cat | kitchen
човен на озері | boat | lake
एक कुत्ता समुद्र तट पर | dog | beach
एक औरत सड़क पर चल रही है | woman | street
जंगल में एक बाघ | tiger | forest
猫がソファで寝ている | cat, sofa | living room
夜の街を走る車 | car | road
海辺を歩く女性 | woman walking | beach
一只猫在沙发上睡觉 | cat, sofa | living room
一个女人在雨中的街道上行走 | woman | street
月球上的宇航员 | astronaut | moon
고양이가 소파에서 자고 있다 | cat, sofa | living room
바다 위의 배 | ship | sea
비 오는 거리를 걷는 여자 | woman walking | street
一辆红色的汽车在夜晚的城市 | car | street
un chat noir sur un toit | black cat | meadow
"""


def read(prompt):
    staging = read_staging(prompt)
    scene = settings.find_setting(prompts.read_prompt(prompt, 1), staging).scene
    return [one.noun.name for one in staging.subjects], scene


@pytest.mark.parametrize("row", [row for row in PROMPTS.strip().splitlines() if not row.startswith("#")])
def test_a_prompt_is_read_as_it_is_meant(row):
    prompt, names, scene = (part.strip() for part in row.split("|"))
    assert read(prompt) == ([name for name in names.split(", ") if name], scene)
