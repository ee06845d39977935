"""
`make vendor`: fetches the packages of vendor.toml by npm, checks each against its hash, and writes what pages need of it.

A stylesheet loses the families of rules that no page has, and is put into the layer `kit`, so that ours, in a later one,
wins without a fight over selectors. Beside each file that is served lies one compressed. vendor.lock holds the hash of
every file written; a test compares them.
"""

import gzip
import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent


def main() -> None:
    packages = tomllib.loads((HERE / "vendor.toml").read_text(encoding="utf-8"))["package"]
    written: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        for package in packages:
            written.update(wanted(package, fetched(package, Path(folder))))
    written.update({f"{name}.gz": gzip.compress(content, mtime=0) for name, content in written.items() if "/static/" in name})
    for name, content in written.items():
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_bytes(content)
    lock = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(written.items()))
    (HERE / "vendor.lock").write_text(lock, encoding="utf-8")
    print(f"{len(written)} files, {sum(map(len, written.values())) // 1000} kB")


def fetched(package: dict[str, Any], folder: Path) -> tarfile.TarFile:
    """Return the package's tarball; leave with a sentence where it is not the one whose hash is written down."""
    spec = f"{package['name']}@{package['version']}"
    packed = subprocess.run(["npm", "pack", "--silent", spec], cwd=folder, capture_output=True, check=True, text=True)
    tarball = folder / packed.stdout.split()[-1]
    found = hashlib.sha256(tarball.read_bytes()).hexdigest()
    if found != package["sha256"]:
        sys.exit(f"{spec} has the hash {found}, not the one in vendor.toml")
    return tarfile.open(tarball)


def wanted(package: dict[str, Any], tarball: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of each file that we keep of a package."""
    notice = f"/*! {package['name']} {package['version']}, {package['licence']}. {package['copyright']} */\n".encode()
    for source, target in package.get("files", {}).items():
        yield target, notice + content_of(tarball, source)
    for source, target in package.get("css", {}).items():
        rules = content_of(tarball, source).decode().removeprefix('@charset "UTF-8";')
        yield target, notice + f"@layer kit{{{without(package['without'], rules)}}}\n".encode()
    for name in package.get("names", []):
        yield f"{package['icons']}/{name}.svg", content_of(tarball, f"package/icons/outline/{name}.svg")


def content_of(tarball: tarfile.TarFile, name: str) -> bytes:
    found = tarball.extractfile(name)
    assert found is not None
    return found.read()


def without(families: list[str], css: str) -> str:
    """Return a stylesheet without the rules of these families: `.carousel`, `.carousel-item`, `.vc-day`, ..."""
    words = "|".join(map(re.escape, families))
    unwanted = re.compile(rf"(?:\.|\[data-)(?:{words})(?![a-z0-9])")
    return "".join(kept for rule in rules_of(css) if (kept := _kept(rule, unwanted)))


def _kept(rule: str, unwanted: re.Pattern[str]) -> str:
    selector, brace, body = rule.partition("{")
    if not brace or selector.lstrip().startswith(("@keyframes", "@font-face", "@property")):
        return rule
    if selector.lstrip().startswith("@"):
        inside = "".join(_kept(each, unwanted) for each in rules_of(body[: body.rindex("}")]))
        return f"{selector}{{{inside}}}" if inside else ""
    kept = [each for each in _selectors(selector) if not unwanted.search(each)]
    return f"{','.join(kept)}{{{body}" if kept else ""


def _selectors(listed: str) -> list[str]:
    """Return the selectors of a list, cut at the commas that stand in no bracket."""
    depth, start, found = 0, 0, []
    for place, sign in enumerate(listed):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and depth == 0:
            found.append(listed[start:place])
            start = place + 1
    return [*found, listed[start:]]


def rules_of(css: str) -> Iterator[str]:
    """Yield the rules of a stylesheet one by one; comments and strings that hold braces stay whole."""
    depth, start, place = 0, 0, 0
    while place < len(css):
        if css.startswith("/*", place):
            place = css.index("*/", place) + 2
            continue
        sign = css[place]
        if sign in "\"'":
            place = _end_of_string(css, place)
        elif sign == "{":
            depth += 1
        elif sign == "}":
            depth -= 1
        place += 1
        if depth == 0 and (sign == "}" or (sign == ";" and not css[start:place].strip(";"))):
            yield css[start:place]
            start = place


def _end_of_string(css: str, place: int) -> int:
    quote = css[place]
    place += 1
    while css[place] != quote:
        place += 2 if css[place] == "\\" else 1
    return place


if __name__ == "__main__":
    main()
