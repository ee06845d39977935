"""Fields as pages show them."""

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from plantao.ui.forms import Form


class AskedForm(Form):
    plain = forms.CharField(label="<i>Plain</i>", help_text="<b>as a handbook writes it</b>")
    ours = forms.CharField(label="Ours", help_text=mark_safe("<ul>of our own</ul>"))


class TestAForm:
    def test_when_words_of_others_stand_in_it_then_they_are_text_and_no_markup(self) -> None:
        said = render_to_string("ui/form.html", {"form": AskedForm(), "action": "/"})

        assert "&lt;b&gt;as a handbook writes it&lt;/b&gt;" in said
        assert "&lt;i&gt;Plain&lt;/i&gt;" in said
        assert "<ul>of our own</ul>" in said
