"""
Reading a handbook: bytes in, the document and everything that is wrong with it out.

Never raises for bad input. What is too large is refused unread; what can't be decoded or is no YAML gives one problem; what
is YAML gives all its problems at once, in the order of the file.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

from plantao.handbook.checks import check
from plantao.handbook.document import Handbook
from plantao.handbook.problems import Finding, Path, Problem, Sentence, Severity, _, dotted
from plantao.handbook.references import names_defined_twice, undefined_names
from plantao.handbook.structure import read_document
from plantao.handbook.tree import DuplicateKey, Node, Unreadable, compose

LARGEST = 512 * 1024
MOST_LINES = 5_000
MOST_PROBLEMS = 100
_MOST_FINDINGS = 1_000  # a file that has more is judged by these

_BOM = b"\xef\xbb\xbf"
_WIDE = {b"\xff\xfe\x00\x00": "UTF-32", b"\x00\x00\xfe\xff": "UTF-32", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading one file. `handbook` is None when there are errors; warnings leave it usable."""

    name: str
    handbook: Handbook | None
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity is Severity.WARNING)


def read(raw: bytes, *, name: str) -> Reading:
    """Read and check the bytes of a file; `name` is only repeated. Never raises for bad input. The same bytes again are read once."""
    return _read(raw, name)


@lru_cache(maxsize=8)
def _read(raw: bytes, name: str) -> Reading:
    try:
        root, duplicates = compose(_decoded(raw))
        if root is None or not isinstance(root.content, dict):
            raise Unreadable(line=1, column=1, sentence=_("this is not a handbook: one is a map that starts with `handbook: 1`"))
    except Unreadable as error:
        return Reading(name, None, (Problem(error.line, error.column, "file", error.sentence),))
    document, faults = read_document(root, at_most=_MOST_FINDINGS)
    plain = root.plain()
    checks = check(document) if document is not None else ()
    findings = [*faults, *islice(chain(undefined_names(plain), names_defined_twice(plain), checks), _MOST_FINDINGS)]
    found = {*_placed(_without_echoes(findings), root), *_duplicated(duplicates), *_byte_order_mark(raw)}
    problems = sorted(found, key=lambda problem: (problem.line, problem.column, problem.path, problem.sentence))
    usable = len(findings) < _MOST_FINDINGS and not any(problem.severity is Severity.ERROR for problem in problems)
    return Reading(name, document if usable else None, _not_too_many(problems, usable=usable, all_told=len(findings) < _MOST_FINDINGS))


def _decoded(raw: bytes) -> str:
    if len(raw) > LARGEST:
        raise Unreadable(
            line=1, column=1, sentence=_("the file is larger than a handbook may be: %(bytes)s bytes (512 KiB)", bytes=f"{LARGEST:,}")
        )
    lines = raw.count(b"\n") + raw.count(b"\r") - raw.count(b"\r\n") + (raw[-1:] not in (b"\n", b"\r", b""))
    if lines > MOST_LINES:
        raise Unreadable(
            line=1,
            column=1,
            sentence=_("the file has %(lines)s lines; a handbook has at most %(most)s", lines=f"{lines:,}", most=f"{MOST_LINES:,}"),
        )
    if encoding := _wide_encoding(raw):
        raise Unreadable(line=1, column=1, sentence=_("the file is in %(encoding)s; save it as UTF-8", encoding=encoding))
    try:
        text = raw.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(raw, error) from error
    if forbidden := _FORBIDDEN.search(text):
        line, column = _place(text, forbidden.start())
        raise Unreadable(
            line=line, column=column, sentence=_("the character U+%(code)s can't stand in a handbook", code=f"{ord(forbidden.group()):04X}")
        )
    if not text.strip():
        raise Unreadable(line=1, column=1, sentence=_("the file is empty"))
    return text


def _wide_encoding(raw: bytes) -> str | None:
    marked = next((encoding for mark, encoding in _WIDE.items() if raw.startswith(mark)), None)
    sample = raw[:1024]
    is_wide = len(sample) >= 4 and max(sample[::2].count(0), sample[1::2].count(0)) > len(sample) * 0.3
    return marked or ("UTF-16" if is_wide and sample.count(0) < len(sample) * 0.6 else None)


def _not_utf8(raw: bytes, error: UnicodeDecodeError) -> Unreadable:
    before = raw[: error.start].removeprefix(_BOM).decode("utf-8")
    line, column = _place(before, len(before))
    if b"\0" in raw or len(re.findall(rb"[\x00-\x08\x0e-\x1f]", raw[:4096])) > 4:
        return Unreadable(line=1, column=1, sentence=_("this is a binary file; a handbook is a text file in UTF-8"))
    sentence = _(
        "the byte 0x%(byte)s is not UTF-8; the file seems to be in Latin-1 or Windows-1252: save it as UTF-8",
        byte=f"{raw[error.start]:02X}",
    )
    return Unreadable(line=line, column=column, sentence=sentence)


def _place(text: str, index: int) -> tuple[int, int]:
    lines = re.split("\r\n|\r|\n", text[:index])
    return len(lines), len(lines[-1]) + 1


def _without_echoes(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out what is wrong inside a key that should not be there at all."""
    found = list(findings)
    strays = {finding.path for finding in found if finding.at_key and finding.severity is Severity.ERROR}
    return [
        finding
        for finding in found
        if not any(finding.path[:length] in strays for length in range(len(finding.path) + (not finding.at_key)))
    ]


def _placed(findings: Iterable[Finding], root: Node) -> Iterable[Problem]:
    for finding in findings:
        node, whole = _nearest(root, finding.path)
        at_key = node.key_line > 0 and (finding.at_key or not whole)
        line, column = (node.key_line, node.key_column) if at_key else (node.line, node.column)
        yield Problem(line, column, dotted(finding.path), finding.sentence, finding.severity)


def _nearest(root: Node, path: Path) -> tuple[Node, bool]:
    """Return the value at `path`, or the nearest one that holds it, and whether it is the value itself."""
    node = root
    for step in path:
        child = node.child(step)
        if child is None:
            return node, False
        node = child
    return node, True


def _duplicated(duplicates: Iterable[DuplicateKey]) -> Iterable[Problem]:
    for key in duplicates:
        yield Problem(
            key.line,
            key.column,
            dotted(key.path),
            _("this key stands twice; the first is on line %(first_line)s", first_line=key.first_line),
        )


def _byte_order_mark(raw: bytes) -> Iterable[Problem]:
    if raw.startswith(_BOM):
        yield Problem(1, 1, "file", _("starts with a byte order mark, which is not needed; save it as UTF-8 without one"), Severity.WARNING)


def _not_too_many(problems: list[Problem], *, usable: bool, all_told: bool) -> tuple[Problem, ...]:
    """Where there are too many to read: errors rather than warnings, and a last line that says so."""
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    kept = sorted(problems, key=lambda problem: problem.severity is Severity.WARNING)[:MOST_PROBLEMS]
    last = max(kept, key=lambda problem: (problem.line, problem.column))
    severity = Severity.WARNING if usable else Severity.ERROR
    more = Problem(last.line, last.column, "file", _more(len(problems) - MOST_PROBLEMS, all_told=all_told), severity)
    return (*(problem for problem in problems if problem in kept), more)


def _more(count: int, *, all_told: bool) -> Sentence:
    return _("and %(count)s more", count=f"{count:,}") if all_told else _("and at least %(count)s more", count=f"{count:,}")
