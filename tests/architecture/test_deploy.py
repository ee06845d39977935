"""Django's own checks for an installation that others reach find nothing, with settings as docs/operate tells to set them."""

import os
import subprocess
import sys

import pytest

from tests.architecture.repository import ROOT

BEHIND_NGINX = {
    "PLANTAO_URL": "https://noc.example",
    "PLANTAO_HOSTS": "noc.example",
    "PLANTAO_PROXIES": "127.0.0.1",
    "PLANTAO_MAIL_AUTHSERV_ID": "mx.noc.example",
    "PLANTAO_SECRET_KEY": "c6m0r4w9z2v7n1x5k8j3h-q_t4y6u2i0o9p7a5s3d1f-b8e2g6l0",
    "DATABASE_URL": "postgresql://app@127.0.0.1:1/none",
}


def checked(**settings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = {"PATH": os.environ["PATH"], **settings}
    return subprocess.run(command, env=environment, capture_output=True, check=False, text=True, cwd=ROOT)


class TestAnInstallationThatOthersReach:
    def test_when_it_is_set_up_as_told_then_nothing_is_found(self) -> None:
        done = checked(**BEHIND_NGINX)

        assert done.returncode == 0, done.stderr

    @pytest.mark.parametrize(("wrong", "told"), [({"PLANTAO_SECRET_KEY": "short"}, "W009"), ({"PLANTAO_PROXIES": ""}, "W008")])
    def test_when_something_is_not_then_it_is_found(self, wrong: dict[str, str], told: str) -> None:
        done = checked(**{**BEHIND_NGINX, **wrong})

        assert done.returncode == 1
        assert told in done.stderr
