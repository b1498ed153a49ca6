"""What a generation's story is made of: the buttons, and the story itself."""

from dataclasses import dataclass, replace

from django.urls import reverse

from projects.ledger.charged import Charged
from projects.models import Generation, Person


@dataclass(frozen=True)
class Action:
    """One button. method: "post" or "get". confirm: the first press only asks whether they are sure.
    who: "make" (everybody who makes clips), "own" (the project's owners) or "run" (who runs the studio).
    """

    label: str
    url_name: str
    method: str = "post"
    primary: bool = False
    confirm: bool = False
    who: str = "make"
    url: str = ""

    def at(self, generation: Generation) -> "Action":
        """The action with the address that its button calls for this generation."""
        slug = generation.project.slug
        if self.url_name == "library":
            url = reverse("library", args=[slug]) + f"?from={generation.pk}"
        elif self.url_name.startswith("settings#"):
            url = reverse("settings") + self.url_name.removeprefix("settings")
        elif self.url_name == "project-settings":
            url = reverse("project-settings", args=[slug])
        else:
            url = reverse(self.url_name, args=[slug, generation.pk])
        return replace(self, url=url)

    @property
    def is_repeat(self) -> bool:
        """Whether it makes a new clip, so that its form needs a client token."""
        return self.url_name in ("generation-repeat", "generation-picture")


@dataclass(frozen=True)
class Status:
    """tone: "wait" (goes on by itself), "ask" (wants a person), "stop" (ended badly), "go", "quiet".

    quote: the provider's own words, to be shown as a quotation. Without actions there is nothing to do.
    """

    title: str
    text: str
    tone: str
    charged: Charged
    actions: tuple[Action, ...] = ()
    quote: str = ""

    def for_person(self, person: Person, role: str) -> "Status":
        """The same story with only the buttons that this person may press."""
        rights = {
            "make": role in ("owner", "editor"),
            "own": role == "owner",
            "run": person.is_admin,
        }
        return replace(self, actions=tuple(action for action in self.actions if rights[action.who]))


CANCEL = Action("Cancel", "generation-cancellation")
RELEASE = Action("Release", "generation-release", primary=True, who="own")
DECLINE = Action("Decline", "generation-decline", who="own")
CHECK = Action("Check now", "generation-check", primary=True)
ASK_AGAIN = Action("Ask again", "generation-check", primary=True)
SEND_AGAIN = Action("Send again…", "generation-sending", confirm=True)
GIVE_UP = Action("Give up", "generation-giving-up")
AGAIN = Action("Try again", "generation-repeat")
MAKE_AGAIN = Action("Make it again…", "generation-repeat", confirm=True)
ANOTHER = Action("Another take", "generation-repeat")
VARY = Action("Vary", "library", "get")
EDIT = Action("Edit prompt", "library", "get")
STORED_FRAME = Action("Use our stored frame", "generation-picture", primary=True)
ENGINES = Action("Engine settings", "settings#engines", "get", primary=True, who="run")
STORAGE = Action("Storage", "settings#storage", "get", primary=True, who="run")
BUDGET = Action("Project settings", "project-settings", "get", primary=True, who="own")
