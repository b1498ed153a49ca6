"""The app of the work. After each migration the ledger's database guards are laid anew."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self):
        from projects.accounts import sessions  # noqa: F401  (listens to sign-ins)
        from projects.ledger.guards import lay

        post_migrate.connect(lay, sender=self)
