"""What lies in deploy/ for a server names commands and settings that there are."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from plantao.operate.cli import COMMANDS
from plantao.operate.supervisor import STOP_WITHIN
from plantao.operate.tests.running import REPOSITORY
from plantao.operate.tests.test_documented import WRITTEN
from plantao.operate.up import SERVICES

DEPLOY = REPOSITORY / "deploy"
PROGRAM = "/opt/plantao/.venv/bin/plantao"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def said(unit: Path, name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)


def test_each_service_has_a_unit_and_the_target_wants_it() -> None:
    run = {start.split()[1] for unit in UNITS for start in said(unit, "ExecStart")}
    wanted = {re.sub(r"@[0-9]+", "@", name) for name in said(DEPLOY / "systemd/plantao.target", "Wants")[0].split()}

    assert run == {command for command, _ in SERVICES.values()} <= set(COMMANDS)
    assert wanted == {unit.name for unit in UNITS}


def test_nginx_asks_every_web_server_that_the_target_wants() -> None:
    wanted = re.findall(r"plantao-web@([0-9]+)", said(DEPLOY / "systemd/plantao.target", "Wants")[0])

    assert re.findall(r"server 127\.0\.0\.1:([0-9]+)", (DEPLOY / "nginx/plantao.conf").read_text(encoding="utf-8")) == wanted


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.stem)
def test_a_unit_has_time_to_stop_and_no_rights(unit: Path) -> None:
    assert float(said(unit, "TimeoutStopSec")[0]) > STOP_WITHIN
    assert (said(unit, "User"), said(unit, "NoNewPrivileges"), said(unit, "ProtectSystem")) == (["plantao"], ["yes"], ["strict"])


def test_every_setting_in_the_file_is_one() -> None:
    known = set(WRITTEN.findall((REPOSITORY / "docs/operate/settings.md").read_text(encoding="utf-8")))

    assert set(re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "plantao.env").read_text(encoding="utf-8"), re.MULTILINE)) <= known


def test_a_shell_reads_the_settings_as_the_services_do(tmp_path: Path) -> None:
    settings = tmp_path / "plantao.env"
    settings.write_text((DEPLOY / "plantao.env").read_text(encoding="utf-8").replace("host=/run", "port=5477&host=/run"), encoding="utf-8")
    for name, prints in (
        ("setpriv", 'printf "as %s " "${1#--reuid=}"; shift 3; exec "$@"'),
        ("show", 'printf "%s|%s" "$DATABASE_URL" "$*"'),
    ):
        (tmp_path / name).write_text(f"#!/bin/sh\n{prints}\n", encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    typed = tmp_path / "plantao"
    typed.write_text((DEPLOY / "plantao").read_text(encoding="utf-8").replace(PROGRAM, str(tmp_path / "show")), encoding="utf-8")

    told = subprocess.run(
        ["sh", typed, "check", "--json"], env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "PLANTAO_ENVIRONMENT": str(settings)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    as_whom = "as plantao " if os.getuid() == 0 else ""
    assert told.stdout == f"{as_whom}postgresql:///plantao?port=5477&host=/run/postgresql|check --json"


def test_who_may_not_read_the_settings_is_told_what_to_type(tmp_path: Path) -> None:
    environment = {**os.environ, "PLANTAO_ENVIRONMENT": str(tmp_path / "none.env")}

    told = subprocess.run(["sh", DEPLOY / "plantao", "check"], env=environment, capture_output=True, text=True, check=False)

    assert (told.returncode, "sudo -u plantao plantao check" in told.stderr) == (1, True)
