"""Back to the page that a form was sent from."""

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme


def back(request: HttpRequest, name: str, *, otherwise: str) -> HttpResponseRedirect:
    """Go to the path that the form names under `name`, where it is one of ours; else to `otherwise`, a path or the name of an address."""
    written = request.POST.get(name, "")
    is_ours = written.startswith("/") and url_has_allowed_host_and_scheme(written, allowed_hosts=None)
    return redirect(written if is_ours else otherwise)
