"""What Dailies is made with."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from projects.core.http import Request
from studio import VERSION


@dataclass(frozen=True)
class Work:
    """Somebody's work that Dailies contains. use: what for."""

    name: str
    by: str
    use: str | Promise
    license: str
    url: str


SHAPES, VOCABULARY = _("Shapes in Preview, traced as polygons"), _("Vocabulary of Preview")
FONTS = _("Fonts in videos")
WORKS = (
    Work(
        "Game Icons",
        "Lorc, Delapouite and contributors",
        SHAPES,
        "CC BY 3.0",
        "https://creativecommons.org/licenses/by/3.0/",
    ),
    Work("Noto Emoji", "Google", SHAPES, "Apache 2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
    Work("emojibase-data", "Miles Johnson", VOCABULARY, "MIT", "https://emojibase.dev/"),
    Work(
        "WordNet 3.0",
        "Princeton University",
        VOCABULARY,
        "WordNet License",
        "https://wordnet.princeton.edu/license-and-commercial-use",
    ),
    Work("Noto Sans", "Google", FONTS, "OFL 1.1", "https://openfontlicense.org/"),
    Work(
        "Inter", "The Inter Project Authors", _("Font of the interface"), "OFL 1.1", "https://rsms.me/inter/"
    ),
    Work("Lucide", "Lucide Contributors", _("Icons of the interface"), "ISC", "https://lucide.dev/license"),
    Work("tus-js-client", "Transloadit", _("Resumable uploads"), "MIT", "https://tus.io/"),
)


@require_safe
def show(request: Request) -> HttpResponse:
    """Show the version, and whose work is in it."""
    return render(request, "core/about.html", {"version": VERSION, "works": WORKS})
