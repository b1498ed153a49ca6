"""Person: somebody with an account, identified by email address."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from studio.text import fold, make_initials


class People(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Create an account; email addresses are stored in lower case."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email__iexact=email)


class Person(AbstractBaseUser):
    """is_admin: manages engines, storage and accounts (the account made on the first-run page is one).
    can_create_projects: may create projects, and spends there with the studio's keys as an owner.
    password_reset_sent_at: when a password reset link was last requested.
    search_name: the name, folded for searches.
    avatar: the ID of the picture's folder; a new one for each picture.
    notification_settings: NotificationKind -> Channel, where it differs from the default.
    """

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=80, blank=True)
    search_name = models.TextField(blank=True, editable=False)
    is_active = models.BooleanField(default=True)
    is_admin = models.BooleanField(default=False)
    can_create_projects = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    password_reset_sent_at = models.DateTimeField(null=True)
    avatar = models.UUIDField(null=True, unique=True)
    notification_settings = models.JSONField(default=dict)

    objects = People()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return self.name or self.email.split("@")[0].replace(".", " ").title()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_name = fold(self.name)
        super().save(*args, **kwargs)

    @property
    def is_project_creator(self) -> bool:
        return self.is_admin or self.can_create_projects

    @property
    def initials(self) -> str:
        return make_initials(str(self))
