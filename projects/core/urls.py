"""URLs of the front page and of projects."""

from django.urls import path

from projects.core.views import home, projects

project_urls = [
    path("archive/", projects.archive, name="project-archive"),
    path("restoration/", projects.restore, name="project-restoration"),
]

urlpatterns = [
    path("", home.show, name="home"),
    path("projects/", projects.index, name="projects"),
]
