import pytest

from plantao.mail.html_cleaning import clean_html
from plantao.mail.html_events import VOID, Close, Open, read_html
from plantao.mail.html_text import text_lines
from plantao.mail.quotes import split_quotes


def clean(source: str) -> str:
    return clean_html(read_html(source, []), [])


def text(source: str) -> str:
    return "\n".join(line.text for line in text_lines(read_html(source, [])))


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        ("<script>alert(1)</script>oi", "oi"),
        ("<SCRIPT src=//x.example>", ""),
        ("<style>p{}</style><p style='x' class=y onclick=z>oi", "<p>oi</p>"),
        ('<img src="http://x.example/p.gif" alt="foto">', '<img alt="foto">'),
        ('<img src="CID:a@b">', '<img src="CID:a@b">'),
        ('<img src="data:image/svg+xml,x">', "<img>"),
        ('<a href="javascript:x">oi</a>', '<a rel="noopener noreferrer nofollow">oi</a>'),
        ('<a href="JaVa\tScript:x">oi</a>', '<a rel="noopener noreferrer nofollow">oi</a>'),
        ('<a href="/console/">oi</a>', '<a rel="noopener noreferrer nofollow">oi</a>'),
        ('<a href="tel:+551155500142">oi</a>', '<a href="tel:+551155500142" rel="noopener noreferrer nofollow">oi</a>'),
        ("<form action=x><input value=y><button>oi</button></form>", "oi"),
        ("<iframe src=x></iframe><object data=x></object><embed src=x><link href=x><meta http-equiv=refresh><base href=x>oi", "oi"),
        ('<table background="http://x.example/a"><tr><td bgcolor=red>oi</table>', "<table><tbody><tr><td>oi</td></tr></tbody></table>"),
        ("<svg><a href=x>oi</a></svg><math>x</math>", ""),
        ("<!-- <p> -->oi<!-->", "oi"),
        ("1 < 2 && 3 > 2", "1 &lt; 2 &amp;&amp; 3 &gt; 2"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<b><i>x</b>y</i>", "<b><i>x</i></b>y"),
        ("<img alt='\"><script>x</script>'>", '<img alt="&quot;&gt;&lt;script&gt;x&lt;/script&gt;">'),
    ],
)
def test_html_is_shown_without_what_acts_or_fetches(source: str, cleaned: str) -> None:
    assert clean(source) == cleaned


@pytest.mark.parametrize(
    ("source", "read"),
    [
        ("<p>um</p><p>dois<br>três</p>", "um\n\ndois\ntrês"),
        ("<div>um</div><div>dois</div>", "um\ndois"),
        ("  um \n <b>dois</b>&nbsp;três ", "um dois três"),
        ("<p class=MsoNormal>um</p><p class=MsoNormal>dois</p>", "um\ndois"),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>d", "- a\n- b\n  - c\n\nd"),
        ("<ol start=3><li>a<li>b</ol>", "3. a\n4. b"),
        ("<table><tr><td>a<td>b<tr><td>c<td></table>", "a | b\nc"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a<hr>b", "a\n________________________________\nb"),
        ('<a href="https://x.example/">x.example</a> <a href="https://y.example">aqui</a>', "x.example aqui <https://y.example>"),
        ('<a href="mailto:a@x.example">a@x.example</a>', "a@x.example"),
        ("um<blockquote>dois<blockquote>três</blockquote></blockquote>quatro", "um\n\n> dois\n>\n>> três\n\nquatro"),
        ("&eacute;&#233;&#xe9;&#9999999999;&#xD800;&nada;", "ééé��&nada;"),
        ("<title>x</title><head></head>oi", "oi"),
    ],
)
def test_html_is_read_as_text(source: str, read: str) -> None:
    assert text(source) == read


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_quote"><div class="gmail_attr">Am Mi. schrieb X:</div><blockquote>velho</blockquote></div>',
        '<div class="moz-cite-prefix">Le 18/11, X a écrit :</div><blockquote type="cite">velho</blockquote>',
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Von:</b> X</div><div>velho</div>',
        '<div class="yahoo_quoted"><div>X schrieb</div><div>velho</div></div>',
    ],
)
def test_what_programs_mark_is_quoted_in_any_language(quote: str) -> None:
    new, old = split_quotes(text_lines(read_html(f"<div><div>novo</div>{quote}</div>", [])))

    assert new == "novo"
    assert "velho" in old


@pytest.mark.parametrize("source", ["<div>" * 500, "<b><p>" * 500, "</div></p>x", "<li><td><p></table>", "<a><b></a></b>", "<p <b>x</b"])
def test_events_always_balance(source: str) -> None:
    opened: list[str] = []
    for event in read_html(source, []):
        match event:
            case Open(name) if name not in VOID:
                opened.append(name)
            case Close(name):
                assert opened.pop() == name

    assert opened == []
