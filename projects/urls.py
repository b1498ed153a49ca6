"""Every page and piece, grouped by noun; verbs are nouns."""

from django.urls import include, path

from projects.accounts.views import avatars, members, password_reset, profile, sign_in, two_factor
from projects.api import views as keys
from projects.core.views import home, projects
from projects.exports import views as exports
from projects.ledger.views import activity, settings
from projects.library.views import files, generations, images, library, requests
from projects.notifications.views import bell, webhooks
from projects.review.views import compare, notes, presence, reviews, share_links
from projects.timeline.views import changes, cuts, playback, shots, timelines


def review_urls(name: str) -> list:
    """What lies under a review's address, for members (name "review") and guests (name "guest") alike."""
    return [
        path("", reviews.show, name=name),
        path("pulse/", reviews.pulse, name=f"{name}-pulse"),
        path("film.mp4", reviews.film, name=f"{name}-film"),
        path("frames/<int:n>.webp", reviews.frame, name=f"{name}-frame"),
        path("here/", presence.show, name=f"{name}-here"),
        path("name/", reviews.name, name=f"{name}-name"),
        path("verdict/", reviews.decide, name=f"{name}-verdict"),
        path("notes.csv", reviews.as_csv, name=f"{name}-csv"),
        path("notes/", notes.create, name=f"{name}-notes"),
        path("notes/<uuid:id>/done/", notes.done, name=f"{name}-note-done"),
        path("notes/<uuid:id>/removal/", notes.remove, name=f"{name}-note-removal"),
        path("notes/<uuid:id>/take/", notes.new_take, name=f"{name}-note-take"),
    ]


project_urls = [
    # library
    path("", library.show, name="library"),
    path("clips/", library.clips, name="library-clips"),
    path("quote/", library.quote, name="quote"),
    path("wishes/", requests.create, name="generations"),
    path("pulse/", changes.show, name="pulse"),
    path("activity/", activity.show, name="activity"),
    path("webhooks/", webhooks.index, name="webhooks"),
    path("webhooks/<uuid:id>/stop/", webhooks.stop, name="webhook-stop"),
    path("webhooks/deliveries/<uuid:id>/again/", webhooks.again, name="delivery-again"),
    path("keys/", keys.index, name="keys"),
    path("keys/<uuid:id>/revocation/", keys.revoke, name="key-revocation"),
    path("spending/", activity.spending, name="spending"),
    path("people/", members.index, name="people"),
    path("people/<int:member>/role/", members.role, name="member-role"),
    path("people/<int:member>/removal/", members.remove, name="member-removal"),
    path("people/invitations/<uuid:id>/revocation/", members.revoke, name="invitation-revocation"),
    path("settings/", projects.edit, name="project-settings"),
    path("archive/", projects.archive, name="project-archive"),
    path("restoration/", projects.restore, name="project-restoration"),
    # one clip
    path("clips/<uuid:id>/", generations.show, name="generation"),
    path("clips/<uuid:id>/cancellation/", generations.cancel, name="generation-cancellation"),
    path("clips/<uuid:id>/release/", generations.release, name="generation-release"),
    path("clips/<uuid:id>/decline/", generations.decline, name="generation-decline"),
    path("clips/<uuid:id>/check/", generations.check, name="generation-check"),
    path("clips/<uuid:id>/sending/", generations.send_again, name="generation-sending"),
    path("clips/<uuid:id>/giving-up/", generations.give_up, name="generation-giving-up"),
    path("clips/<uuid:id>/repeat/", generations.repeat, name="generation-repeat"),
    path("clips/<uuid:id>/picture/", generations.use_pictures, name="generation-picture"),
    path("clips/<uuid:id>/star/", generations.star, name="generation-star"),
    path("clips/<uuid:id>/<str:name>", exports.clip_file, name="clip-file"),
    # timelines
    path("timelines/", timelines.index, name="timelines"),
    path("timelines/new/", timelines.create, name="timeline-new"),
    path("timelines/<int:number>/", timelines.show, name="timeline"),
    path("timelines/<int:number>/panel/", timelines.panel, name="timeline-panel"),
    path("timelines/<int:number>/undo/", timelines.undo, name="timeline-undo"),
    path("timelines/<int:number>/redo/", timelines.redo, name="timeline-redo"),
    path("timelines/<int:number>/copy/", timelines.copy, name="timeline-copy"),
    path("timelines/<int:number>/name/", timelines.rename, name="timeline-name"),
    path("timelines/<int:number>/archive/", timelines.archive, name="timeline-archive"),
    path("timelines/<int:number>/cuts/", cuts.keep, name="timeline-cuts"),
    path("timelines/<int:number>/cuts/<int:cut>/", cuts.show, name="cut"),
    path("timelines/<int:number>/cuts/<int:cut>/return/", cuts.bring_back, name="cut-return"),
    path("timelines/<int:number>/clips/", shots.create, name="timeline-clips"),
    path("timelines/<int:number>/shelf/", shots.shelf, name="timeline-shelf"),
    path("timelines/<int:number>/placement/", shots.place, name="timeline-placement"),
    path("timelines/<int:number>/clips/<uuid:id>/position/", shots.move, name="clip-position"),
    path("timelines/<int:number>/clips/<uuid:id>/trim/", shots.trim, name="clip-trim"),
    path("timelines/<int:number>/clips/<uuid:id>/split/", shots.split, name="clip-split"),
    path("timelines/<int:number>/clips/<uuid:id>/removal/", shots.remove, name="clip-removal"),
    path("timelines/<int:number>/clips/<uuid:id>/take/", shots.choose_take, name="clip-take"),
    path("timelines/<int:number>/clips/<uuid:id>/", shots.show, name="clip-panel"),
    path("timelines/<int:number>/reels/<str:name>.mp4", playback.show, name="reel"),
    path("timelines/<int:number>/review/", reviews.put_up_timeline, name="timeline-review"),
    # reviews
    path("compare/", compare.show, name="compare"),
    path("reviews/", reviews.index, name="reviews"),
    path("reviews/<int:number>/", include(review_urls("review"))),
    path("reviews/<int:number>/links/", share_links.index, name="links"),
    path("reviews/<int:number>/links/<uuid:id>/revocation/", share_links.revoke, name="link-revocation"),
    path("clips/<uuid:id>/review/", reviews.put_up_take, name="generation-review"),
    # exports
    path("timelines/<int:number>/exports/", exports.index, name="exports"),
    path("exports/<uuid:id>/cancellation/", exports.cancel, name="export-cancellation"),
    path("exports/<uuid:id>/file/", exports.file, name="export-file"),
    path("timelines/<int:number>/cut-file/", exports.cut_file, name="cut-file"),
    # images
    path("images/", images.index, name="images"),
    path("images/<uuid:id>/<str:name>", files.image, name="image-file"),
    path("wells/<str:end>/", images.well, name="well"),
]

urlpatterns = [
    path("", home.show, name="home"),
    path("first-run/", sign_in.first_run, name="first-run"),
    path("sign-in/", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-in/second-step/", two_factor.ask, name="second-step"),
    path("sign-out/", sign_in.SignOut.as_view(), name="sign-out"),
    path("forgotten/", password_reset.ask, name="forgotten"),
    path("reset/<str:uidb64>/<str:token>/", password_reset.Reset.as_view(), name="reset"),
    path("projects/", projects.index, name="projects"),
    path("projects/<slug:slug>/", include(project_urls)),
    path("portraits/<uuid:id>.webp", avatars.show, name="portrait"),
    path("you/", profile.show, name="you"),
    path("you/name/", profile.name, name="your-name"),
    path("you/portrait/", profile.avatar, name="your-portrait"),
    path("you/telling/", profile.notification_settings, name="your-telling"),
    path("you/sessions/", profile.end_sessions, name="your-sessions"),
    path("you/second-step/", two_factor.set_up, name="your-second-step"),
    path("you/second-step/end/", two_factor.turn_off, name="your-second-step-end"),
    path("bell/", bell.show, name="bell"),
    path("you/password/", profile.password, name="your-password"),
    path("settings/", settings.show, name="settings"),
    path("settings/engines/<str:engine>/key/", settings.key, name="engine-key"),
    path("settings/engines/<str:engine>/test/", settings.test, name="engine-test"),
    path("settings/engines/default/", settings.default_model, name="default-model"),
    path("settings/beginners/", settings.beginners, name="beginners"),
    path("settings/appearance/", settings.appearance, name="appearance"),
    path("join/", members.invited, name="invited"),
    path("join/<str:token>/", members.join, name="join"),
    path("s/<str:token>/", share_links.door, name="door"),
    path("r/<uuid:link>/", reviews.show, name="entrance"),
    path("r/<uuid:link>/<int:number>/", include(review_urls("guest"))),
    path("keyframes/<str:token>/picture.png", files.keyframe, name="keyframe-file"),
    path("results/<str:token>/<str:name>", files.result, name="result-file"),
    path("", include("projects.api.urls")),
]
