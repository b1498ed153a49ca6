"""The app of the work."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self):
        from projects import wiring  # not at the top: models cannot be imported before all apps are there

        wiring.connect(self)
