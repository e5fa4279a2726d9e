#!/usr/bin/env bash
# Check the Rego policies with the real OPA and with Regal.
#
# Where neither `make tools` built them nor the PATH has them, the checks are skipped, loudly;
# in CI (CI=true) that is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

find_tool() {
  local built=".tools/bin/$1"
  if [ -x "$built" ]; then echo "$built"; else command -v "$1" || true; fi
}

skip() {
  echo "policies: SKIPPED: $1 is missing; install Go and run \`make tools\`" >&2
  if [ "${CI:-}" = true ]; then exit 1; fi
}

opa="$(find_tool opa)"
if [ -n "$opa" ]; then
  "$opa" version | sed -n 1p
  "$opa" fmt --fail --list policies
  "$opa" check --strict --schema policies/schema policies
  "$opa" test --ignore '*.json' --ignore '*.yaml' policies
else
  skip opa
fi

regal="$(find_tool regal)"
if [ -n "$regal" ]; then
  "$regal" lint --no-color policies
else
  skip regal
fi
