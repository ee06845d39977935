"""How several notices say what they have to say in one message."""

import json

from plantao.messaging.content import Content, Enclosed, compose


class TestOneNotice:
    def test_when_it_goes_alone_then_the_message_says_it_inside_its_frame(self) -> None:
        content = Content(
            subject="[42] Link",
            text="Registered.\n",
            html="<p>Registered.</p>",
            top="= above =",
            bottom="NOC",
            top_html="<i>",
            bottom_html="</i>",
        )  # fmt: skip

        message = compose([content])

        assert message.subject == "[42] Link"
        assert message.text == "= above =\n\nRegistered.\n\nNOC\n"
        assert message.html == "<i>\n<p>Registered.</p>\n</i>"
        assert message.short == "Registered."
        assert message.is_automatic

    def test_when_it_is_kept_in_the_ledger_then_it_comes_back_the_same(self) -> None:
        content = Content(
            subject="s", text="t", short="st", is_by_a_person=True, files=(Enclosed(sha256="a1", name="f", type="text/plain", size=1),)
        )

        assert Content.from_json(json.loads(json.dumps(content.as_json()))) == content


class TestSeveralNotices:
    FIRST = Content(subject="[42] Link", text="One.", html="<p>1</p>", short="1", top="TOP", bottom="first", is_by_a_person=True)
    SECOND = Content(subject="[42] Link: solved", text="Two.", html="<p>2</p>", short="2", top="TOP", bottom="BOTTOM")

    def test_when_they_go_together_then_each_part_stands_once_inside_one_frame(self) -> None:
        message = compose([self.FIRST, self.SECOND])

        assert message.subject == "[42] Link"
        assert [message.text.count(part) for part in ("TOP", "One.", "Two.", "BOTTOM", "first")] == [1, 1, 1, 1, 0]
        assert message.text.index("One.") < message.text.index("Two.")
        assert message.html == "<p>1</p>\n<hr>\n<p>2</p>"
        assert message.short == "1\n\n2"

    def test_when_a_person_wrote_one_of_them_then_it_is_not_automatic(self) -> None:
        assert not compose([self.SECOND, self.FIRST]).is_automatic

    def test_when_one_has_no_html_then_the_message_has_none(self) -> None:
        assert compose([self.FIRST, Content(subject="s", text="plain")]).html == ""
