"""Every page and piece, grouped by noun; verbs are nouns."""

from django.urls import include, path

from projects.views import (
    account,
    activity,
    clips,
    cuts,
    exports,
    files,
    generations,
    home,
    images,
    library,
    notes,
    people,
    projects,
    pulse,
    reels,
    reviews,
    settings,
    shares,
    timelines,
    wishes,
)


def review_urls(name: str) -> list:
    """What lies under a review's address, for members (name "review") and guests (name "guest") alike."""
    return [
        path("", reviews.show, name=name),
        path("pulse/", reviews.pulse, name=f"{name}-pulse"),
        path("film.mp4", reviews.film, name=f"{name}-film"),
        path("frames/<int:n>.webp", reviews.frame, name=f"{name}-frame"),
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
    path("wishes/", wishes.create, name="generations"),
    path("pulse/", pulse.show, name="pulse"),
    path("activity/", activity.show, name="activity"),
    path("people/", people.index, name="people"),
    path("people/<int:member>/role/", people.role, name="member-role"),
    path("people/<int:member>/removal/", people.remove, name="member-removal"),
    path("people/invitations/<uuid:id>/revocation/", people.revoke, name="invitation-revocation"),
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
    path("clips/<uuid:id>/<str:name>", files.clip, name="clip-file"),
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
    path("timelines/<int:number>/clips/", clips.create, name="timeline-clips"),
    path("timelines/<int:number>/placement/", clips.place, name="timeline-placement"),
    path("timelines/<int:number>/clips/<uuid:id>/position/", clips.move, name="clip-position"),
    path("timelines/<int:number>/clips/<uuid:id>/trim/", clips.trim, name="clip-trim"),
    path("timelines/<int:number>/clips/<uuid:id>/split/", clips.split, name="clip-split"),
    path("timelines/<int:number>/clips/<uuid:id>/removal/", clips.remove, name="clip-removal"),
    path("timelines/<int:number>/clips/<uuid:id>/take/", clips.choose_take, name="clip-take"),
    path("timelines/<int:number>/clips/<uuid:id>/", clips.show, name="clip-panel"),
    path("timelines/<int:number>/reels/<str:name>.mp4", reels.show, name="reel"),
    path("timelines/<int:number>/review/", reviews.put_up_timeline, name="timeline-review"),
    # reviews
    path("reviews/", reviews.index, name="reviews"),
    path("reviews/<int:number>/", include(review_urls("review"))),
    path("reviews/<int:number>/links/", shares.index, name="links"),
    path("reviews/<int:number>/links/<uuid:id>/revocation/", shares.revoke, name="link-revocation"),
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
    path("first-run/", account.first_run, name="first-run"),
    path("sign-in/", account.SignIn.as_view(), name="sign-in"),
    path("sign-out/", account.SignOut.as_view(), name="sign-out"),
    path("projects/", projects.index, name="projects"),
    path("projects/<slug:slug>/", include(project_urls)),
    path("settings/", settings.show, name="settings"),
    path("settings/engines/<str:engine>/key/", settings.key, name="engine-key"),
    path("settings/engines/<str:engine>/test/", settings.test, name="engine-test"),
    path("settings/engines/default/", settings.default_model, name="default-model"),
    path("settings/appearance/", settings.appearance, name="appearance"),
    path("join/<str:token>/", people.join, name="join"),
    path("s/<str:token>/", shares.door, name="door"),
    path("r/<uuid:link>/", include(review_urls("guest"))),
    path("keyframes/<str:token>/picture.png", files.keyframe, name="keyframe-file"),
]
