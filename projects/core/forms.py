"""What a person may set on a project, and the reasons why a form was not accepted."""

from django import forms

from projects.models import Project

ASPECTS = {
    "16:9": "16:9 – screens, the usual film",
    "21:9": "21:9 – wide cinema",
    "4:3": "4:3 – the classic frame",
    "1:1": "1:1 – square",
    "3:4": "3:4 – upright, portrait",
    "9:16": "9:16 – phones",
    "9:21": "9:21 – tall",
}


def errors_of(form: forms.BaseForm) -> list[str]:
    """Return every error of the form as a sentence, in the order of its fields."""
    return [str(reason) for field in form.errors.values() for reason in field]


class NewProjectForm(forms.ModelForm):  # type: ignore[type-arg]  # generic in the stubs alone
    name = forms.CharField(
        label="Name",
        max_length=80,
        widget=forms.TextInput({"autocomplete": "off", "placeholder": "Lighthouse film"}),
        error_messages={
            "required": "The project needs a name.",
            "max_length": "Please use at most 80 characters.",
        },
    )
    aspect_ratio = forms.ChoiceField(label="Shape of the picture", choices=ASPECTS, initial="16:9")

    class Meta:
        model = Project
        fields = ["name", "aspect_ratio"]


class ProjectForm(NewProjectForm):
    budget_usd = forms.DecimalField(
        label="Monthly budget in US dollars",
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        help_text="New clips wait once it is used up. Leave it empty for no limit.",
        widget=forms.NumberInput({"inputmode": "decimal", "step": "0.01", "placeholder": "no limit"}),
        error_messages={
            "invalid": "Please write an amount such as 120 or 49.50.",
            "min_value": "A budget cannot be less than 0.",
        },
    )

    class Meta(NewProjectForm.Meta):
        fields = ["name", "aspect_ratio", "budget_usd"]
