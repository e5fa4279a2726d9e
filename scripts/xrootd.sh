#!/usr/bin/env bash
# Install a real XRootD server and client for tests/real/xrootd; see scripts/system-packages.sh.
set -euo pipefail
. "$(dirname "$0")/system-packages.sh"

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

install_packages xrootd "ten seconds" \
  "xrootd, xrdfs and xrdcp, the plug-ins XrdHttp, XrdAccSciTokens and XrdMacaroons,\
 and the bindings of /usr/bin/python3" \
  xrootd-server xrootd-server-plugins xrootd-scitokens-plugins xrootd-client python3-xrootd
