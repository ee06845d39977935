"""What pages are made of that is not ours is as `make vendor` wrote it: changed by nobody, complete, each with its licence."""

import gzip
import hashlib
import re
import tomllib

from tests.architecture.repository import ROOT, files, name

MANIFEST = tomllib.loads((ROOT / "requirements" / "vendor.toml").read_text(encoding="utf-8"))["package"]
LOCK = {path: digest for digest, path in (line.split() for line in (ROOT / "requirements" / "vendor.lock").read_text().splitlines())}
MAY_BE_SHIPPED = {"MIT", "0BSD"}
DRAWN = re.compile(r"""\{% icon ["']([a-z0-9-]+)["']""")


class TestWhatIsVendored:
    def test_when_it_is_compared_with_the_lock_then_it_is_what_was_fetched(self) -> None:
        there = {name(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files() if "/vendored/" in name(path)}

        assert there == LOCK

    def test_when_it_is_served_compressed_then_it_says_the_same(self) -> None:
        compressed = [ROOT / path for path in LOCK if path.endswith(".gz")]

        assert compressed
        for path in compressed:
            assert gzip.decompress(path.read_bytes()) == path.with_suffix("").read_bytes(), path.name

    def test_when_its_licence_is_read_then_we_may_ship_it(self) -> None:
        assert {package["licence"] for package in MANIFEST} <= MAY_BE_SHIPPED


class TestThePages:
    def test_when_they_draw_an_icon_then_it_is_there(self) -> None:
        pages = [path for path in files() if path.suffix == ".html" and "templates" in path.parts]
        drawn = {(icon, name(path)) for path in pages for icon in DRAWN.findall(path.read_text(encoding="utf-8"))}
        there = {path.stem for path in files() if "vendored/icons/" in name(path)}

        assert {(icon, page) for icon, page in drawn if icon not in there} == set()

    def test_when_they_are_read_then_none_holds_a_style_or_a_script_of_its_own(self) -> None:
        inline = re.compile(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*(?:src=|application/json))|javascript:", re.IGNORECASE)
        pages = [path for path in files() if path.suffix == ".html" and "templates" in path.parts]

        assert {name(path): found.group() for path in pages if (found := inline.search(path.read_text(encoding="utf-8")))} == {}
