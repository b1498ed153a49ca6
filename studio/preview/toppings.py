"""Tell what is on or in a dish: beside it, a strawberry would be as large as the cake."""

import re

from studio.preview.nouns import Mention

TOPPINGS = re.compile(
    r"strawberr|blueberr|raspberr|cherr|butter|honey|lemon|lime|basil|mint|olive|\begg\b|cheese|chocolate|cream"
    r"|garlic|onion|bacon|rose|\bherb|mushroom|tomato|chili|pepper|nut\b|leaf|flower"
)
DISHES = re.compile(
    r"pancake|waffle|cake|muffin|ice cream|salad"
    r"|pasta|spaghetti|pizza|burger|steak|soup|toast|pie|donut|doughnut"
    r"|pudding|ramen|noodle|taco|sandwich|curry|rice|meal|dessert|cocktail|juice|stew|oatmeal|fish\b|pancakes"
)
TOPPED = re.compile(r"\b(?:with|topped|and|in|covered|drizzled|of|,)\b")


def is_topping(mention: Mention, subjects: list[Mention], words: str) -> bool:
    """Return whether it is on or in the dish before it."""
    if (
        not subjects
        or not TOPPINGS.search(mention.noun.name)
        or not any(DISHES.search(one.noun.name) for one in subjects[-2:])
    ):
        return False
    return bool(TOPPED.search(words[subjects[-1].end : mention.start]))
