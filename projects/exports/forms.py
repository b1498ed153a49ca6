"""The form that requests an export."""

from django import forms

from projects.models import ExportFormat
from projects.models.export import SIZES


class ExportForm(forms.Form):
    """The options of the export dialog. Missing and unknown values become the default."""

    format = forms.CharField(required=False)
    size_name = forms.CharField(required=False)
    labeled = forms.BooleanField(required=False)
    includes_prompts = forms.BooleanField(required=False)
    client_token = forms.CharField(max_length=60, required=False)

    def clean_format(self) -> str:
        format = self.cleaned_data["format"]
        return format if format in ExportFormat.values else ExportFormat.MP4

    def clean_size_name(self) -> str:
        size_name = self.cleaned_data["size_name"]
        return size_name if size_name in SIZES else "source"
