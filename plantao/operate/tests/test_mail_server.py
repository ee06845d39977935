"""The keeper of receivers: one that ends is started again, and bothers no other."""

import threading

import pytest

from plantao.operate import mail_server


@pytest.mark.parametrize("error", [OSError("refused"), ValueError("a bug")])
def test_a_receiver_that_fails_is_started_again(
    error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(mail_server, "FIRST_PAUSE", 0.001)
    stop, runs = threading.Event(), []

    def receiver(stopping: threading.Event) -> None:
        runs.append(1)
        if len(runs) == 3:
            stopping.set()
        raise error

    mail_server.keep_running("smtp", receiver, stop)

    assert len(runs) == 3
    assert {record.message for record in caplog.records} == {"mail.receiver.ended"}
    assert bool(caplog.records[0].exc_info) == isinstance(error, ValueError)
