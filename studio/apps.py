"""Makes `studio` an app, so that its commands and checks are found. It has no models."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    name = "studio"

    def ready(self) -> None:
        from studio import checks  # noqa: F401  (registers itself)
