"""What is written in a variable is read as it is meant, or refused with the variable's name and what to write."""

from collections.abc import Callable

import pytest

from config import env
from config.env import Misconfigured

WRITTEN = "PLANTAO_SOMETHING"

Reader = Callable[[], object]
READERS: dict[str, Reader] = {
    "port": lambda: env.port(WRITTEN, 8000),
    "port or none": lambda: env.port(WRITTEN, 2525, may_be_off=True),
    "choice": lambda: env.choice(WRITTEN, "app", "app", "owner"),
    "site": lambda: env.site(WRITTEN, "http://localhost:8000"),
    "hosts": lambda: env.hosts(WRITTEN, "localhost"),
}


class TestVariables:
    @pytest.mark.parametrize(
        ("reader", "written", "read"),
        [
            ("port", "", 8000),
            ("port", " 1 ", 1),
            ("port", "65535", 65535),
            ("port or none", "0", 0),
            ("choice", "OWNER", "owner"),
            ("site", "https://desk.example/", "https://desk.example"),
            ("site", "http://[::1]:8000", "http://[::1]:8000"),
            ("hosts", "desk.example, [::1],.example,*,10.0.0.1", ["desk.example", "[::1]", ".example", "*", "10.0.0.1"]),
        ],
    )
    def test_when_one_can_be_read_then_it_is(self, reader: str, written: str, read: object, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv(WRITTEN, written)

        assert READERS[reader]() == read

    @pytest.mark.parametrize(
        ("reader", "written", "to_do"),
        [
            *(("port", wrong, "from 1 to 65535") for wrong in ("0", "65536", "-1", "8000.0", "٣", "9" * 5_000)),
            *(("port or none", wrong, "from 0 to 65535") for wrong in ("-1", "65536")),
            ("choice", "boss", "write app or owner"),
            *(
                ("site", wrong, "as in https://")
                for wrong in ("desk.example", "ftp://x", "http://[::1", "https://x:99999", "https://", "https://x?y", "https://x/desk")
            ),
            *(("hosts", wrong, "without http://") for wrong in (",", "http://desk.example", "desk.example:8000", "two words")),
        ],
        ids=lambda part: part[:20],  # a name stands in the environment while its test runs
    )
    def test_when_one_can_t_then_it_is_named_with_what_to_write(
        self, reader: str, written: str, to_do: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(WRITTEN, written)

        with pytest.raises(Misconfigured, match=f"^{WRITTEN} .*{to_do}"):
            READERS[reader]()
