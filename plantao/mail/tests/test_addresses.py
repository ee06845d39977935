import pytest

from plantao.mail.addresses import MAX_ADDRESSES, read_addresses

WRITTEN = [
    # what stands there, and each (address, name)
    ("ana@x.example", [("ana@x.example", "")]),
    ('"Silva, João" <joao@x.example>', [("joao@x.example", "Silva, João")]),
    ("=?utf-8?Q?Silva=2C_Jo=C3=A3o?= <joao@x.example>, b@x.example (Bob)", [("joao@x.example", "Silva, João"), ("b@x.example", "Bob")]),
    ("=?utf-8?Q?Jo=C3?= =?utf-8?Q?=A3o?= <a@x.example>", [("a@x.example", "João")]),
    ('"=?utf-8?B?Sm/Do28=?=" <a@x.example>', [("a@x.example", "João")]),
    ("=?utf-8?B?Sm/Do28gPGFAYi5jPg==?=", [("a@b.c", "João")]),
    ('"John \\"Q\\" Doe" <j@x.example>', [("j@x.example", 'John "Q" Doe')]),
    ("undisclosed-recipients:;", []),
    ('Team: a@b.c, "D" <d@e.f>;, g@h', [("a@b.c", ""), ("d@e.f", "D"), ("g@h", "")]),
    ("Support: NOC <noc@x.example>", [("noc@x.example", "Support: NOC")]),
    ("a@b.c; d@e.f", [("a@b.c", ""), ("d@e.f", "")]),
    ("<@a,@b:user@host.example>", [("user@host.example", "")]),
    ("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", [("pete@silly.test", "Pete")]),
    ("A (one (two) three) B <a@b>", [("a@b", "A B")]),
    ("pete . smith @ example . com", [("pete.smith@example.com", "")]),
    ('"joe, q"@x.example', [('"joe, q"@x.example', "")]),
    ("u@[IPv6:::1]", [("u@[IPv6:::1]", "")]),
    ("<mailto:a@b.c>", [("a@b.c", "")]),
    ("<<a@b.c>>", [("a@b.c", "")]),
    ("John Doe <a@b.c", [("a@b.c", "John Doe")]),
    ('"unclosed <a@b.c>, x@y.z', [("a@b.c", "unclosed"), ("x@y.z", "")]),
    ("John <a@b> <c@d>", [("c@d", "John <a@b>")]),
    ("John john@x.example", [("john@x.example", "John")]),
    ('"Foo" a@b.c', [("a@b.c", "Foo")]),
    ("João <joão@exämple.example>", [("joão@exämple.example", "João")]),
    ("Souza, Ana <a@x.example>, Lima, Rui, Dr. <r@x.example>", [("a@x.example", "Souza, Ana"), ("r@x.example", "Lima, Rui, Dr.")]),
    ("=?utf-8?Q?Concei=C3=A7=C3=A3o?=, Ana <a@x.example>", [("a@x.example", "Conceição, Ana")]),
    ("postmaster, root, a@x.example", [("postmaster", ""), ("root", ""), ("a@x.example", "")]),
    ("root, <a@x.example>", [("root", ""), ("a@x.example", "")]),
    ("MAILER-DAEMON", [("MAILER-DAEMON", "")]),
    ("John Doe", [("", "John Doe")]),
    ("<>", []),
    (",,, ,", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_an_address_is_read_as_a_person_would(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(address.address, address.name) for address in read_addresses(text)] == expected


def test_a_list_without_end_is_cut() -> None:
    assert len(read_addresses("a@b.c, " * 5_000)) == MAX_ADDRESSES
