"""A request that loses to others' transactions is begun again, whole."""

from collections import Counter
from threading import Barrier

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from plantao.ui.middleware import TRIES
from plantao.work.models import Task
from plantao.work.testing import a_task
from plantao.work.tests.side_by_side import PATIENCE, beside
from plantao.work.tests.test_leases import NOON

begun: Counter[str] = Counter()
both_have_one = Barrier(2)


def sign_two(request: HttpRequest, one: int, other: int) -> HttpResponse:
    """Write what was uploaded on two rows, in this order; whoever comes in the other order is met in the middle."""
    begun[request.POST["words"]] += 1
    signature = request.FILES["signature"].read().decode()  # type: ignore[union-attr]  # one file of that name
    for number, pk in enumerate((one, other)):
        task = Task.objects.select_for_update().get(pk=pk)
        Task.objects.filter(pk=pk).update(last_error=f"{task.last_error}{signature}")
        if not number and begun[request.POST["words"]] == 1:
            both_have_one.wait(PATIENCE)
    return HttpResponse(request.POST["words"])


def stumble(request: HttpRequest, state: str) -> HttpResponse:
    """Write something, and meet this error of the database."""
    begun[state] += 1
    a_task(at=NOON)
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'as you wish' USING ERRCODE = '{state}'; END $$")
    return HttpResponse()


def leave(request: HttpRequest) -> HttpResponse:
    """End the session, and lose it all at the first try."""
    begun["leave"] += 1
    request.session.flush()
    if begun["leave"] == 1:
        with connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'as you wish' USING ERRCODE = '40001'; END $$")
    return HttpResponse()


urlpatterns = [path("leave/", leave), path("sign/<int:one>/<int:other>/", sign_two), path("stumble/<str:state>/", stumble)]


@pytest.fixture(autouse=True)
def _these_pages(settings: Settings) -> None:
    settings.ROOT_URLCONF = __name__
    begun.clear()


@pytest.mark.django_db(transaction=True)
class TestTwoRequestsThatLockInOppositeOrder:
    def test_when_they_meet_then_both_are_answered_and_both_have_their_effect_once(self) -> None:
        one, other = a_task(at=NOON).pk, a_task(at=NOON).pk

        def post(first: int, second: int, name: str) -> tuple[int, bytes]:
            sent = {"words": f"from {name}", "signature": SimpleUploadedFile("signature.txt", name.encode())}
            response = Client().post(f"/sign/{first}/{second}/", sent)
            return response.status_code, response.content

        answers = beside(lambda: post(one, other, "A"), lambda: post(other, one, "B"))

        assert answers == [(200, b"from A"), (200, b"from B")]
        assert begun.total() > 2  # whoever begins again may be quicker than the other wakes, and meet it once more
        assert {"".join(sorted(task.last_error)) for task in Task.objects.all()} == {"AB"}


@pytest.mark.django_db(transaction=True)
class TestARequestThatTheDatabaseUndoes:
    @pytest.mark.parametrize(
        ("state", "times", "retry_after"), [("40001", TRIES, "1"), ("40P01", TRIES, "1"), ("57P01", 1, "60"), ("53100", 1, "60")]
    )
    def test_when_it_is_so_every_time_then_it_is_asked_to_come_again_and_nothing_is_changed(
        self, client: Client, state: str, times: int, retry_after: str
    ) -> None:
        response = client.post(f"/stumble/{state}/", headers={"accept-language": "pt"})

        assert (response.status_code, response.headers["Retry-After"], begun[state]) == (503, retry_after, times)
        assert "Tente de novo" in response.content.decode()
        assert not Task.objects.exists()

    def test_when_it_is_our_bug_then_it_is_loud_and_not_begun_again(self, client: Client) -> None:
        client.raise_request_exception = False

        assert client.post("/stumble/22012/").status_code == 500
        assert begun["22012"] == 1

    def test_when_the_first_try_ended_the_session_then_the_second_ends_it_too(self, client: Client) -> None:
        session = client.session
        session["left"] = False
        session.save()
        client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)

        assert client.post("/leave/").status_code == 200
        assert (begun["leave"], session.exists(str(session.session_key))) == (2, False)
