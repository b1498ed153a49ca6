"""Make `studio` an app, so that Django finds its commands and checks. It has no models."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "studio"

    def ready(self) -> None:
        from studio import checks  # noqa: F401  (registers itself)
