"""URLs of reviews, for members and for guests."""

from django.urls import URLPattern, URLResolver, include, path

from projects.review.views import compare, notes, presence, reviews, share_links


def review_urls(name: str) -> list:
    """Return the URLs of a review's page, for members (name "review") and for guests (name "guest")."""
    return [
        path("", reviews.show, name=name),
        path("changes/", reviews.changes, name=f"{name}-changes"),
        path("film.mp4", reviews.video, name=f"{name}-film"),
        path("shots/<int:n>.mp4", reviews.shot_video, name=f"{name}-shot"),
        path("shots/<int:n>.webp", reviews.shot_picture, name=f"{name}-shot-picture"),
        path("frames/<int:n>.webp", reviews.frame, name=f"{name}-frame"),
        path("presence/", presence.show, name=f"{name}-presence"),
        path("name/", reviews.set_name, name=f"{name}-name"),
        path("verdict/", reviews.decide, name=f"{name}-verdict"),
        path("notes.csv", reviews.as_csv, name=f"{name}-csv"),
        path("notes/", notes.create, name=f"{name}-notes"),
        path("notes/<uuid:id>/done/", notes.done, name=f"{name}-note-done"),
        path("notes/<uuid:id>/removal/", notes.remove, name=f"{name}-note-removal"),
        path("notes/<uuid:id>/take/", notes.new_take, name=f"{name}-note-take"),
    ]


project_urls: list[URLPattern | URLResolver] = [
    path("timelines/<int:number>/review/", reviews.publish_timeline, name="timeline-review"),
    path("compare/", compare.show, name="compare"),
    path("reviews/", reviews.index, name="reviews"),
    path("reviews/<int:number>/", include(review_urls("review"))),
    path("reviews/<int:number>/links/", share_links.index, name="share-links"),
    path(
        "reviews/<int:number>/links/<uuid:id>/revocation/", share_links.revoke, name="share-link-revocation"
    ),
    path("clips/<uuid:id>/review/", reviews.publish_take, name="generation-review"),
]

urlpatterns = [
    path("s/<str:token>/", share_links.open_link, name="share-link"),
    path("r/<uuid:link>/", reviews.show, name="guest-entry"),
    path("r/<uuid:link>/<int:number>/", include(review_urls("guest"))),
]
