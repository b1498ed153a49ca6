"""Visitor: a member or a guest with a share link who opens a review, and their rights."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from projects.core.access import project_for
from projects.models import Guest, Note, Person, Review, Role, ShareLink
from projects.models.project import EDITORS
from projects.review import publish, share_links

COOKIE = "dailies_guest"  # sent to the pages behind the link
RETURNING_COOKIE = (
    "dailies_guest_again"  # sent to the link itself, so that a returning visitor is the same guest
)
COMMENTERS = (*EDITORS, Role.REVIEWER)


class MustSignIn(Exception):
    """The page is for members only, and nobody is signed in. response: a redirect to the sign-in page."""

    def __init__(self, request):
        super().__init__()
        self.response = redirect_to_login(request.get_full_path())


@dataclass(frozen=True)
class Visitor:
    """base: the path of the review's page for this visitor, and the prefix of its other paths."""

    review: Review
    base: str
    person: Person | None = None
    guest: Guest | None = None
    role: str = ""

    @property
    def link(self) -> ShareLink | None:
        """The link that a guest opened; None for a member."""
        return self.guest.link if self.guest and not self.person else None

    @property
    def author(self) -> Person | Guest | None:
        return self.person or self.guest

    @property
    def author_fields(self) -> dict:
        """Return the fields that name the author of a note, a verdict or a presence. A guest gets a row."""
        if self.person or not self.guest:
            return {"person": self.person}
        return {"guest": share_links.remember(self.guest)}

    @property
    def can_comment(self) -> bool:
        return self.link.may_comment if self.link else self.role in COMMENTERS

    @property
    def can_decide(self) -> bool:
        return self.link.may_decide if self.link else self.role in COMMENTERS

    @property
    def can_edit(self) -> bool:
        return self.role in EDITORS

    @property
    def can_download(self) -> bool:
        return self.link.may_download if self.link else True

    def wrote(self, note: Note) -> bool:
        return note.person == self.person if self.person else note.guest == self.guest


def find_visitor(request, slug: str = "", number: int = 0, link: UUID | None = None) -> Visitor:
    """Return the visitor of a member's page (slug, number) or a guest's (link). Raise Http404, MustSignIn."""
    return find_member(request, slug, number) if link is None else find_guest(request, link, number)


def find_member(request, slug: str, number: int) -> Visitor:
    if not request.user.is_authenticated:
        raise MustSignIn(request)
    project = project_for(request.user, slug)
    reviews = project.reviews.select_related("render", "cut__timeline")
    review = get_object_or_404(reviews, number=number)
    review.project = project
    publish.request_missing_film(review)
    return Visitor(review, reverse("review", args=[slug, number]), person=request.user, role=project.role)


def find_guest(request, link: UUID, number: int) -> Visitor:
    guest = share_links.find_guest(link, request.COOKIES.get(COOKIE, ""))
    if guest is None:
        raise Http404
    versions = share_links.visible_versions(guest.link).select_related("render")
    review = versions.filter(number=number).first() if number else versions.first()
    if review is None:
        raise Http404
    publish.request_missing_film(review)
    return Visitor(review, reverse("guest", args=[link, review.number]), guest=guest)
