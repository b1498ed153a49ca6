"""A new password for who has forgotten theirs."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from projects.accounts import password_reset
from projects.accounts.forms import ForgottenForm, ResetForm


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def ask(request) -> HttpResponse:
    """Asks for the address; says the same to everybody."""
    form = ForgottenForm(request.POST or None)
    told = form.is_valid() and password_reset.can_mail()
    if told:
        password_reset.ask(form.cleaned_data["email"])
    context = {"form": form, "told": told, "can_mail": password_reset.can_mail()}
    return render(request, "accounts/password_reset.html", context, status=422 if form.errors else 200)


ONLY = require_http_methods(["GET", "POST"])


@method_decorator([login_not_required, ONLY, never_cache], name="dispatch")
class Reset(PasswordResetConfirmView):
    """Behind the link: the new password, twice. The secret leaves the address at once."""

    http_method_names = ["get", "post"]
    template_name = "accounts/new_password.html"
    form_class = ResetForm
    success_url = reverse_lazy("sign-in")
