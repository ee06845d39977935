"""The handbook's pages: what is in force is read, and a new one is checked, mended and put in force."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from plantao import clock
from plantao.agreements.models import HandbookVersion
from plantao.agreements.queries import handbook_in_force
from plantao.directory.testing import a_customer
from plantao.events.actor import DESK
from plantao.staff.permissions import Right
from plantao.staff.testing import an_agent
from plantao.tickets.testing import LONG_AGO, MONDAY_9H, a_desk
from tests.pages import Budget, SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_desk(db: None) -> Iterator[None]:
    with clock.frozen(MONDAY_9H):
        a_desk()
        yield


@pytest.fixture
def administrator(signed_in: SignIn) -> Client:
    return signed_in(an_agent("Ana Lima", at=LONG_AGO, mail="ana@jatoba.example", rights=(Right.ADMINISTRATOR,)))


def in_force() -> str:
    return bytes(HandbookVersion.objects.latest("number").source).decode()


class TestTheHandbookInForce:
    def test_when_an_agent_reads_it_then_its_promises_are_said_in_words(self, signed_in: SignIn, budget: Budget) -> None:
        browser = signed_in(an_agent("Carla Reis", at=LONG_AGO, mail="carla@jatoba.example"))

        with budget(15):
            said = browser.get("/handbook/").content.decode()

        assert "Manual em vigor" in said
        assert "48 h" in said
        assert "Nova versão" not in said

    def test_when_the_file_is_asked_for_then_it_comes_to_the_byte(self, administrator: Client) -> None:
        answer = administrator.get("/handbook/versions/1/")

        assert answer.content == bytes(HandbookVersion.objects.get(number=1).source)
        assert answer["Content-Disposition"].startswith("attachment")


class TestANewHandbook:
    def test_when_it_has_an_error_then_its_place_is_said_and_nothing_typed_is_lost(self, administrator: Client) -> None:
        broken = in_force().replace("calendar: office", "calendar: ofice", 1)

        answer = administrator.post("/handbook/new/", {"source": broken, "act": "apply"})

        line = broken[: broken.index("ofice")].count("\n") + 1
        assert answer.status_code == 422
        assert f"linha {line}," in answer.content.decode()
        assert "calendar: ofice" in answer.content.decode()
        assert "não existe calendário `ofice`; você quis dizer `office`?" in answer.content.decode()
        assert HandbookVersion.objects.count() == 1

    def test_when_it_is_only_checked_then_nothing_changes(self, administrator: Client) -> None:
        answer = administrator.post("/handbook/new/", {"source": in_force() + "\n# checked\n", "act": "check"})

        assert (answer.status_code, HandbookVersion.objects.count()) == (200, 1)
        assert "Nenhum erro" in answer.content.decode()

    def test_when_it_is_put_in_force_then_a_browsers_line_ends_make_no_difference(self, administrator: Client) -> None:
        wanted = in_force() + "\n# by hand\n"

        answer = administrator.post("/handbook/new/", {"source": wanted.replace("\n", "\r\n"), "act": "apply"})

        assert answer.status_code == 302
        assert in_force() == wanted
        assert HandbookVersion.objects.get(number=2).applied_by is not None

    def test_when_a_file_is_uploaded_then_it_takes_the_place_of_the_text(self, administrator: Client) -> None:
        file = SimpleUploadedFile("new.yaml", b"\xff\xfe not a handbook")

        answer = administrator.post("/handbook/new/", {"source": in_force(), "file": file, "act": "apply"})

        assert (answer.status_code, HandbookVersion.objects.count()) == (422, 1)

    def test_when_it_drops_what_is_in_use_then_it_is_refused_until_asked_for_twice(self, administrator: Client) -> None:
        from plantao.agreements.models import Contract

        customer = a_customer("Norte Fibra", at=LONG_AGO)
        plan = list(handbook_in_force(MONDAY_9H).contracts)[0]
        Contract.objects.set_plan(customer, "kept_for_long", by=DESK, at=LONG_AGO + timedelta(days=1))
        changed = {"source": in_force() + "\n# without that plan\n", "act": "apply"}

        refused = administrator.post("/handbook/new/", changed)
        done = administrator.post("/handbook/new/", {**changed, "anyway": "1"})

        assert plan != "kept_for_long"
        assert (refused.status_code, done.status_code) == (409, 302)
        assert "# without that plan" in refused.content.decode()

    def test_when_somebody_else_asks_then_they_may_not(self, signed_in: SignIn) -> None:
        browser = signed_in(an_agent("Carla Reis", at=LONG_AGO, mail="carla@jatoba.example"))

        assert browser.get("/handbook/new/").status_code == 403
        assert browser.post("/handbook/new/", {"source": in_force(), "act": "apply"}).status_code == 403
