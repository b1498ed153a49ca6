"""The first-run page, signing in and signing out."""

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, LogoutView
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from projects.accounts import two_factor
from projects.accounts.forms import FirstRunForm, SignInForm
from projects.accounts.sign_in_throttling import hold_account, is_throttled, name_account
from projects.models import Person, Studio
from projects.models.studio import AlreadySetUp

BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request):
    """Create the admin account and the first project, once for each studio."""
    if Person.objects.exists():
        return redirect("home" if request.user.is_authenticated else "sign-in")
    form = FirstRunForm(request.POST or None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "accounts/first_run.html", {"form": form}, status=status)
    try:
        owner, project = Studio.set_up(form.cleaned_data["email"], form.cleaned_data["password"])
    except AlreadySetUp:
        return redirect("sign-in")
    login(request, owner, BACKEND)
    return redirect("library", project.slug)


class SignIn(LoginView):
    http_method_names = ["get", "head", "post"]
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def post(self, request, *args, **kwargs):
        with hold_account(name_account(request, {"username": request.POST.get("username")})):
            if is_throttled(request):
                status = settings.AXES_HTTP_RESPONSE_CODE
                return render(request, settings.AXES_LOCKOUT_TEMPLATE, status=status)
            return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        """Sign in, or ask for a code if the person uses two-factor authentication."""
        person = form.get_user()
        if two_factor.device_of(person) is None:
            return super().form_valid(form)
        two_factor.begin(self.request, person, self.get_success_url())
        return redirect("two-factor")


class SignOut(LogoutView):
    """Sign out, by POST only."""

    http_method_names = ["post"]
