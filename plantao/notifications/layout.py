"""
The one look of our mails in HTML: made of a text's blocks, with everything escaped, without images or links to fetch.

Tables and inline styles, because that is what Outlook draws; dark where the reader's screen is.
"""

from collections.abc import Iterable
from html import escape

from plantao.notifications.blocks import Block, Buttons, Heading, Items, Paragraph, Rows, Words

_FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:24px"
_INK, _QUIET, _LINE, _PAPER, _CARD, _ACCENT = "#1b2430", "#55606e", "#d5dae1", "#f2f4f7", "#ffffff", "#0b5cad"
_BREAKS = "overflow-wrap:anywhere;word-break:break-word"

_DARK = """\
@media (prefers-color-scheme: dark) {
 .paper { background:#14181e !important } .card { background:#1c222a !important; border-color:#343c47 !important }
 .ink { color:#e6eaf0 !important } .quiet { color:#a3adba !important } .line { border-color:#3d4653 !important }
 .button { background:#7db7f5 !important } .button .pressed { color:#10151b !important }
 .other { border-color:#7db7f5 !important } .other .pressed { color:#7db7f5 !important }
}
@media (max-width: 480px) {
 .card { padding:20px 16px !important }
 .label { display:block !important; width:auto !important; padding-bottom:0 !important; border:0 !important }
 .value { display:block !important; padding-top:0 !important }
}
hr { border:0; border-top:1px solid #a3adba; margin:28px 0 }"""


def as_html(blocks: Iterable[Block]) -> str:
    """Return the blocks as a fragment that stands between `opening` and `closing`."""
    return "\n".join(_drawn(block) for block in blocks)


def opening(*, language: str, title: str, answer_line: str, greeting: str) -> str:
    """Return how the HTML of a mail begins: `title` is for programs that show one, `greeting` "" where nobody is greeted."""
    hello = f"\n{_paragraph(greeting)}" if greeting else ""
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>:root {{ color-scheme: light dark; supported-color-schemes: light dark }}\n{_DARK}</style>"
        f'</head>\n<body class="paper" style="margin:0;padding:0;background:{_PAPER}">\n'
        f'<table role="presentation" class="paper" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:{_PAPER}">'
        '<tr><td align="center" style="padding:12px">\n'
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:640px">\n'
        f'<tr><td align="center" class="quiet" style="{_FONT};font-size:12px;color:{_QUIET};padding:0 8px 8px">'
        f"{escape(answer_line)}</td></tr>\n"
        f'<tr><td class="card ink" style="{_FONT};color:{_INK};background:{_CARD};border:1px solid {_LINE};border-radius:8px;'
        f'padding:24px 28px;{_BREAKS}">{hello}'
    )


def closing(blocks: Iterable[Block]) -> str:
    """Return how it ends: how to follow, in smaller type."""
    small = f"{_FONT};font-size:14px;line-height:21px;color:{_QUIET};padding:16px 8px 8px;{_BREAKS}"
    follow = "\n".join(_drawn(block, is_small=True) for block in blocks)
    return f'</td></tr>\n<tr><td class="quiet" style="{small}">\n{follow}\n</td></tr>\n</table></td></tr></table></body></html>'


def _drawn(block: Block, *, is_small: bool = False) -> str:
    match block:
        case Heading(text):
            return f'<h1 dir="auto" style="margin:0 0 12px;font-size:19px;line-height:26px;font-weight:600">{escape(text)}</h1>'
        case Paragraph(text):
            return _paragraph(text)
        case Rows(rows):
            return _table(rows)
        case Items(items):
            points = "".join(f'<li dir="auto" style="margin:0 0 4px">{escape(item)}</li>' for item in items)
            return f'<ul style="margin:0 0 {8 if is_small else 16}px;padding:0 0 0 22px">{points}</ul>'
        case Words(text, is_quoted):
            return _said(text, is_quoted=is_quoted)
        case Buttons(buttons):
            return "\n".join(_button(label, address, is_first=place == 0) for place, (label, address) in enumerate(buttons))


def _paragraph(text: str) -> str:
    return f'<p dir="auto" style="margin:0 0 14px">{escape(text)}</p>'


def _said(text: str, *, is_quoted: bool) -> str:
    words = escape(text).replace("\n", "<br>\n")
    bar = f"border-left:4px solid {_LINE};padding:2px 0 2px 14px;" if is_quoted else ""
    return f'<div dir="auto" class="line" style="{bar}margin:0 0 16px">{words}</div>'


def _table(rows: Iterable[tuple[str, str]]) -> str:
    line = f"border-bottom:1px solid {_LINE};vertical-align:top"
    drawn = "\n".join(
        f'<tr><th scope="row" align="left" class="label quiet line" width="140" '
        f'style="{_FONT};font-size:14px;font-weight:normal;color:{_QUIET};{line};padding:6px 12px 6px 0;width:140px">{escape(label)}</th>'
        f'<td dir="auto" class="value ink line" style="{_FONT};color:{_INK};{line};padding:6px 0;{_BREAKS}">{escape(value)}</td></tr>'
        for label, value in rows
    )
    return f'<table width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 18px">\n{drawn}\n</table>'


def _button(label: str, address: str, *, is_first: bool) -> str:
    """The first is filled, the others are outlined."""
    look, ink = (f"background:{_ACCENT};border:2px solid {_ACCENT}", "#ffffff") if is_first else (f"border:2px solid {_ACCENT}", _ACCENT)
    return (
        '<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 12px"><tr>'
        f'<td class="{"button" if is_first else "other"}" style="{look};border-radius:6px;padding:10px 20px">'
        f'<a class="pressed" href="{escape(address)}" rel="noreferrer" '
        f'style="{_FONT};font-weight:600;color:{ink};text-decoration:none">{escape(label)}</a></td></tr></table>'
    )
