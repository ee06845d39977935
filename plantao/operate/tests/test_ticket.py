"""`plantao ticket`: every verb at the command line, as a member of staff or as the operator."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from plantao.directory.testing import a_contact, a_customer, a_service
from plantao.operate.cli import main
from plantao.operate.ticket.actions import ACTIONS, VENDOR
from plantao.operate.ticket.arguments import Action
from plantao.staff.permissions import Right, permissions_of
from plantao.staff.testing import an_agent
from plantao.tickets.models import Ticket
from plantao.tickets.testing import LONG_AGO, a_desk

pytestmark = pytest.mark.django_db
Said = dict[str, Any]


class Terminal:
    """What somebody types, and what they read."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def ticket(self, *arguments: str) -> Said:
        """Run a verb that succeeds and return the one object that it prints."""
        assert main(["ticket", *arguments, "--json"]) == 0, self.capsys.readouterr().err
        (line,) = self.capsys.readouterr().out.splitlines()
        said: Said = json.loads(line)
        return said

    def refused(self, *arguments: str) -> str:
        """Run what is refused and return the one sentence that says why."""
        with transaction.atomic():
            assert main(["ticket", *arguments]) == 1
        said = self.capsys.readouterr()
        assert said.out == ""
        (line,) = said.err.splitlines()
        return line

    def lines(self, *arguments: str) -> list[str]:
        assert main(["ticket", *arguments]) == 0
        return self.capsys.readouterr().out.splitlines()


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("LC_ALL", "en")
    a_desk()
    return Terminal(capsys)


@pytest.fixture
def protocol(terminal: Terminal) -> str:
    return str(terminal.ticket("open", "No traffic.", "--subject", "Link down", "--requester", "ana@aurora.example")["protocol"])


def type_in(monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))


class TestOpening:
    def test_when_it_is_opened_for_a_contact_then_the_object_says_all_that_a_list_does(self, terminal: Terminal) -> None:
        customer = a_customer(at=LONG_AGO)
        a_contact(customer, at=LONG_AGO, mail="ana@aurora.example")

        said = terminal.ticket("open", "No traffic.", "--subject", "Link down", "--requester", "ana@aurora.example", "--channel", "phone")

        assert said["protocols"] == [said["protocol"]]
        assert (said["subject"], said["status"], said["holds"], said["channel"]) == ("Link down", "new", [], "phone")
        assert (said["department"], said["item"], said["criticality"]) == ("support", "incident", "urgent")
        assert (said["customer"], said["requester"]) == ("Provedor Aurora", "ana@aurora.example")
        assert said["opened_at"].endswith("Z")

    def test_when_nobody_knows_the_requester_then_their_domains_customer_has_it(self, terminal: Terminal) -> None:
        a_customer(at=LONG_AGO, domains=("aurora.example",))

        said = terminal.ticket("open", "x", "--subject", "y", "--requester", "new@aurora.example", "--requester-name", "Gil")

        assert (said["customer"], said["requester"], said["requester_name"]) == ("Provedor Aurora", "new@aurora.example", "Gil")

    def test_when_it_is_opened_in_a_live_call_by_staff_then_it_is_attended(self, terminal: Terminal) -> None:
        an_agent(at=LONG_AGO, mail="carla@noc.example")

        said = terminal.ticket("open", "x", "--subject", "y", "--live", "--by", "carla@noc.example", "--item", "question")

        assert (said["status"], said["item"]) == ("attended", "question")

    def test_when_the_text_comes_on_standard_input_then_it_is_read_whole(self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        type_in(monkeypatch, "linha 1\nlinha 2: conexão\n\xff".encode("latin-1"))

        said = terminal.ticket("open", "-", "--subject", "y")

        assert terminal.ticket("show", said["protocol"])["entries"][0]["text"].startswith("linha 1\nlinha 2")

    def test_when_the_handbook_knows_no_such_name_then_one_sentence_says_what_it_knows(self, terminal: Terminal) -> None:
        said = terminal.refused("open", "x", "--subject", "y", "--department", "kitchen")

        assert "department named “kitchen”; it has “support”, “admin”" in said


class TestFilesOfAReply:
    def test_when_files_are_attached_then_they_are_kept_with_the_type_that_they_show(
        self, terminal: Terminal, protocol: str, tmp_path: Path
    ) -> None:
        (tmp_path / "log.csv").write_bytes(b"a;b\n")
        (tmp_path / "report.txt").write_bytes(b"%PDF-1.7\n")

        terminal.ticket("reply", protocol, "See these.", "--attach", str(tmp_path / "log.csv"), "--attach", str(tmp_path / "report.txt"))

        attached = terminal.ticket("show", protocol)["entries"][-1]["attachments"]
        assert [(file["name"], file["type"]) for file in attached] == [("log.csv", "text/csv"), ("report.txt", "application/pdf")]

    def test_when_a_file_is_not_there_then_a_sentence_says_so_and_nothing_is_said(self, terminal: Terminal, protocol: str) -> None:
        assert "/missing.log can't be read: No such file or directory" in terminal.refused(
            "reply", protocol, "x", "--attach", "/missing.log"
        )
        assert terminal.ticket("show", protocol)["events"][-1]["verb"] == "ticket.opened"


class TestWhoActs:
    def test_when_nobody_is_named_then_the_operator_does(self, terminal: Terminal, protocol: str) -> None:
        terminal.ticket("reply", protocol, "Hello.")

        event = terminal.ticket("show", protocol)["events"][-1]
        assert (event["verb"], event["by"], event["public"]) == ("ticket.replied", "operator", True)

    def test_when_somebody_is_named_then_they_do_within_their_rights(self, terminal: Terminal, protocol: str) -> None:
        an_agent(at=LONG_AGO, mail="carla@noc.example")

        terminal.ticket("note", protocol, "Known fault.", "--by", "carla@noc.example")

        assert terminal.ticket("show", protocol)["events"][-1]["by"] == "carla@noc.example"
        said = terminal.refused("cancel-hold", protocol, "scheduled", "x", "--by", "carla@noc.example")
        assert said == "plantao: carla@noc.example may not do this: it takes the right ticket.cancel_hold"
        assert "is staff" in terminal.refused("note", protocol, "x", "--by", "nobody@noc.example")

    def test_when_the_terminal_speaks_another_language_then_it_is_told_in_it(
        self, terminal: Terminal, protocol: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LC_ALL", "pt_BR.UTF-8")

        assert "ninguém da equipe" in terminal.refused("note", protocol, "x", "--by", "nobody@noc.example")

    def test_when_they_write_it_down_late_then_it_takes_a_reason(self, terminal: Terminal, protocol: str) -> None:
        opened = Ticket.objects.get(protocol=protocol)
        Ticket.objects.filter(pk=opened.pk).update(opened_at=LONG_AGO)

        assert "say why" in terminal.refused("restore", protocol, "--at", "2026-11-01T10:00")
        said = terminal.ticket("restore", protocol, "--at", "2026-11-01T10:00", "--late-because", "Told by phone.")

        assert said["restored_at"] == "2026-11-01T13:00:00Z"
        assert "later than now" in terminal.refused("attend", protocol, "--at", "2126-11-01T10:00")
        assert "is no instant" in terminal.refused("attend", protocol, "--at", "yesterday")


class TestALife:
    def test_when_a_ticket_is_treated_then_every_verb_prints_where_it_stands(self, terminal: Terminal, protocol: str) -> None:
        agent = an_agent(at=LONG_AGO, mail="carla@noc.example")

        assert terminal.ticket("attend", protocol)["status"] == "attended"
        assert terminal.ticket("assign", protocol, "carla@noc.example")["holder"] == agent.person.mail_address
        assert terminal.ticket("classify", protocol, "--criticality", "planned", "--reason", "Small.")["criticality"] == "planned"
        assert terminal.ticket("hand-over", protocol, "Hard.", "--level", "engineering")["level"] == "engineering"
        assert terminal.ticket("hold", protocol, "awaiting_customer", "Is it on?")["holds"] == ["awaiting_customer"]
        terminal.ticket("hold", protocol, "--reason", "scheduled")
        assert terminal.ticket("reply", protocol, "It is.", "--as-requester")["status"] == "attended"
        assert terminal.ticket("resume", protocol, "awaiting_customer")["holds"] == ["scheduled"]
        assert terminal.ticket("resume", protocol)["holds"] == []
        assert terminal.ticket("promise", protocol, "2126-01-01T10:00")["status"] == "attended"
        assert terminal.refused("resolve", protocol).endswith(": the cause, who was responsible, what was done, when the service was back.")
        resolved = terminal.ticket(
            "resolve", protocol, "--cause", "power", "--responsible", "us", "--done", "New fuse.", "--restored-at", _opened(protocol)
        )
        assert resolved["status"] == "resolved"
        assert terminal.ticket("correct", protocol, "cause", "equipment", "Burnt.")["status"] == "resolved"
        assert terminal.ticket("confirm", protocol)["status"] == "resolved"
        again = terminal.ticket("disagree", protocol, "Down again.", "--channel", "phone")
        assert (again["status"], again["channel"]) == ("new", "phone")
        assert terminal.ticket("close", protocol)["status"] == "closed"
        shown = terminal.ticket("show", protocol)
        assert shown["resolution"]["cause"] == "equipment"
        assert shown["links"] == [{"kind": "disagreement", "ticket": again["protocol"], "other": protocol}]

    def test_when_a_vendor_is_asked_then_the_case_is_shown(self, terminal: Terminal, protocol: str) -> None:
        terminal.ticket("vendor", "pass", protocol, "--vendor", "Sul", "--contact", "Ivo", "--text", "Card 3.")
        terminal.ticket("vendor", "chase", protocol, "--reference", "RS-1", "--chase-at", "2126-01-01T10:00")
        terminal.ticket("vendor", "forecast", protocol, "2126-01-01T10:00")
        terminal.ticket("vendor", "hear", protocol, "We know.")
        terminal.ticket("vendor", "informed-restored", protocol)
        terminal.ticket("vendor", "verify", protocol)

        (case,) = terminal.ticket("show", protocol)["vendor_cases"]
        assert (case["vendor"], case["reference"], case["contacts"], len(case["forecasts"])) == ("Sul", "RS-1", ["Ivo"], 1)
        assert case["informed_restored_at"]
        assert "broken by now" in terminal.refused("vendor", "forecast-broken", protocol)

    def test_when_tickets_are_joined_then_every_number_finds_the_survivor(self, terminal: Terminal, protocol: str) -> None:
        other = terminal.ticket("open", "Me again.", "--subject", "Still down")["protocol"]
        terminal.ticket("link", protocol, other)
        terminal.ticket("unlink", other, protocol)
        more = terminal.ticket("add-contact", protocol, "Any news?", "--channel", "phone")

        assert terminal.ticket("merge", other, protocol)["protocols"] == sorted([*more["protocols"], other])
        assert terminal.ticket("show", other)["protocol"] == protocol
        assert "Me again." in [entry["text"] for entry in terminal.ticket("show", other)["entries"]]

    def test_when_it_is_found_out_whose_it_is_then_it_is_theirs(self, terminal: Terminal, protocol: str) -> None:
        customer = a_customer(at=LONG_AGO)
        service = a_service(customer, at=LONG_AGO)

        assert terminal.ticket("set-service", protocol, service.service_id)["customer"] == "Provedor Aurora"
        assert terminal.ticket("set-requester", protocol, "bia@aurora.example", "--requester-name", "Bia")["requester_name"] == "Bia"
        terminal.ticket("watch", protocol, "carl@aurora.example")
        assert terminal.ticket("show", protocol)["watchers"] == ["carl@aurora.example"]
        terminal.ticket("unwatch", protocol, "carl@aurora.example")
        assert "is so already" in terminal.refused("set-customer", protocol, "provedor aurora")

    def test_when_it_was_spam_then_it_can_be_undone_and_a_cancelled_one_can_not(self, terminal: Terminal, protocol: str) -> None:
        assert terminal.ticket("not-a-contact", protocol)["contact"] is False
        assert terminal.ticket("not-a-contact", protocol, "--undo")["status"] == "new"
        assert terminal.ticket("cancel", protocol, "--reason", "By mistake.")["status"] == "cancelled"
        assert "stays so" in terminal.refused("not-a-contact", protocol, "--undo")

    def test_when_a_hold_is_contested_then_a_coordinator_cancels_it(self, terminal: Terminal, protocol: str) -> None:
        terminal.ticket("hold", protocol, "scheduled", "--until", "2126-01-01T10:00")
        terminal.ticket("contest-hold", protocol, "scheduled", "Nobody agreed.")

        assert terminal.ticket("cancel-hold", protocol, "scheduled", "True.")["holds"] == []
        assert terminal.ticket("show", protocol)["all_holds"][0]["cancelled_at"]
        assert "never had a hold" in terminal.refused("cancel-hold", protocol, "lunch", "x")

    def test_when_another_matter_is_split_off_then_the_new_ticket_is_printed(self, terminal: Terminal, protocol: str) -> None:
        entry = terminal.ticket("show", protocol)["entries"][0]["id"]

        assert terminal.ticket("split", protocol, str(entry), "--subject", "Invoice")["subject"] == "Invoice"
        assert "no such entry" in terminal.refused("split", protocol, "999999", "--subject", "x")


class TestListing:
    def test_when_tickets_are_listed_then_the_open_ones_stand_there_and_all_only_if_asked(self, terminal: Terminal, protocol: str) -> None:
        other = terminal.ticket("open", "x", "--subject", "Fatura de maio")["protocol"]
        terminal.ticket("cancel", protocol, "Mistake.")

        assert [json.loads(line)["protocol"] for line in terminal.lines("list", "--json")] == [other]
        assert [json.loads(line)["protocol"] for line in terminal.lines("list", "--json", "--all")] == [protocol, other]
        assert [line.split("\t")[0] for line in terminal.lines("list", "--search", "fatura")] == [other]
        assert [json.loads(line)["protocol"] for line in terminal.lines("list", "--json", "--status", "cancelled")] == [protocol]
        assert len(terminal.lines("list", "--all", "--limit", "1")) == 1
        assert "no status" in terminal.refused("list", "--status", "lost")

    def test_when_words_of_a_stranger_are_shown_then_they_do_nothing_to_the_terminal(self, terminal: Terminal) -> None:
        protocol = terminal.ticket("open", "red \x1b[31malert", "--subject", "\x1b]0;owned\x07")["protocol"]

        assert "\x1b" not in "\n".join(terminal.lines("show", protocol) + terminal.lines("list"))

    def test_when_there_is_no_such_number_then_one_sentence_says_so(self, terminal: Terminal) -> None:
        assert terminal.refused("show", "4711") == "plantao: there is no ticket '4711'; `plantao ticket list --all` names them"


class TestEveryAction:
    VERBS = [action for action in [*ACTIONS.values(), *VENDOR.values()] if isinstance(action, Action) and action.is_verb]

    @pytest.mark.parametrize("action", VERBS, ids=lambda action: action.act)
    def test_when_it_is_a_verb_then_its_permission_exists(self, action: Action) -> None:
        assert action.permission in permissions_of(Right.values)

    @pytest.mark.parametrize("name", [*ACTIONS, *(f"vendor {name}" for name in VENDOR)])
    def test_when_help_is_asked_then_it_answers(self, name: str, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as left:
            main(["ticket", *name.split(), "--help"])

        assert left.value.code == 0
        assert "usage: plantao ticket" in capsys.readouterr().out

    def test_when_there_is_no_database_then_help_answers_without_django_and_a_verb_says_what_to_do(self) -> None:
        code = "import sys; from plantao.operate.cli import main; main(sys.argv[1:])"
        without = {"PATH": "/usr/bin:/bin", "PLANTAO_HOME": "/nowhere/plantao"}

        helped = subprocess.run([sys.executable, "-c", code, "ticket", "hold", "--help"], capture_output=True, env=without, text=True)
        listed = subprocess.run(
            [sys.executable, "-c", f"sys_exit = 0; {code}", "ticket", "list"], capture_output=True, env=without, text=True
        )

        assert (helped.returncode, "KEY" in helped.stdout) == (0, True)
        assert listed.stderr == "plantao: no database is named and none runs here; start Plantão with `make up`, or set DATABASE_URL\n"


def _opened(protocol: str) -> str:
    return Ticket.objects.get(protocol=protocol).opened_at.isoformat()
