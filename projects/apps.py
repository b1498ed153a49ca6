"""The Django app of the projects."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self):
        from projects import signal_handlers  # models can't be imported before all apps are ready

        signal_handlers.connect(self)
