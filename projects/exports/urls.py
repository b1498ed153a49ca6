"""URLs of exports and of a timeline's downloads."""

from django.urls import path

from projects.exports import views

project_urls = [
    path("clips/<uuid:id>/<str:name>", views.clip_file, name="clip-file"),
    path("clips/download/", views.selection_file, name="selection-file"),
    path("timelines/<int:number>/exports/", views.index, name="exports"),
    path("exports/<uuid:id>/cancellation/", views.cancel, name="export-cancellation"),
    path("exports/<uuid:id>/file/", views.file, name="export-file"),
    path("timelines/<int:number>/cut-file/", views.cut_file, name="cut-file"),
]
