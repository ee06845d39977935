"""
From an occasion and its values to the words of a notice: plain text, and the same in HTML.

Values are plain: nobody's words are ever read as a template. Everything comes in the recipient's language and zone.
"""

from plantao.mail.answer_line import ANSWER_ABOVE
from plantao.messaging.content import Content, Enclosed
from plantao.notifications import layout
from plantao.notifications.blocks import as_text
from plantao.notifications.cleaning import one_line
from plantao.notifications.text_files import Values, read

GREETED_BY_ITS_AUTHOR = frozenset({"reply", "held", "noted"})
"""In these a person speaks first, who says hello, or not."""


def render(
    occasion: str,
    *,
    language: str,
    values: Values,
    subject: str,
    is_by_a_person: bool = False,
    of_a_ticket: bool = True,
    files: tuple[Enclosed, ...] = (),
) -> Content:
    """
    Return what a notice says. `values` hold what its text names, besides those of `greeting` and `follow`, which frame it.

    `of_a_ticket`: an answer goes there, and the text says so. Raises NoSuchValue where a text names what `values` do not hold.
    """
    subject = one_line(subject)
    blocks = read(occasion, language, values)
    greeting = "" if occasion in GREETED_BY_ITS_AUTHOR else as_text(read("greeting", language, values))
    follow = read("follow" if of_a_ticket else "signature", language, values)
    answer_line = ANSWER_ABOVE[language] if of_a_ticket else ""
    return Content(
        subject=subject,
        text=as_text(blocks),
        html=layout.as_html(blocks),
        top="\n\n".join(part for part in (answer_line, greeting) if part),
        bottom="-- \n" + as_text(follow),
        top_html=layout.opening(language=language, title=subject, answer_line=answer_line, greeting=greeting),
        bottom_html=layout.closing(follow),
        is_by_a_person=is_by_a_person,
        files=files,
    )


def subject_line(protocol: str, subject: str, *, fallback: str) -> str:
    """
    Return the subject of everything that is sent about a ticket: always the same, so that mail programs keep it together,
    with the protocol in brackets, by which an answer finds its ticket. `fallback` where the ticket has no subject.
    """
    return f"[{protocol}] {one_line(subject) or one_line(fallback)}"
