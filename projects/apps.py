"""The Django app of the projects."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self):
        from projects import wiring  # not at the top: models can't be imported before all apps are loaded

        wiring.connect(self)
