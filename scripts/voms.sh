#!/usr/bin/env bash
# Install the VOMS clients for tests/real/voms, from the system's packages.
#
# Does nothing where they are installed already. On Debian and Ubuntu, root installs them;
# in CI (CI=true) passwordless sudo does, too.
# Elsewhere it says what is missing, and the tests are skipped with that reason;
# in CI that is a failure.
set -euo pipefail

packages=(voms-clients voms-clients-java)

missing() {
  local program
  for program in voms-proxy-fake voms-proxy-info2 voms-verify voms-proxy-init3 voms-proxy-info3; do
    command -v "$program" > /dev/null || echo "$program"
  done
}

give_up() {
  echo "voms: $1, so the VOMS clients are not installed and their tests are skipped" >&2
  echo "voms: needed are the clients in C++ and in Java, under the names that Debian gives them;" \
    "on Debian and Ubuntu: apt-get install ${packages[*]}" >&2
  [ "${CI:-}" != true ]
  exit
}

if [ -z "$(missing)" ]; then
  exit
fi
command -v apt-get > /dev/null || give_up "this is neither Debian nor Ubuntu"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if [ "${CI:-}" = true ] && sudo -n true 2> /dev/null; then
    as_root=(sudo -n)
  else
    give_up "only root may install packages"
  fi
fi
echo "voms: installing ${packages[*]} (about half a minute)"
install=(env DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends)
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
if ! {
  "${as_root[@]}" apt-get update --quiet && "${as_root[@]}" "${install[@]}" "${packages[@]}"
} > "$log" 2>&1; then
  tail -n 5 "$log" >&2
  give_up "apt-get failed"
fi
still="$(missing | tr '\n' ' ')"
[ -z "$still" ] || give_up "after the installation, these are missing: $still"
