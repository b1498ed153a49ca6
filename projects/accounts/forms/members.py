"""Inviting, and coming in with an invitation."""

from django import forms
from django.contrib.auth import password_validation

from projects.models import Person, Role

TAKEN = "There is an account with this address. Sign in with it, then open the link again."


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
