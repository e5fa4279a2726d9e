#!/usr/bin/env bash
# Write the pinned and hashed files of requirements/ anew; `make lock` calls this.
#
# One file serves Python 3.11 to 3.14 on all platforms: what differs is told apart by markers.
# The files name versions and hashes, never an index: where packages come from is the reader's choice.
set -euo pipefail
cd "$(dirname "$0")/.."

uv="${UV:-uv}"
command -v "$uv" > /dev/null || {
  echo "lock: uv is needed; install it, or name it by UV=/path/to/uv" >&2
  exit 2
}

compile() { # output, then what goes in
  local output="requirements/$1"
  shift
  "$uv" pip compile --quiet --no-config --universal --python-version 3.11 --upgrade \
    --generate-hashes --no-annotate \
    --custom-compile-command "make lock" --output-file "$output" "$@"
  echo "lock: $output, $(grep -c '==' "$output") distributions"
}

compile run.txt pyproject.toml --extra library --group build
compile dev.txt pyproject.toml --all-extras --group dev --constraint requirements/run.txt
compile docs.txt --group docs --constraint requirements/dev.txt

# The tests run the in-process OPA on older Pythons, too: its code does not need 3.14.
"$uv" pip compile --quiet --no-config --python-version 3.14 --no-deps --upgrade \
  --generate-hashes --no-annotate \
  --custom-compile-command "make lock" --output-file requirements/library.txt - \
  <<< "opa-golib-python-bindings"
