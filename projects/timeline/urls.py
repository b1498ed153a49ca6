"""Timelines, their shots, and named cuts."""

from django.urls import path

from projects.timeline.views import changes, cuts, playback, shots, timelines

project_urls = [
    path("timelines/", timelines.index, name="timelines"),
    path("timelines/new/", timelines.create, name="timeline-new"),
    path("timelines/<int:number>/", timelines.show, name="timeline"),
    path("timelines/<int:number>/changes/", changes.show, name="timeline-changes"),
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
]
