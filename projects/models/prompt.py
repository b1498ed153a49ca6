"""Prompt: the text and settings of a request, kept for new takes and remixes."""

from dataclasses import asdict, dataclass, fields
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from studio.engines.model_options import DRAFTS
from studio.text import fold

CAMERAS = {
    "": "Any",
    "static camera": "Static",
    "slow push in": "Push in",
    "slow pull out": "Pull out",
    "pan left": "Pan left",
    "pan right": "Pan right",
    "tilt up": "Tilt up",
    "tilt down": "Tilt down",
    "orbit right": "Orbit",
}
IMPORTED = "import"  # in place of the engine of an imported clip
STILL = "still"  # the model that holds a picture
LONGEST = 6000  # the most that any model takes; each has its own limit


def name_resolution(model: str, resolution: str) -> str:
    """Return "720p", "4K", or "360p draft" where that is the model's draft quality."""
    return _("%s draft") % resolution if DRAFTS.get(model) == resolution else resolution.replace("k", "K")


@dataclass(frozen=True)
class PromptSettings:
    """Everything about a prompt except its text."""

    engine: str
    model: str
    aspect_ratio: str = ""
    resolution: str = ""
    duration_s: int | None = None
    loop: bool = False
    camera: str = ""
    slate: bool = True

    def fields(self) -> dict[str, Any]:
        """Return the settings by the names of Prompt's fields."""
        return asdict(self)


class Prompt(models.Model):
    """An empty aspect_ratio, resolution or duration_s means that the model has no such setting.

    search_text: the text and the camera move, folded.
    """

    text = models.CharField(max_length=LONGEST)
    search_text = models.TextField(blank=True, editable=False)
    engine = models.CharField(max_length=20)
    model = models.CharField(max_length=60)
    aspect_ratio = models.CharField(max_length=5, blank=True)
    resolution = models.CharField(max_length=6, blank=True)
    duration_s = models.PositiveSmallIntegerField(null=True)
    loop = models.BooleanField(default=False)
    camera = models.CharField(max_length=40, blank=True, choices=CAMERAS)
    slate = models.BooleanField(default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["engine", "model"])]

    def __str__(self) -> str:
        return self.text[:60]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_text = fold(self.full_text)
        super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        """Return the text for headings and links; a program may continue a clip without a prompt."""
        return self.text or _("Without a prompt")

    @property
    def settings(self) -> PromptSettings:
        return PromptSettings(**{field.name: getattr(self, field.name) for field in fields(PromptSettings)})

    @property
    def full_text(self) -> str:
        """Return the text for the engine: the prompt and the camera move."""
        return ", ".join(filter(None, (self.text, self.camera)))

    @property
    def settings_line(self) -> str:
        """Return the settings in one line: "16:9 · 5 s · 720p · loop"."""
        seconds = f"{self.duration_s} s" if self.duration_s else ""
        parts = (
            self.aspect_ratio,
            seconds,
            name_resolution(self.model, self.resolution),
            "loop" if self.loop else "",
            CAMERAS.get(self.camera, ""),
        )
        return " · ".join(part for part in parts if part and part != "Any")
