"""A project's settings, its monthly budget among them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from projects.core.access import project_for
from projects.core.forms import ProjectForm
from projects.core.http import Request
from projects.ledger.holds import committed_usd
from projects.models import Project


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, slug: str) -> HttpResponse:
    """Let owners change the name, aspect ratio, frame rate and budget."""
    project = project_for(request.user, slug, "own")
    form = ProjectForm(request.POST or None, instance=project)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("project-settings", slug)
    name = Project.objects.values_list("name", flat=True).get(pk=project.pk)  # not the one just refused
    context = {"project": project, "form": form, "name": name, "committed_usd": committed_usd(project)}
    return render(request, "ledger/project_settings.html", context, status=422 if form.is_bound else 200)
