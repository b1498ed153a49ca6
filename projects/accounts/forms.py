"""Forms for signing in, for a project's members, and for a person's own profile."""

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from projects.accounts.sign_in_throttling import is_own_password
from projects.core.forms import AmountField
from projects.core.http import Request
from projects.models import LoginSession, NotificationKind, Person, Role
from projects.models.notification import Channel
from projects.notifications.notifications import channel_for

EMAIL = {"autocomplete": "username", "autofocus": True, "inputmode": "email"}
EMAIL_TAKEN = _("An account with this email address already exists. Sign in, then open the link again.")
PASSWORD_HELP = _("At least 12 characters. A short sentence is easy to remember.")


# -- signing in ----------------------------------------------------------------------------------------


class AccountForm(forms.Form):
    """The email address and password of a new account."""

    email = forms.EmailField(
        label=_("Email address"),
        widget=forms.EmailInput(EMAIL),
        error_messages={"required": _("Enter your email address. You'll sign in with it.")},
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=PASSWORD_HELP,
        widget=forms.PasswordInput({"autocomplete": "new-password", "minlength": 12}),
        error_messages={"required": _("Choose a password.")},
    )

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        password_validation.validate_password(password, Person(email=self.cleaned_data.get("email", "")))
        return password


class FirstRunForm(AccountForm):
    """The admin account of a new studio."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and "email" not in self.errors:  # focus the field that needs a correction
            self.fields["email"].widget.attrs.pop("autofocus", None)
            self.fields["password"].widget.attrs["autofocus"] = True


class SignInForm(AuthenticationForm):
    """Email address and password. The error never says which of the two is wrong."""

    error_messages = {
        "invalid_login": _("Wrong email address or password."),
        "inactive": _("This account is closed."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Email address")
        self.fields["username"].widget = forms.EmailInput(EMAIL)


class CodeForm(forms.Form):
    """A code from an authenticator app, or a backup code."""

    code = forms.CharField(max_length=40)


class PasswordResetForm(forms.Form):
    email = forms.EmailField(label=_("Email address"), widget=forms.EmailInput(EMAIL))


class NewPasswordForm(SetPasswordForm):
    """A new password, entered twice."""

    error_messages = SetPasswordForm.error_messages | {"password_mismatch": _("The passwords don't match.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        label_new_password(self)


def label_new_password(form: forms.BaseForm) -> None:
    """Replace the labels and the long help text of Django's password forms."""
    form.fields["new_password1"].label = _("New password")
    form.fields["new_password2"].label = _("Repeat new password")
    form.fields["new_password1"].help_text = PASSWORD_HELP
    form.fields["new_password2"].help_text = ""


# -- members -------------------------------------------------------------------------------------------


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("Email address (optional)"),
        required=False,
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={"invalid": _("Enter a valid email address.")},
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role, initial=Role.EDITOR)


class RoleForm(forms.Form):
    """may_spend: if off, every paid clip needs an owner's approval. cap_usd: so does spending above it."""

    role = forms.ChoiceField(choices=Role)
    may_spend = forms.BooleanField(required=False)
    cap_usd = AmountField()


class JoinForm(AccountForm):
    """The account of a person who was invited."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        error_messages={"required": _("Enter your name.")},
        widget=forms.TextInput({"autocomplete": "name", "autofocus": True}),
    )
    field_order = ("name", "email", "password")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs.pop("autofocus")

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if Person.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(EMAIL_TAKEN)
        return email


# -- profile -------------------------------------------------------------------------------------------


class NameForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text=_("Shown with your notes and clips."),
        error_messages={"required": _("Enter your name.")},
    )


class AvatarForm(forms.Form):
    """A picture; without one, the avatar is removed."""

    file = forms.FileField(
        required=False,
        error_messages={"empty": _("This file is empty."), "invalid": _("Choose a file first.")},
    )


class NotificationForm(forms.Form):
    """One channel for each kind of notification."""

    def __init__(self, person: Person, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in NotificationKind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=Channel.choices, initial=channel_for(person, kind)
            )


class SessionForm(forms.Form):
    """One of a person's sessions; empty stands for all but the current one."""

    session = forms.ModelChoiceField(queryset=LoginSession.objects.none(), required=False)

    def __init__(self, person: Person, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = person.login_sessions.all()  # type: ignore[attr-defined]


class PasswordForm(PasswordChangeForm):
    """The current password, and the new one twice."""

    error_messages = PasswordChangeForm.error_messages | {
        "password_incorrect": _("This is not your current password."),
        "password_mismatch": _("The passwords don't match."),
    }

    def __init__(self, *args, request: Request | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        label_new_password(self)
        self.fields["old_password"].label = _("Current password")
        for field in self.fields.values():
            field.widget.attrs.pop("autofocus", None)

    def clean_old_password(self) -> str:
        """Check the current password where wrong ones are counted, as at the sign-in."""
        password = self.cleaned_data["old_password"]
        if self.request is None or not is_own_password(self.request, password):
            raise forms.ValidationError(self.error_messages["password_incorrect"], code="password_incorrect")
        return password
