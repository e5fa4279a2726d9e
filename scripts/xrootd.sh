#!/usr/bin/env bash
# Install a real XRootD server and client for tests/real/xrootd, from the system's packages.
#
# Does nothing where they are installed already. On Debian and Ubuntu, root installs them;
# in CI (CI=true) passwordless sudo does, too.
# Elsewhere it says what is missing, and the tests are skipped with that reason;
# in CI that is a failure.
set -euo pipefail

packages=(xrootd-server xrootd-server-plugins xrootd-scitokens-plugins xrootd-client python3-xrootd)

missing() {
  local program plugin
  for program in xrootd xrdfs xrdcp; do
    command -v "$program" > /dev/null || echo "$program"
  done
  /usr/bin/python3 -I -c 'import XRootD.client' > /dev/null 2>&1 || echo python3-xrootd
  for plugin in libXrdHttp libXrdAccSciTokens libXrdMacaroons; do
    compgen -G "/usr/lib/*/$plugin-*.so" > /dev/null \
      || compgen -G "/usr/lib64/$plugin-*.so" > /dev/null || echo "$plugin"
  done
}

give_up() {
  echo "xrootd: $1, so a real XRootD is not installed and its tests are skipped" >&2
  echo "xrootd: needed are xrootd, xrdfs and xrdcp, the plug-ins XrdHttp, XrdAccSciTokens and" \
    "XrdMacaroons, and the bindings of /usr/bin/python3;" \
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
echo "xrootd: installing ${packages[*]} (about ten seconds)"
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
