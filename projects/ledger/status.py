"""The status of a generation as a page shows it, and the buttons it may offer."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.ledger.charged import Charged
from projects.models import Generation, Person
from projects.models.project import EDITORS

OF_STUDIO = ("settings", "storage")  # pages that are no project's


@dataclass(frozen=True)
class Action:
    """One button.

    method: "post" or "get". confirm: the first press only asks for confirmation. who: "make" (everyone who
    generates clips), "spend" (those of them who may spend), "own" (the project's owners) or "run" (the
    studio's admins).
    """

    label: str | Promise
    url_name: str
    method: str = "post"
    primary: bool = False
    confirm: bool = False
    who: str = "make"
    url: str = ""

    def at(self, generation: Generation) -> "Action":
        """Return the action with its label in the current language and the URL that its button calls."""
        slug = generation.project.slug
        if self.url_name == "library":
            url = reverse("library", args=[slug]) + f"?from={generation.pk}"
        elif self.url_name in OF_STUDIO:
            return self.at_settings()
        elif self.url_name == "project-settings":
            url = reverse("project-settings", args=[slug])
        else:
            url = reverse(self.url_name, args=[slug, generation.pk])
        return replace(self, url=url, label=str(self.label))

    def at_settings(self) -> "Action":
        """Return the action with the URL of a page of the studio's settings."""
        return replace(self, url=reverse(self.url_name), label=str(self.label))

    @property
    def is_repeat(self) -> bool:
        """True where it requests a new clip, so that its form needs a client token."""
        return self.url_name in ("generation-repeat", "generation-picture")


@dataclass(frozen=True)
class Status:
    """The status of a generation, in words for the page.

    tone: "wait" (continues without help), "ask" (needs a person), "stop" (ended badly), "go" or "quiet".
    quote: the provider's own message, shown as a quotation. Without actions there is nothing to do.
    is_shared: it waits for something that holds other clips, too: lists say it once, above all of them.
    """

    title: str
    text: str
    tone: str
    charged: Charged
    actions: tuple[Action, ...] = ()
    quote: str = ""
    is_shared: bool = False

    def for_list(self) -> "Status":
        """Return the status as it is shown in a list: what is said once above it isn't repeated."""
        if not self.is_shared:
            return self
        own = tuple(action for action in self.actions if action.url_name == CANCEL.url_name)
        return replace(self, text="", actions=own)

    def for_person(self, person: Person, role: str, *, may_spend: bool = True) -> "Status":
        """Return the status with only the buttons that this person may press."""
        rights = {
            "make": role in EDITORS,
            "spend": role in EDITORS and may_spend,
            "own": role == "owner",
            "run": person.is_admin,
        }
        return replace(self, actions=tuple(action for action in self.actions if rights[action.who]))


CANCEL = Action(_("Cancel"), "generation-cancellation")
APPROVE = Action(_("Approve"), "generation-approval", primary=True, who="own")
DECLINE = Action(_("Decline"), "generation-decline", who="own")
CHECK = Action(_("Check now"), "generation-check", primary=True)
DOWNLOAD_AGAIN = Action(_("Try download again"), "generation-check", primary=True)
SEND_AGAIN = Action(_("Send again…"), "generation-sending", confirm=True, who="spend")
GIVE_UP = Action(_("Give up"), "generation-giving-up")
TRY_AGAIN = Action(_("Try again"), "generation-repeat")
GENERATE_AGAIN = Action(_("Generate again…"), "generation-repeat", confirm=True)
NEW_TAKE = Action(_("New take"), "generation-repeat")
REMIX = Action(_("Remix…"), "library", "get")
EDIT = Action(_("Edit prompt"), "library", "get")
STORED_FRAME = Action(_("Use our stored frame"), "generation-picture", primary=True)
ENGINES = Action(_("Engine settings"), "settings", "get", primary=True, who="run")
STORAGE = Action(_("Storage"), "storage", "get", primary=True, who="run")
BUDGET = Action(_("Project settings"), "project-settings", "get", primary=True, who="own")
