#!/usr/bin/env bash
# Install an ARC CE for tests/real/arc; see scripts/system-packages.sh.
set -euo pipefail
. "$(dirname "$0")/system-packages.sh"

missing() {
  local file
  for file in /usr/sbin/arched /usr/share/arc/arc-arex-start /usr/share/arc/arc-arex-ws-start; do
    [ -x "$file" ] || echo "$file"
  done
}

install_packages arc "half a minute" "A-REX of NorduGrid ARC with its REST interface" \
  nordugrid-arc-arex
