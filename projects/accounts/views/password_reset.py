"""Request a password reset link, and choose a new password behind it."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from projects.accounts import password_reset
from projects.accounts.forms import NewPasswordForm, PasswordResetForm

PAGE = require_http_methods(["GET", "HEAD", "POST"])


@login_not_required
@never_cache
@PAGE
def ask(request) -> HttpResponse:
    """Request a link. The response is the same whether the account exists or not."""
    form = PasswordResetForm(request.POST or None)
    can_mail = password_reset.can_mail()
    is_requested = form.is_valid() and can_mail
    if is_requested:
        password_reset.request_link(form.cleaned_data["email"])
    context = {"form": form, "is_requested": is_requested, "can_mail": can_mail}
    return render(request, "accounts/password_reset.html", context, status=422 if form.errors else 200)


@method_decorator([login_not_required, PAGE, never_cache], name="dispatch")
class NewPassword(PasswordResetConfirmView):
    """Set the new password. Django moves the token from the URL to the session first."""

    http_method_names = ["get", "head", "post"]
    template_name = "accounts/new_password.html"
    form_class = NewPasswordForm
    success_url = reverse_lazy("sign-in")
