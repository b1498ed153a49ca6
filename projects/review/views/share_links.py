"""Share links: made and revoked by the team; the door itself for guests."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from projects.core.access import project_for
from projects.core.forms import errors_of
from projects.core.http import Request, pieces
from projects.models import ShareLink
from projects.review import share_links
from projects.review.forms import LinkForm
from projects.review.views.access import no_door, private
from projects.review.visitors import AT_THE_DOOR, COOKIE


@require_http_methods(["GET", "POST"])
def index(request: Request, slug: str, number: int) -> HttpResponse:
    """The links of a review and who came by them; a POST makes one and shows its address, once."""
    project = project_for(request.user, slug, "make")
    review = get_object_or_404(project.reviews, number=number)
    context: dict[str, Any] = {"project": project, "review": review}
    if request.method == "POST":
        form = LinkForm(request.POST)
        if not form.is_valid():
            reasons = errors_of(form)
            return listed(request, context | {"reasons": reasons}, 422)
        _, token = share_links.make(review, request.user, **form.cleaned_data)
        address = (settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}") + reverse(
            "share-link", args=[token]
        )
        context |= {"address": address}
    return listed(request, context)


def listed(request: Request, context: dict, status: int = 200) -> HttpResponse:
    context["links"] = context["review"].links.select_related("created_by").prefetch_related("guests")
    if request.htmx:
        return pieces(request, ("review/_links.html", context), status=status)
    return render(request, "review/links.html", context, status=status)


@require_POST
def revoke(request: Request, slug: str, number: int, id) -> HttpResponse:
    project = project_for(request.user, slug, "make")
    link = get_object_or_404(ShareLink, pk=id, review__project=project, review__number=number)
    share_links.revoke(link)
    return listed(request, {"project": project, "review": link.review})


@login_not_required
@require_http_methods(["GET", "POST"])
def door(request, token: str) -> HttpResponse:
    """Swap the secret of the address for a cookie that only this link's pages get, and go there."""
    link = share_links.opened(token)
    if link is None:
        return no_door(request)
    if link.passphrase:
        given = request.POST.get("passphrase", "") if request.method == "POST" else None
        if given is None or not share_links.lets_in(link, given):
            context = {"wrong": given is not None}
            return private(render(request, "review/passphrase.html", context, status=422 if given else 200))
    guest, key = share_links.welcome(link, request.COOKIES.get(AT_THE_DOOR, ""))
    newest = share_links.versions_of(link).first()
    if newest is None:
        return no_door(request)
    answer = redirect("guest", link.pk, newest.number)
    paths = {COOKIE: reverse("guest-entry", args=[link.pk]), AT_THE_DOOR: reverse("share-link", args=[token])}
    for name, path in paths.items():
        answer.set_cookie(
            name,
            key,
            path=path,
            httponly=True,
            samesite="Lax",
            secure=settings.HTTPS,
            expires=guest.link.expires_at,
        )
    return private(answer)
