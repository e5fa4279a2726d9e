#!/usr/bin/env bash
# Install Chromium for tests/real/chromium and benchmarks/html.py, from the system's packages.
#
# Does nothing where it is installed already. On Debian, root installs it;
# in CI (CI=true) passwordless sudo does, too. Ubuntu has Chromium as a snap only;
# there Google Chrome, where the machine brings it, does as well.
# Elsewhere it says what is missing, and the tests are skipped with that reason;
# in CI that is a failure.
set -euo pipefail

packages=(chromium fonts-dejavu-core)

missing() {
  local program
  for program in chromium google-chrome; do
    if command -v "$program" > /dev/null; then
      return
    fi
  done
  echo chromium
}

give_up() {
  echo "chromium: $1, so Chromium is not installed and its tests are skipped" >&2
  echo "chromium: needed is chromium or google-chrome on the PATH;" \
    "on Debian: apt-get install ${packages[*]}" >&2
  [ "${CI:-}" != true ]
  exit
}

if [ -z "$(missing)" ]; then
  exit
fi
command -v apt-get > /dev/null || give_up "this is not Debian"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if [ "${CI:-}" = true ] && sudo -n true 2> /dev/null; then
    as_root=(sudo -n)
  else
    give_up "only root may install packages"
  fi
fi
echo "chromium: installing ${packages[*]} (about half a minute)"
install=(env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends)
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
if ! {
  "${as_root[@]}" apt-get update --quiet && "${as_root[@]}" "${install[@]}" "${packages[@]}"
} > "$log" 2>&1; then
  tail -n 5 "$log" >&2
  give_up "apt-get failed"
fi
[ -z "$(missing)" ] || give_up "after the installation, it is still missing"
