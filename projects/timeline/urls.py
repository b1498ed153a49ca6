"""URLs of timelines, their shots and saved versions."""

from django.urls import path

from projects.timeline.views import (
    changes,
    cuts,
    insert,
    playback,
    remake,
    selection,
    shots,
    stills,
    timelines,
)

project_urls = [
    path("timelines/", timelines.index, name="timelines"),
    path("timelines/new/", timelines.create, name="timeline-new"),
    path("timelines/<int:number>/", timelines.show, name="timeline"),
    path("timelines/<int:number>/changes/", changes.show, name="timeline-changes"),
    path("timelines/<int:number>/panel/", timelines.panel, name="timeline-panel"),
    path("timelines/<int:number>/undo/", timelines.undo, name="timeline-undo"),
    path("timelines/<int:number>/redo/", timelines.redo, name="timeline-redo"),
    path("timelines/<int:number>/remake/", remake.show, name="timeline-remake"),
    path("timelines/<int:number>/copy/", timelines.copy, name="timeline-copy"),
    path("timelines/<int:number>/name/", timelines.rename, name="timeline-name"),
    path("timelines/<int:number>/archive/", timelines.archive, name="timeline-archive"),
    path("timelines/<int:number>/cuts/", cuts.save, name="timeline-cuts"),
    path("timelines/<int:number>/cuts/<int:cut>/", cuts.show, name="cut"),
    path("timelines/<int:number>/cuts/<int:cut>/return/", cuts.restore, name="cut-return"),
    path("timelines/<int:number>/shots/", insert.create, name="timeline-shots"),
    path("timelines/<int:number>/clip-search/", insert.clip_search, name="timeline-clip-search"),
    path("timelines/<int:number>/stills/", stills.index, name="timeline-stills"),
    path("timelines/<int:number>/placements/", insert.place_selection, name="timeline-placements"),
    path("timelines/<int:number>/placement/", insert.place, name="timeline-placement"),
    path("timelines/<int:number>/selection/", selection.show, name="shot-selection"),
    path("timelines/<int:number>/selection/position/", selection.move, name="shot-positions"),
    path("timelines/<int:number>/selection/copies/", selection.duplicate, name="shot-copies"),
    path("timelines/<int:number>/selection/removal/", selection.remove, name="shot-removals"),
    path("timelines/<int:number>/shots/<uuid:id>/trim/", shots.trim, name="shot-trim"),
    path("timelines/<int:number>/shots/<uuid:id>/split/", shots.split, name="shot-split"),
    path("timelines/<int:number>/shots/<uuid:id>/take/", shots.choose_take, name="shot-take"),
    path("timelines/<int:number>/shots/<uuid:id>/", shots.show, name="shot-panel"),
    path("timelines/<int:number>/playback/<str:name>.mp4", playback.show, name="playback-file"),
]
