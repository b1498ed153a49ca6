"""Tell the language of a prompt, by its particles and by the nouns that it knows."""

import re
from functools import cache

# Particles, which are no nouns even where another language has a noun like them: "dans" is a dance in Danish.
PARTICLE_WORDS = {
    "": "a an the of with and over through under into its his her from behind across at on by is are that"
    " this"
    " while shot slow camera close wide red blue green white black golden old young night day dawn dusk"
    " sunset"
    " sunrise morning light dark two three pink purple yellow brown gray grey soft bright gradient"
    " background",
    "de": "der die das ein eine einen einem einer eines im in auf mit und von zu zum zur am an bei unter"
    " über aus"
    " durch vor hinter den dem des nach ist sich",
    "fr": "le la les un une des du de dans sur avec et au aux sous par en à qui est pour sa son ses l d se",
    "es": "el la los las un una unos unas en con y de del al sobre por bajo a su sus es entre se",
    "it": "il lo la i gli le un una uno in con e di del della dei delle nel nella nello sul sulla al alla"
    " su da"
    " dal dalla per tra fra sotto che è si",
    "pt": "o a os as um uma uns umas em com e de do da dos das no na nos nas ao à aos sobre por sob seu"
    " sua se",
    "nl": "de het een in op met en van aan bij onder over uit door naar voor achter is zich",
    "pl": "w na z i nad pod przez do o się ze we przy za od po",
    "ru": "в на с и под над через по к у из за от во со о",
    "uk": "в у на з і й під над через по до біля із за від та",
    "hi": "में पर और के का की से एक को ने है रहा रही",
    "zh": "红色 蓝色 白色 黑色 绿色 黄色 红 蓝 白 黑 睡觉 行走 奔跑 走 跑 飞",
    "ja": "赤い 青い 白い 黒い 赤 青 白 黒 走る 走って 歩く 歩いて 寝て 飛ぶ",
    "ko": "빨간 파란 하얀 검은",
    "sv": "en ett och i på med av under över genom vid är",
    "da": "en et og i på med af under over gennem ved er",
    "nb": "en et ei og i på med av under over gjennom ved er",
}
PARTICLE_WORDS["zh-hant"] = "紅色 藍色 白色 黑色 綠色 黃色 紅 睡覺 行走 奔跑 走 跑 飛"
PARTICLES = {language: frozenset(words.split()) for language, words in PARTICLE_WORDS.items()}
# What a word usually means, where the annotations know it for something rarer.
USUAL_NAMES = {
    "de": "auto=car schiff=ship boot=boat koch=cook mann=man frau=woman kinder=child kind=child mädchen=girl"
    " junge=boy zug=train",
    "fr": "voiture=car bateau=boat homme=man femme=woman enfant=child enfants=child fille=girl garçon=boy"
    " train=train vélo=bicycle",
    "es": "coche=car carro=car barco=ship hombre=man mujer=woman niño=boy niña=girl niños=child perro=dog"
    " tren=train",
    "it": "macchina=car auto=car barca=boat nave=ship uomo=man donna=woman bambino=boy bambina=girl"
    " bambini=child"
    " ragazza=girl ragazzo=boy treno=train",
    "pt": "carro=car barco=boat navio=ship homem=man mulher=woman menino=boy menina=girl crianças=child"
    " trem=train",
    "nl": "auto=car boot=boat schip=ship man=man vrouw=woman kind=child kinderen=child jongen=boy meisje=girl"
    " fietst=bicycle trein=train",
    "pl": "samochód=car auto=car łódź=boat statek=ship mężczyzna=man kobieta=woman dziecko=child dzieci=child"
    " dziewczyna=girl chłopiec=boy pociąg=train kanapie=sofa pies=dog kot=cat",
    "ru": "машина=car автомобиль=car лодка=boat корабль=ship мужчина=man женщина=woman ребёнок=child"
    " дети=child"
    " девочка=girl мальчик=boy поезд=train кот=cat диване=sofa",
    "uk": "машина=car автомобіль=car човен=boat корабель=ship чоловік=man жінка=woman дитина=child діти=child"
    " дівчина=girl хлопець=boy потяг=train кіт=cat велосипеді=bicycle",
    "hi": "कार=car नाव=boat जहाज=ship आदमी=man औरत=woman महिला=woman बच्चा=child बच्चे=child लड़की=girl"
    " लड़का=boy कुत्ता=dog"
    " बिल्ली=cat बाघ=tiger",
    "ja": "車=car 自動車=car 船=ship 男=man 男性=man 女=woman 女性=woman 子供=child 少女=girl 少年=boy"
    " 電車=train 鹿=deer 犬=dog 猫=cat 馬=horse 狐=fox 象=elephant 鳥=bird 熊=bear 狼=wolf 魚=fish 牛=cow"
    " 羊=sheep 虎=tiger 木=tree 花=flower 飛行機=airplane 自転車=bicycle 宇宙飛行士=astronaut",
    "zh": "汽车=car 车=car 船=ship 男人=man 女人=woman 孩子=child 女孩=girl 男孩=boy 火车=train"
    " 宇航员=astronaut",
    "ko": "자동차=car 차=car 배=ship 남자=man 여자=woman 아이=child 소녀=girl 소년=boy 기차=train"
    " 고양이=cat 소파=sofa",
}
USUAL_NAMES["zh-hant"] = USUAL_NAMES["zh"] + " 汽車=car 車=car 太空人=astronaut"
# Letters that only this language has among those with its script.
LETTERS = {
    "ru": "[ыэёъ]",
    "uk": "[іїєґ]",
    "ja": "[ぁ-ヿ]",
    "zh": "^[^ぁ-ヿ]*[一-鿿][^ぁ-ヿ]*$",
    "ko": "[가-힣]",
}
# What follows a noun without a space.
ENDINGS = {"ko": re.compile("(?:들|마리)?(?:이|가|은|는|을|를|에|에서|의|와|과|로|으로|도)?$")}


@cache
def list_usual_names(language: str) -> dict[str, str]:
    """Return English names by words of the language."""
    pairs = (pair.partition("=") for pair in USUAL_NAMES.get(language, "").split())
    return {word: name for word, _, name in pairs}


def count_particles(text: str, words: list[str], language: str) -> int:
    """Return how often the text shows the language other than by its nouns."""
    is_own = language in LETTERS and bool(re.search(LETTERS[language], text))
    return is_own + sum(word in PARTICLES.get(language, ()) for word in words)


def cut_ending(word: str, language: str) -> list[str]:
    """Return what may be the noun of a word, the longest first."""
    ending = ENDINGS.get(language)
    if not ending:
        return []
    nouns = [word[:n] for n in range(len(word) - 1, 0, -1) if ending.match(word[n:])]
    return [noun for noun in nouns if len(noun) > 1 or noun in list_usual_names(language)]
