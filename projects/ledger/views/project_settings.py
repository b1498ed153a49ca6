"""The settings of a project, its monthly budget among them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from projects.core.access import project_for
from projects.core.forms import ProjectForm
from projects.core.http import Request
from projects.ledger.holds import committed_usd
from projects.models import Project


@require_http_methods(["GET", "POST"])
def edit(request: Request, slug: str) -> HttpResponse:
    """Name, aspect ratio and budget of a project, and archiving it: for its owners."""
    project = project_for(request.user, slug, "own")
    form = ProjectForm(request.POST or None, instance=project)
    if form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("project-settings", slug)
    name = Project.objects.values_list("name", flat=True).get(pk=project.pk)  # not the one just refused
    context = {"project": project, "form": form, "name": name, "committed": committed_usd(project)}
    return render(request, "ledger/project_settings.html", context, status=422 if form.is_bound else 200)
