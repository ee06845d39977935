"""What is asked for a new handbook."""

from django import forms
from django.utils.translation import gettext_lazy

from plantao.handbook.reading import LARGEST
from plantao.ui.forms import Form


class NewHandbook(Form):
    """A handbook as text; a file, where one is given, takes its place."""

    file = forms.FileField(label=gettext_lazy("File"), required=False, help_text=gettext_lazy("YAML, in place of the text below."))
    source = forms.CharField(
        label=gettext_lazy("Handbook"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "autocapitalize": "off", "wrap": "off", "data-lines": ""}),
    )

    @property
    def written(self) -> bytes:
        """Return the bytes to check: the file's as they are; of the text, with the line ends that files have here."""
        file = self.cleaned_data.get("file")
        if file is not None:
            content: bytes = file.read(LARGEST + 1)
            return content
        return str(self.cleaned_data["source"]).replace("\r\n", "\n").encode()

    @property
    def file_name(self) -> str:
        """Return what to call it: the file's name, or that of none."""
        file = self.cleaned_data.get("file")
        return str(file.name) if file is not None else "handbook.yaml"
