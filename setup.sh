#!/bin/sh
# Makes .venv from the hashed lock file. Called by the Makefile: `sh setup.sh runtime` or `sh setup.sh dev`.
set -eu
kind=${1:?runtime or dev}
python=${PYTHON:-python3}
fail() { echo "plantao: $1" >&2; exit 1; }

command -v "$python" >/dev/null 2>&1 || fail "there is no $python here; install Python 3.11 or newer (Debian: apt install python3 python3-venv), or name one: make PYTHON=/path/to/python3.12 up"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "$("$python" --version 2>&1) is too old; install Python 3.11 or newer, or name one: make PYTHON=python3.12 up"
if ! [ -x .venv/bin/python ] || ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "making .venv with $("$python" --version)"
    rm -rf .venv
    "$python" -m venv .venv 2>/dev/null || fail "this Python cannot make a virtual environment (or the disk is full); on Debian: apt install python3-venv"
fi
if ! [ -x .venv/bin/uv ]; then
    # The installer is pinned by the same lock: its own entry is cut out of it.
    awk '/^[^ #]/ {on = /^uv==/} on' "requirements/$kind.lock" > .venv/uv.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .venv/uv.lock 2>.venv/pip.log \
        || { cat .venv/pip.log >&2; fail "the installer could not be fetched; is the package index reachable and the disk not full?"; }
fi
# A user without a home has no place for a cache: it is kept beside what it fills.
mkdir -p "$(.venv/bin/uv cache dir 2>/dev/null)" 2>/dev/null || export UV_CACHE_DIR=.venv/cache
echo "installing packages ($kind)"
# Compiled at once: every command then starts in half the time, also for those who keep Python from writing beside its sources.
UV_LINK_MODE=${UV_LINK_MODE:-hardlink} .venv/bin/uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes -r "requirements/$kind.lock" \
    || fail "the packages of requirements/$kind.lock could not be installed; the lines above say which and why"
.venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation --editable . \
    || fail "Plantão itself could not be installed into .venv; the lines above say why"
[ "$kind" = dev ] && : > .venv/dev.stamp
: > .venv/runtime.stamp
