"""Person: somebody with an account, known by e-mail address."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class People(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save()
        return person

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email__iexact=email)


class Person(AbstractBaseUser):
    """is_admin: may change engines and storage for everybody (the owner made on the first-run page).
    can_create_projects: may begin films of their own, where they order with the studio's keys as an owner.
    """

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=80, blank=True)
    is_active = models.BooleanField(default=True)
    is_admin = models.BooleanField(default=False)
    can_create_projects = models.BooleanField(default=False)
    joined_at = models.DateTimeField(auto_now_add=True)
    password_reset_sent_at = models.DateTimeField(
        null=True
    )  # when a link for a new password was last asked for
    avatar = models.UUIDField(null=True, unique=True)  # where their picture is; a new one with each picture
    notification_settings = models.JSONField(
        default=dict
    )  # NotificationKind -> Way, where it is not as usual

    objects = People()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="person_email_once")]

    def __str__(self) -> str:
        return self.name or self.email.split("@")[0].replace(".", " ").title()

    @property
    def is_project_creator(self) -> bool:
        return self.is_admin or self.can_create_projects

    @property
    def initials(self) -> str:
        words = str(self).split()
        return "".join(word[0] for word in words[:2]).upper()
