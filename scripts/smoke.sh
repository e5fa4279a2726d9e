#!/usr/bin/env bash
# Build the source distribution, the wheel from it, and try the wheel in a clean environment.
set -euo pipefail
cd "$(dirname "$0")/.."

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

.venv/bin/python -m build --no-isolation --outdir "$work/dist" . > "$work/build.log" 2>&1 || {
  cat "$work/build.log" >&2
  exit 1
}
wheel=("$work"/dist/*.whl)
echo "smoke: $(basename "${wheel[0]}"), $(stat -c %s "${wheel[0]}") bytes"

.venv/bin/python -m venv "$work/venv"
pip=("$work/venv/bin/python" -m pip install --quiet --disable-pip-version-check)
"${pip[@]}" --require-hashes --no-deps -r requirements/run.txt
"${pip[@]}" --no-deps --no-index "${wheel[0]}"

cp -r examples "$work/examples"
cd "$work"
tokenlint="$work/venv/bin/tokenlint"

expect() { # exit code, text that must be printed, arguments of tokenlint
  local code=0 output
  output="$("$tokenlint" "${@:3}" 2>&1 < /dev/null)" || code=$?
  if [ "$code" != "$1" ] || ! grep -q -- "$2" <<< "$output"; then
    printf 'smoke: tokenlint %s: exit %s, expected %s and "%s"\n%s\n' \
      "${*:3}" "$code" "$1" "$2" "$output" >&2
    exit 1
  fi
  echo "smoke: tokenlint ${*:3}: exit $code"
}

expect 0 '^tokenlint [0-9]' --version
expect 0 'SCP001' rules
expect 0 'storage.modify' explain SCP001
expect 0 '"\$schema"' schema workflow
expect 1 'SCP001' check --no-config --at 2026-11-20T12:00:00Z examples
expect 1 '^<!doctype html>' check --no-config --at 2026-11-20T12:00:00Z --format html examples
expect 1 'ISS005' check --no-config examples/issuers
expect 3 '' check --no-config dist
expect 2 '' check --no-such-option
