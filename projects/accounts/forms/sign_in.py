"""Coming in: the first run, and signing in."""

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm

from projects.models import Person

EMAIL = {"autocomplete": "username", "autofocus": True, "inputmode": "email"}


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
