"""URLs of clips, the composer and pictures."""

from django.urls import path

from projects.library.views import (
    bin,
    changes,
    files,
    filters,
    generations,
    images,
    library,
    organize,
    remake,
    requests,
    selection,
    uploads,
)

project_urls = [
    path("", library.show, name="library"),
    path("changes/", changes.show, name="changes"),
    path("clips/", library.clips, name="library-clips"),
    path("filters/", filters.index, name="library-filters"),
    path("filters/<int:filter>/removal/", filters.remove, name="saved-filter-removal"),
    path("quote/", library.quote, name="quote"),
    path("generations/", requests.create, name="generations"),
    path("clips/deletion/", bin.delete, name="library-deletion"),
    path("bin/", bin.show, name="bin"),
    path("bin/purge/", bin.purge, name="bin-purge"),
    path("bin/restoration/", bin.restore, name="bin-restoration"),
    path("clips/rating/", selection.rate, name="selection-rating"),
    path("clips/tags/", selection.tag, name="selection-tags"),
    path("clips/<uuid:id>/", generations.show, name="generation"),
    path("clips/<uuid:id>/takes/", generations.takes, name="generation-takes"),
    path("clips/<uuid:id>/cancellation/", generations.cancel, name="generation-cancellation"),
    path("clips/<uuid:id>/approval/", generations.approve, name="generation-approval"),
    path("clips/<uuid:id>/decline/", generations.decline, name="generation-decline"),
    path("clips/<uuid:id>/check/", generations.check, name="generation-check"),
    path("clips/<uuid:id>/sending/", generations.send_again, name="generation-sending"),
    path("clips/<uuid:id>/giving-up/", generations.give_up, name="generation-giving-up"),
    path("clips/<uuid:id>/repeat/", generations.repeat, name="generation-repeat"),
    path("clips/<uuid:id>/remake/", remake.show, name="generation-remake"),
    path("clips/<uuid:id>/picture/", generations.use_pictures, name="generation-picture"),
    path("clips/<uuid:id>/favorite/", generations.favorite, name="generation-favorite"),
    path("clips/<uuid:id>/rating/", organize.rate, name="generation-rating"),
    path("clips/<uuid:id>/tags/", organize.tag, name="generation-tags"),
    path("uploads/", uploads.index, name="uploads"),
    path("uploads/<uuid:id>/", uploads.upload, name="upload"),
    path("uploads/<uuid:id>/check/", uploads.check, name="upload-check"),
    path("uploads/<uuid:id>/removal/", uploads.remove, name="upload-removal"),
    path("images/", images.index, name="images"),
    path("images/<uuid:id>/<str:name>", files.image, name="image-file"),
    path("keyframe-slots/<str:end>/", images.slot, name="keyframe-slot"),
]

urlpatterns = [
    path("keyframes/<str:token>/picture.png", files.keyframe, name="keyframe-file"),
    path("results/<str:token>/<str:name>", files.result, name="result-file"),
]
