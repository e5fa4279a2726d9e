#!/usr/bin/env bash
# Install the VOMS clients for tests/real/voms; see scripts/system-packages.sh.
set -euo pipefail
. "$(dirname "$0")/system-packages.sh"

missing() {
  local program
  for program in voms-proxy-fake voms-proxy-info2 voms-verify voms-proxy-init3 voms-proxy-info3; do
    command -v "$program" > /dev/null || echo "$program"
  done
}

install_packages voms "half a minute" \
  "the VOMS clients in C++ and in Java, under the names that Debian gives them" \
  voms-clients voms-clients-java
