"""Visitor: somebody before a review: a member of the film, or a guest with a share link; what they may do."""

from dataclasses import dataclass

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects.core.access import project_for
from projects.models import Guest, Note, Person, Review, Role, ShareLink
from projects.models.project import EDITORS
from projects.review import share_links

COOKIE = "dailies_guest"  # sent to the pages behind the link
AT_THE_DOOR = "dailies_guest_again"  # sent to its address: who comes again is not a new guest
SPEAKERS = (*EDITORS, Role.REVIEWER)


class MustSignIn(Exception):
    """Nobody is signed in, and the address is a member's; the answer leads to the sign-in page."""

    def __init__(self, request):
        super().__init__()
        self.answer = redirect_to_login(request.get_full_path())


@dataclass(frozen=True)
class Visitor:
    review: Review
    base: str  # the address under which everything of this review lies, for this visitor
    person: Person | None = None
    guest: Guest | None = None
    role: str = ""

    @property
    def link(self) -> ShareLink | None:
        """The link that a guest came by; None for a member."""
        return self.guest.link if self.guest and not self.person else None

    @property
    def voice(self) -> dict:
        return {"person": self.person} if self.person else {"guest": self.guest}

    @property
    def name(self) -> str:
        return str(self.person or self.guest)

    @property
    def may_speak(self) -> bool:
        return self.link.may_comment if self.link else self.role in SPEAKERS

    @property
    def may_decide(self) -> bool:
        return self.link.may_decide if self.link else self.role in SPEAKERS

    @property
    def may_make(self) -> bool:
        return self.role in EDITORS

    @property
    def may_download(self) -> bool:
        return self.link.may_download if self.link else True

    def said(self, note: Note) -> bool:
        """Whether this visitor wrote the note."""
        return note.person == self.person if self.person else note.guest == self.guest


def visitor_at(request, slug: str = "", number: int = 0, link=None) -> Visitor:
    """Who is at this address. Raises Http404 and MustSignIn."""
    if link is None:
        return member_at(request, slug, number)
    guest = share_links.guest_of(link, request.COOKIES.get(COOKIE, ""))
    if guest is None:
        raise Http404
    versions = share_links.versions_of(guest.link)
    review = versions.filter(number=number).first() if number else versions.first()
    if review is None:
        raise Http404
    return Visitor(review, reverse("guest", args=[link, review.number]), guest=guest)


def member_at(request, slug: str, number: int) -> Visitor:
    if not request.user.is_authenticated:
        raise MustSignIn(request)
    project = project_for(request.user, slug)
    review = get_object_or_404(project.reviews.select_related("cut__timeline"), number=number)
    review.project = project
    return Visitor(review, reverse("review", args=[slug, number]), person=request.user, role=project.role)
