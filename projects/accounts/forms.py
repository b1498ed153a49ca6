"""Coming in, inviting others, and what people change about themselves."""

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm

from projects.models import NotificationKind, Person, Role
from projects.models.notification import Way
from projects.notifications.notifications import way_of

EMAIL = {"autocomplete": "username", "autofocus": True, "inputmode": "email"}
TAKEN = "There is an account with this address. Sign in with it, then open the link again."


# -- signing in ----------------------------------------------------------------------------------------


class FirstRunForm(forms.Form):
    """The owner's e-mail address and password; nothing else is asked."""

    email = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput(EMAIL),
        error_messages={"required": "Your e-mail address is needed to sign in again later."},
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="At least 12 characters. A short sentence is easy to keep in mind.",
        widget=forms.PasswordInput({"autocomplete": "new-password", "minlength": 12}),
        error_messages={"required": "Please choose a password."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and "email" not in self.errors:  # the cursor stands where something is to be done
            self.fields["email"].widget.attrs.pop("autofocus", None)
            self.fields["password"].widget.attrs["autofocus"] = True

    def clean_password(self):
        password = self.cleaned_data["password"]
        password_validation.validate_password(password, Person(email=self.cleaned_data.get("email", "")))
        return password


class SignInForm(AuthenticationForm):
    """E-mail address and password; the same words whether the address or the password is wrong."""

    error_messages = {
        "invalid_login": "This address and password do not belong together. Please look at both again.",
        "inactive": "This account is closed.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "E-mail address"
        self.fields["username"].widget = forms.EmailInput(EMAIL)


class ForgottenForm(forms.Form):
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(EMAIL))


class ResetForm(SetPasswordForm):
    """The new password, twice."""

    error_messages = SetPasswordForm.error_messages | {"password_mismatch": "The two are different."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {"new_password1": "New password", "new_password2": "The same once more"}
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["new_password1"].help_text = "At least 12 characters. A short sentence is good."
        self.fields["new_password2"].help_text = ""


# -- members -------------------------------------------------------------------------------------------


class InviteForm(forms.Form):
    role = forms.ChoiceField(choices=Role)
    email = forms.EmailField(required=False, error_messages={"invalid": "This is not an e-mail address."})


class RoleForm(forms.Form):
    """may_spend: without it every paid clip asks an owner. cap_usd: a month, above which it asks."""

    role = forms.ChoiceField(choices=Role)
    may_spend = forms.BooleanField(required=False)
    cap_usd = forms.DecimalField(
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        error_messages={"invalid": "The cap is an amount in dollars.", "min_value": "A cap is not below 0."},
    )


class JoinForm(forms.Form):
    """An account for somebody who was invited."""

    name = forms.CharField(
        label="Your name",
        max_length=80,
        error_messages={"required": "Others want to know who you are."},
        widget=forms.TextInput({"autocomplete": "name", "autofocus": True}),
    )
    email = forms.EmailField(
        label="E-mail address",
        widget=forms.EmailInput({"autocomplete": "username"}),
        error_messages={"required": "Your e-mail address is needed to sign in again later."},
    )
    password = forms.CharField(
        label="Password",
        strip=False,
        help_text="At least 12 characters. A short sentence is easy to keep in mind.",
        widget=forms.PasswordInput({"autocomplete": "new-password", "minlength": 12}),
        error_messages={"required": "Please choose a password."},
    )

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if Person.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(TAKEN)
        return email

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        password_validation.validate_password(password, Person(email=self.cleaned_data.get("email", "")))
        return password


# -- one's own page ------------------------------------------------------------------------------------


class NameForm(forms.Form):
    name = forms.CharField(
        label="Your name",
        max_length=80,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text="It stands beside your notes and clips.",
        error_messages={"required": "Tell a name."},
    )


class PortraitForm(forms.Form):
    file = forms.FileField(
        required=False, error_messages={"empty": "This file is empty.", "invalid": "No file came with this."}
    )


class TellingForm(forms.Form):
    """How a person hears about each kind of news."""

    def __init__(self, person: Person, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in NotificationKind:
            self.fields[kind.value] = forms.ChoiceField(
                label=kind.label, choices=Way.choices, initial=way_of(person, kind)
            )


class PasswordForm(PasswordChangeForm):
    """The old one, and the new one twice."""

    error_messages = PasswordChangeForm.error_messages | {
        "password_incorrect": "That is not the password you have now.",
        "password_mismatch": "The two new passwords are different.",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {
            "old_password": "Password now",
            "new_password1": "New password",
            "new_password2": "The same once more",
        }
        for name, label in labels.items():
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("autofocus", None)
        self.fields["new_password1"].help_text = "At least 12 characters. A short sentence is good."
        self.fields["new_password2"].help_text = ""
