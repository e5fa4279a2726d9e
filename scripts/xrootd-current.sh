#!/usr/bin/env bash
# Build the current release of the XRootD server into .tools/xrootd-VERSION/, for tests/real/probe
# and `make truth`: just what they use, and without optimisation, which halves the time.
#
# The source distribution on PyPI holds the whole server, except for two small libraries,
# which stood in that of 5.9.9. Both are pinned by their hashes.
# Where compiler or libraries are missing, root installs them on Debian and Ubuntu
# (scripts/system-packages.sh); elsewhere it says what is missing, and the tests go without the
# current release; in CI that is a failure.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/system-packages.sh

version=6.2.1
hash=b959c8c41e948f89272625f2a0a6994008465272027bffec71b01d0c7e278cba
vendor=5.9.9
vendor_hash=706d95ba13b216032e807ee391a51ba39d4ec3108fd72cf4a964d2020e778ef2
out="$PWD/.tools/xrootd-$version"
python="$PWD/.venv/bin/python"
packages=(cmake g++ make libssl-dev libxml2-dev zlib1g-dev uuid-dev
  libcurl4-openssl-dev libjson-c-dev libscitokens-dev libmacaroons-dev)

leave_out() {
  echo "xrootd-current: $1, so XRootD $version is not built" >&2
  [ "${CI:-}" != true ]
  exit
}

missing() {
  local name
  for name in "${packages[@]}"; do
    dpkg-query --show --showformat='${db:Status-Status}\n' "$name" 2> /dev/null \
      | grep -qx installed || echo "$name"
  done
}

# The source of a release, checked against its hash: fetch VERSION HASH
fetch() {
  echo "xrootd==$1 --hash=sha256:$2" > "$work/requirements.txt"
  "$python" -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
    --require-hashes --requirement "$work/requirements.txt" --dest "$work" \
    > "$work/pip.log" 2>&1 || { tail -n 5 "$work/pip.log" >&2; leave_out "$1 is not to be had"; }
  tar -xzf "$work/xrootd-$1.tar.gz" -C "$work"
}

if [ -f "$out/built" ]; then
  exit
fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
install_packages xrootd-current "a minute" "a compiler and the libraries of XRootD" "${packages[@]}"
fetch "$vendor" "$vendor_hash"
fetch "$version" "$hash"
source="$work/xrootd-$version"
mkdir -p "$source/vendor"
cp -r "$work/xrootd-$vendor/src/XrdSciTokens/vendor/"{inih,picojson} "$source/vendor/"

echo "xrootd-current: building XRootD $version (some two minutes on two cores)"
rm -rf "$out"
mkdir -p "$out"
log="$out/build.log"
if ! {
  cmake -S "$source" -B "$work/build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE=-O0 \
    -DCMAKE_INSTALL_LIBDIR=lib -DCMAKE_BUILD_WITH_INSTALL_RPATH=ON -DCMAKE_INSTALL_RPATH='$ORIGIN/../lib' \
    -DENABLE_{CEPH,FUSE,KRB5,READLINE,PYTHON,TESTS,VOMS,XRDEC,XRDOSSARC}=OFF -DBUILD_TESTING=OFF
  cmake --build "$work/build" --parallel "${XROOTD_BUILD_JOBS:-2}" --target xrootd xrdfs xrdcp \
    Xrd{Http,HttpTPC,HttpTapeApi,Macaroons,AccSciTokens,Sec,Secztn,Secunix,Xrootd,Cryptossl}-6
  cp -a "$work/build/bin" "$work/build/lib" "$out/"
} > "$log" 2>&1; then
  grep -E 'error|Error' "$log" | head -n 5 >&2 || tail -n 5 "$log" >&2
  echo "xrootd-current: the build failed, see $log" >&2
  exit 1
fi
touch "$out/built"
