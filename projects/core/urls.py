"""URLs of the front page, of projects, and of settings that no other room has."""

from django.urls import path

from projects.core.views import about, appearance, home, projects, public_address, storage, studio_settings

project_urls = [
    path("archive/", projects.archive, name="project-archive"),
    path("restoration/", projects.restore, name="project-restoration"),
]

urlpatterns = [
    path("", home.show, name="home"),
    path("projects/", projects.index, name="projects"),
    path("settings/about/", about.show, name="about"),
    path("settings/address/", public_address.edit, name="public-address"),
    path("settings/address/check/", public_address.check, name="address-check"),
    path("settings/appearance/", appearance.choose, name="appearance"),
    path("settings/general/", studio_settings.edit, name="studio-settings"),
    path("settings/storage/", storage.show, name="storage"),
]
