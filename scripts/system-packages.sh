# Sourced by the scripts that install programs of the system for the tests against real ones.
#
#   install_packages NAME "what it takes" "what is needed" PACKAGE...
#
# The caller defines `missing`, which prints what is not there, one a line.
# Does nothing where nothing is missing. On Debian and Ubuntu, root installs the packages;
# in CI (CI=true) passwordless sudo does, too.
# Elsewhere it says what is missing, and the tests are skipped with that reason;
# in CI that is a failure.

give_up() { # NAME, reason, what is needed, PACKAGE...
  local name="$1" reason="$2" needed="$3"
  shift 3
  echo "$name: $reason, so it is not installed and its tests are skipped" >&2
  echo "$name: needed are $needed; on Debian and Ubuntu: apt-get install $*" >&2
  [ "${CI:-}" != true ]
  exit
}

install_packages() {
  local name="$1" takes="$2" needed="$3" log still as_root=()
  shift 3
  [ -n "$(missing)" ] || return 0
  command -v apt-get > /dev/null || give_up "$name" "this is neither Debian nor Ubuntu" "$needed" "$@"
  if [ "$(id -u)" -ne 0 ]; then
    if [ "${CI:-}" = true ] && sudo -n true 2> /dev/null; then
      as_root=(sudo -n)
    else
      give_up "$name" "only root may install packages" "$needed" "$@"
    fi
  fi
  echo "$name: installing $* (about $takes)"
  log="$(mktemp)"
  if ! { "${as_root[@]}" apt-get update --quiet && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --quiet --no-install-recommends "$@"; } > "$log" 2>&1; then
    tail -n 5 "$log" >&2
    rm -f "$log"
    give_up "$name" "apt-get failed" "$needed" "$@"
  fi
  rm -f "$log"
  still="$(missing | tr '\n' ' ')"
  [ -z "$still" ] || give_up "$name" "after the installation, these are missing: $still" "$needed" "$@"
}
