#!/usr/bin/env bash
# Build a tool of the checks into .tools/bin/: tool.sh opa|regal
#
# The version is pinned in tools/<tool>/go.mod, all that goes into it in go.sum beside it.
# Without Go the tool is left out, which `make test` says again where it matters;
# in CI (CI=true) that is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."

tool="$1"
out="$PWD/.tools/bin/$tool"
main="$(sed -n 's/^tool //p' "tools/$tool/go.mod")"

if ! command -v go > /dev/null; then
  echo "tools: Go is not installed, so $tool is not built" >&2
  [ "${CI:-}" != true ]
  exit
fi
version="$(awk -v main="$main" '$1 == main { print $2 } $2 == main && NF > 2 { print $3 }' "tools/$tool/go.mod")"
echo "tools: building $tool $version (one or two minutes when nothing is cached)"
mkdir -p .tools/bin
cd "tools/$tool"
go build -mod=readonly -trimpath -buildvcs=false -ldflags='-s -w' -o "$out" "$main"
touch "$out"
