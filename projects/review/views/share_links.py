"""Share links: created and revoked by members, opened by guests."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from projects.core import qr_code
from projects.core.access import project_for
from projects.core.forms import errors_of
from projects.core.http import Request, render_fragments
from projects.core.once import do_once, show_once, take_shown
from projects.core.public_address import base_url, reach_of
from projects.models import Guest, Review, ShareLink
from projects.review import share_links
from projects.review.forms import LinkForm
from projects.review.views.access import add_private_headers, show_invalid_link
from projects.review.visitors import COOKIE, RETURNING_COOKIE

NEW_LINK = {"may_comment": True, "may_decide": True, "days": str(share_links.DAYS)}


@require_http_methods(["GET", "HEAD", "POST"])
def index(request: Request, slug: str, number: int) -> HttpResponse:
    """List a review's links and who opened them. A POST creates one and shows its URL, once."""
    project = project_for(request.user, slug, "make")
    review = get_object_or_404(project.reviews, number=number)
    context: dict[str, Any] = {"project": project, "review": review}
    if request.method != "POST":
        return respond(request, context | new_link(request))
    form = LinkForm(request.POST)
    if not form.is_valid():
        return respond(request, context | {"form": form, "reasons": errors_of(form)}, 422)
    url = do_once(request, lambda: create(request, review, form))
    return respond(request, context | new_link(request)) if request.htmx else redirect(url)


def create(request: Request, review: Review, form: LinkForm) -> str:
    link, token = share_links.create(review, request.user, **form.cleaned_data)
    url = base_url(request) + reverse("share-link", args=[token])
    show_once(request, new_url=url, new_link=str(link.pk))
    return request.path


def new_link(request: Request) -> dict[str, Any]:
    """Return the context of the link that was just created, once."""
    shown = take_shown(request)
    if url := shown.get("new_url"):
        shown |= {"new_link": ShareLink.objects.filter(pk=shown["new_link"]).first()}
        shown |= {"qr_code": qr_code.draw(url), "reach": reach_of(url)}
    return shown


@require_POST
def revoke(request: Request, slug: str, number: int, id: UUID) -> HttpResponse:
    project = project_for(request.user, slug, "make")
    link = get_object_or_404(ShareLink, pk=id, review__project=project, review__number=number)
    share_links.revoke(link)
    return respond(request, {"project": project, "review": link.review})


def respond(request: Request, context: dict[str, Any], status: int = 200) -> HttpResponse:
    context |= {"links": share_links.list_links(context["review"]), "expiries": LinkForm.EXPIRIES}
    context.setdefault("form", LinkForm(initial=NEW_LINK))
    if request.htmx:
        return render_fragments(request, ("review/_links.html", context), status=status)
    return render(request, "review/links.html", context, status=status)


@login_not_required
@require_http_methods(["GET", "POST"])  # a mail program that checks the URL with HEAD is no guest
def open_link(request, token: str) -> HttpResponse:
    """Swap the secret in the URL for a cookie that only this link's pages get, and redirect there."""
    link = share_links.find(token)
    if link is None:
        return show_invalid_link(request, share_links.find_closed(token))
    if link.passphrase:
        passphrase = request.POST.get("passphrase", "")
        if request.method != "POST" or not share_links.check_passphrase(link, passphrase):
            return ask_for_passphrase(request, is_wrong=request.method == "POST")
    latest = share_links.visible_versions(link).first()
    if latest is None:
        return show_invalid_link(request)
    guest, key = share_links.admit(link, request.COOKIES.get(RETURNING_COOKIE, ""))
    response = redirect("guest", link.pk, latest.number)
    set_cookies(response, guest, {"token": token, "key": key})
    return add_private_headers(response)


def ask_for_passphrase(request, *, is_wrong: bool) -> HttpResponse:
    status = 422 if is_wrong else 200
    return add_private_headers(render(request, "review/passphrase.html", {"wrong": is_wrong}, status=status))


def set_cookies(response: HttpResponse, guest: Guest, secret: dict[str, str]) -> None:
    """Let the browser send the guest's key to the link's pages, and to the link itself when reopened."""
    paths = {
        COOKIE: reverse("guest-entry", args=[guest.link_id]),
        RETURNING_COOKIE: reverse("share-link", args=[secret["token"]]),
    }
    for name, path in paths.items():
        response.set_cookie(
            name,
            secret["key"],
            path=path,
            httponly=True,
            samesite="Lax",
            secure=settings.HTTPS,
            expires=guest.link.expires_at,
        )
