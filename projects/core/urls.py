"""URLs of the front page and of projects."""

from django.urls import path

from projects.core.views import home, projects, public_address

project_urls = [
    path("archive/", projects.archive, name="project-archive"),
    path("restoration/", projects.restore, name="project-restoration"),
]

urlpatterns = [
    path("", home.show, name="home"),
    path("projects/", projects.index, name="projects"),
    path("settings/address/", public_address.save, name="public-address"),
    path("settings/address/check/", public_address.check, name="address-check"),
]
