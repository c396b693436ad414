# shellcheck shell=bash disable=SC2034,SC2154
# Sourced by Tests/run and Benchmarks/run, which set `top` to the checkout: packages, compiler, builds.
# What install.sh needs for itself it does itself; the parts of it used here are its own.

source_directory=$top
pam_directory=""
destdir=""
jobs=""
install_dependencies=yes
shared_nettle=no
log=""

step() { printf '  %s\n' "$1"; }

warn() { printf '%s: warning: %s\n' "${0##*/}" "$1" >&2; }

fail() {
  printf '%s: error: %s\n' "${0##*/}" "$1" >&2
  [ -z "${2:-}" ] || printf '%s: hint: %s\n' "${0##*/}" "$2" >&2
  exit 1
}

fail_with_log() {
  tail -n 60 "$log" >&2
  fail "$1"
}

usage_error() {
  printf '%s: error: %s\n' "${0##*/}" "$1" >&2
  printf '%s: hint: --help lists the options\n' "${0##*/}" >&2
  exit 2
}

require_root() { [ "$(id -u)" -eq 0 ] || fail "must run as root" "sudo $0"; }

# shellcheck source-path=SCRIPTDIR source=../pam/install/build.sh
. "$top/pam/install/build.sh"

# install_packages NAME...: only those that are not there; the lists are fetched only if they turn out to be too old.
install_packages() {
  local name missing=()
  command -v apt-get >/dev/null || fail "this needs apt-get" "run it on Debian, or install: $*"
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  step "installing ${missing[*]}"
  apt_install "${missing[@]}" || { apt-get update >>"$log" 2>&1 </dev/null && apt_install "${missing[@]}"; } ||
    fail_with_log "apt-get could not install: ${missing[*]}"
}

# Prints where an sshd is. A package that is only unpacked starts no server on this machine, now or at the next boot.
provide_sshd() {
  local folder=$1
  if [ -x /usr/sbin/sshd ]; then
    printf '/usr/sbin/sshd\n'
    return 0
  fi
  unpack openssh-server "$folder"
  printf '%s\n' "$folder/usr/sbin/sshd"
}

# Prints where the library is that plays a security key for ssh: part of a package whose other parts nobody needs.
provide_security_key() {
  local folder=$1 found
  unpack openssh-tests "$folder"
  found=$(find "$folder" -name sk-dummy.so -print -quit)
  [ -n "$found" ] || fail_with_log "openssh-tests has no sk-dummy.so"
  printf '%s\n' "$found"
}

# Prints where slapd's package is. It is only unpacked, unless it is installed, so that no server starts by itself.
provide_slapd() {
  local folder=$1
  if [ -x /usr/sbin/slapd ]; then
    printf '/\n'
    return 0
  fi
  unpack slapd "$folder"
  printf '%s\n' "$folder"
}

# Prints where the packages of a KDC are, unpacked likewise: a KDC is never to start as a service of this machine.
provide_kdc() {
  local folder=$1 package
  if [ -x /usr/sbin/krb5kdc ] && [ -x /usr/sbin/kadmin.local ]; then
    printf '/\n'
    return 0
  fi
  for package in krb5-kdc krb5-admin-server libgssrpc4 libkadm5srv-mit12 libkdb5-10 libkrb5-3 libverto1 \
    libverto-libev1 libev4; do
    unpack "$package" "$folder"
  done
  printf '%s\n' "$folder"
}

# unpack PACKAGE FOLDER: downloads a package and unpacks it there, without installing it.
unpack() {
  local package=$1 folder=$2
  mkdir -p "$folder"
  (cd "$folder" && apt-get download "$package") >>"$log" 2>&1 </dev/null ||
    { apt-get update && cd "$folder" && apt-get download "$package"; } >>"$log" 2>&1 </dev/null ||
    fail_with_log "apt-get could not download $package"
  dpkg -x "$folder/${package}"_*.deb "$folder"
}
