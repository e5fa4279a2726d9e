#!/usr/bin/env bash
# Install Chromium for tests/real/chromium and benchmarks/html.py; see scripts/system-packages.sh.
#
# Ubuntu has Chromium as a snap only; there Google Chrome, where the machine brings it, does as well.
set -euo pipefail
. "$(dirname "$0")/system-packages.sh"

missing() {
  command -v chromium > /dev/null || command -v google-chrome > /dev/null || echo chromium
}

install_packages chromium "half a minute" "chromium or google-chrome on the PATH" \
  chromium fonts-dejavu-core
