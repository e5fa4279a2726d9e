#!/usr/bin/env bash
# Make or complete a virtual environment: venv.sh FOLDER run|dev
#
# Everything is installed at the versions and hashes of requirements/;
# tokenlint itself is installed so that it runs from this checkout.
set -euo pipefail
cd "$(dirname "$0")/.."

venv="$1"
what="$2"

new_enough() {
  "$1" -c 'import sys, venv; sys.exit(sys.version_info < (3, 11))' > /dev/null 2>&1
}

find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if new_enough "$candidate"; then
      echo "$candidate"
      return
    fi
  done
  echo "venv: Python 3.11 or newer is needed; name one by PYTHON=/path/to/python3" >&2
  exit 2
}

install() {
  "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"
}

if ! new_enough "$venv/bin/python"; then
  python="$(find_python)"
  echo "venv: making $venv with $("$python" --version)"
  "$python" -m venv --clear "$venv"
fi
echo "venv: installing requirements/$what.txt"
# The files name everything that is needed, so nothing is resolved anew:
# asked for `coverage[toml]`, pip would take the newest release and find no hash for it.
install --require-hashes --no-deps -r "requirements/$what.txt"
if [ "$what" = run ]; then
  install --no-deps --no-build-isolation --editable .
else
  # The wheel asks for Python 3.14, but its code runs on the older ones that we test with.
  if ! install --require-hashes --no-deps --ignore-requires-python -r requirements/library.txt; then
    echo "venv: no in-process OPA for this platform; the tests of that engine are skipped" >&2
  fi
fi
touch "$venv/.$what"
