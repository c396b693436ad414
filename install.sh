#!/usr/bin/env bash
#
# Builds Countersign and installs it. Touches nothing in /etc/pam.d.
#
# What it promises, each checked by Tests/System/install-test:
# - a module is installed only after the very file has been checked: what it links, what it exports, its size
# - an upgrade replaces each file by rename in its own directory; there is no moment without a module
# - an existing host key is never replaced, and a new one is complete on disk before it has its name
# - run twice, or killed and run again, it ends in the same state
# - with --destdir nothing outside that directory is written, but the build folders and a log in TMPDIR
set -euo pipefail
umask 022

readonly module_name="pam_countersign.so"

prefix="/usr/local"
destdir=""
pam_directory=""
action="install"
purge=no
force=no
replace=no
install_dependencies=yes
build=yes
place=yes
make_key=yes
shared_nettle=no
jobs=""

source_directory=""
log=""
keep_log=no
unfinished=""

# Messages

step() { printf '  %s\n' "$1"; }

warn() { printf 'install.sh: warning: %s\n' "$1" >&2; }

fail() {
  printf 'install.sh: error: %s\n' "$1" >&2
  [ -z "${2:-}" ] || printf 'install.sh: hint: %s\n' "$2" >&2
  exit 1
}

fail_with_log() {
  keep_log=yes
  printf '%s\n' "--- the end of $log" >&2
  tail -n 25 "$log" >&2
  printf '%s\n' "---" >&2
  fail "$1" "the whole log is in $log"
}

usage_error() {
  printf 'install.sh: error: %s\n' "$1" >&2
  printf 'install.sh: hint: ./install.sh --help lists the options\n' >&2
  exit 2
}

usage() {
  cat <<'HELP'
usage: ./install.sh [options]
       ./install.sh --deb [--replace] [options]
       ./install.sh --uninstall [--purge] [--force] [options]

Builds the PAM module and the command, checks them, installs them and makes the
empty store with its host key. Changes nothing in /etc/pam.d.

  --prefix DIR     where the command, manuals and examples go (default: /usr/local)
  --destdir DIR    put everything below DIR, to stage a tree or a package
  --pam-dir DIR    where PAM modules are (default: found by looking for pam_unix.so)
  --no-deps        do not install build dependencies, only name what is missing
  --no-build       install (or, with --deb --no-install, pack) what an earlier
                   run has built
  --no-install     only build; needs no privilege
  --no-key         make no host key: for packages and disk images, which are copied
  --shared-nettle  link nettle's shared library where no static one exists
  --jobs N         how many compilers run at once (default: by processors and memory)
  --deb            build Debian packages and install these, or, with --no-install,
                   leave them in .build-packages
  --replace        with --deb: remove the copy that was installed from sources
  --uninstall      remove what was installed; enrolments and host key are kept
  --purge          with --uninstall: remove enrolments, host key and audit file, too
  --force          with --uninstall: even if a PAM service still names the module
  --help           show this text

The compiler is looked for in PATH, in the login PATH of the user who called
sudo, and in the usual places. To name one: sudo env SWIFT=/path/to/swift ./install.sh
HELP
}

# Leaves nothing half-made behind, and the log only where a failure is explained in it.
clean_up() {
  [ -z "$unfinished" ] || rm -f -- "$unfinished"
  [ "$keep_log" = yes ] || rm -f -- "$log"
  [ -z "$log" ] || rm -f -- "$log.mo"
}

# Arguments

absolute() {
  case "$2" in
    /*) ;;
    *) usage_error "$1 needs an absolute path, not '$2'" ;;
  esac
  case "/$2/" in
    */../* | */./*) usage_error "$1 needs a path without '.' and '..'" ;;
  esac
}

read_arguments() {
  local option value
  while [ $# -gt 0 ]; do
    option=$1
    shift
    case "$option" in
      --prefix=* | --destdir=* | --pam-dir=* | --jobs=*)
        value=${option#*=}
        option=${option%%=*}
        ;;
      --prefix | --destdir | --pam-dir | --jobs)
        [ $# -gt 0 ] || usage_error "$option needs a value"
        value=$1
        shift
        ;;
    esac
    case "$option" in
      --prefix) absolute "$option" "$value" && prefix=${value%/} ;;
      --destdir) absolute "$option" "$value" && destdir=${value%/} ;;
      --pam-dir) absolute "$option" "$value" && pam_directory=${value%/} ;;
      --jobs) jobs=$value ;;
      --no-deps) install_dependencies=no ;;
      --no-build) build=no ;;
      --no-install) place=no ;;
      --no-key) make_key=no ;;
      --shared-nettle) shared_nettle=yes ;;
      --deb) action=package ;;
      --replace) replace=yes ;;
      --uninstall) action=uninstall ;;
      --purge) purge=yes ;;
      --force) force=yes ;;
      --help | -h) action=help ;;
      *) usage_error "unknown option '$option'" ;;
    esac
  done
  check_arguments
}

check_arguments() {
  case "$jobs" in *[!0-9]* | 0*) usage_error "--jobs needs a number from 1" ;; esac
  if [ "$action" != uninstall ] && [ "$purge$force" != nono ]; then
    usage_error "--purge and --force go with --uninstall"
  fi
  if [ "$action" != package ]; then
    [ "$replace" = no ] || usage_error "--replace goes with --deb"
    [ "$build$place" != nono ] || usage_error "--no-build and --no-install leave nothing to do"
  elif [ -n "$destdir$pam_directory" ] || [ "$make_key$shared_nettle" != yesno ]; then
    usage_error "--deb goes without --destdir, --pam-dir, --no-key and --shared-nettle"
  fi
}

# This machine

require_privilege() {
  if [ "$(id -u)" -ne 0 ] && [ -z "$destdir" ] && [ "$place" = yes ]; then
    fail "must run as root" "sudo ./install.sh, or --destdir DIR to stage a tree without privilege"
  fi
}

# take_lock FILE: two runs at once would clean up each other's temporary files. The lock goes with the process.
take_lock() {
  if command -v flock >/dev/null; then
    exec 9<"$source_directory/$1"
    flock --nonblock 9 || fail "another install.sh is running from this folder" "wait for it to end"
  fi
}

# The directory libpam loads modules from is the one that holds pam_unix.so.
find_pam_directory() {
  [ -z "$pam_directory" ] || return 0
  local found=""
  if command -v dpkg >/dev/null; then
    found=$(dpkg -L "libpam-modules:$(dpkg --print-architecture)" 2>/dev/null | grep -m 1 '/pam_unix\.so$') || true
  elif command -v rpm >/dev/null; then
    found=$(rpm -ql pam 2>/dev/null | grep -m 1 '/pam_unix\.so$') || true
  fi
  [ -e "$found" ] || found=$(first_file \
    "/usr/lib/$(uname -m)-linux-gnu/security/pam_unix.so" "/lib/$(uname -m)-linux-gnu/security/pam_unix.so" \
    /usr/lib64/security/pam_unix.so /lib64/security/pam_unix.so \
    /usr/lib/security/pam_unix.so /lib/security/pam_unix.so)
  [ -n "$found" ] || fail "no PAM module directory found" "name the one that holds pam_unix.so: --pam-dir DIR"
  pam_directory=$(dirname "$(readlink -f "$found")")
}

first_file() {
  local file
  for file in "$@"; do
    if [ -e "$file" ]; then
      printf '%s\n' "$file"
      return 0
    fi
  done
}

# Installing files

# install_file MODE SOURCE TARGET [check]: the file is complete, checked and on disk before it gets its name.
install_file() {
  local mode=$1 source=$2 target=$3 check=${4:-} directory name
  directory=$(dirname "$target")
  name=$(basename "$target")
  mkdir -p -- "$directory"
  [ ! -d "$target" ] || fail "$target is a directory" "move it away"
  remove_leftovers "$directory/.$name"
  unfinished=$(mktemp "$directory/.$name.XXXXXX")
  cat -- "$source" >"$unfinished"
  [ -z "$check" ] || prepare_binary "$mode" "$check"
  chmod "$mode" "$unfinished"
  sync "$unfinished"
  mv -fT -- "$unfinished" "$target"
  unfinished=""
  sync "$directory"
}

prepare_binary() {
  strip --strip-unneeded --remove-section=.comment "$unfinished" || fail "strip failed" "is binutils installed"
  chmod "$1" "$unfinished"
  "$2" "$unfinished"
}

# Manuals, units and examples name files of ours by where they are without --prefix.
install_text() {
  local text name
  text=$(<"$1")
  for name in share/countersign sbin/countersign libexec/countersign; do
    text=${text//"/usr/local/$name"/"$prefix/$name"}
  done
  install_file 0644 <(printf '%s\n' "$text") "$2"
}

# Prints the files that are read or copied, not run, by their paths below pam/.
examples() { (cd "$source_directory/pam" && find examples ansible -type f); }

# Prints the names of the units of systemd, of which there may be none.
units() { (cd "$source_directory/pam" && compgen -G 'systemd/*' | sed 's|.*/||') || true; }

install_units() {
  local directory=$destdir$prefix/lib/systemd/system unit
  [ -n "$(units)" ] || return 0
  for unit in $(units); do
    install_text "$source_directory/pam/systemd/$unit" "$directory/$unit"
  done
  reload_units
  step "units: $directory"
}

# systemd goes by the old text of a unit until it is told.
reload_units() {
  if [ -z "$destdir" ] && [ -d /run/systemd/system ]; then systemctl daemon-reload; fi
}

install_completion() {
  local shell=$1 target=$2 text
  text=$(LC_ALL=C "$destdir$prefix/sbin/countersign" --generate-completion-script "$shell" </dev/null) ||
    fail "the command makes no completion script for $shell"
  # bash reads the script, nobody runs it.
  [ "$shell" != bash ] || text=${text#"#!/bin/bash"$'\n'}
  install_file 0644 <(printf '%s\n' "$text") "$target"
}

# The module looks in these two places, whatever the prefix.
companion_directory() {
  case "$prefix" in
    /usr) printf '%s\n' "$destdir/usr/libexec/countersign" ;;
    *) printf '%s\n' "$destdir/usr/local/libexec/countersign" ;;
  esac
}

install_products() {
  local module=$source_directory/.build-embedded/release/libpam_countersign.so
  local command=$source_directory/.build-release/release/countersign share=$destdir$prefix/share file
  local companion=$command-companion key_program=$command-security-key directory_program=$command-directory
  local libexec=$destdir$prefix/libexec/countersign
  for file in "$module" "$command" "$companion" "$key_program" "$directory_program"; do
    [ -e "$file" ] || fail "nothing is built yet" "run it without --no-build"
  done
  # First, since a new module may ask for what an old companion does not know, and that for what is beside it.
  install_file 0755 "$directory_program" "$(companion_directory)/directory" check_directory
  step "for directories: $(companion_directory)/directory"
  install_file 0755 "$key_program" "$(companion_directory)/security-key" check_security_key
  step "for security keys: $(companion_directory)/security-key"
  install_file 0755 "$companion" "$(companion_directory)/companion" check_companion
  step "companion of the module: $(companion_directory)/companion"
  install_file 0644 "$module" "$destdir$pam_directory/$module_name" check_module
  step "module: $destdir$pam_directory/$module_name"
  install_file 0755 "$command" "$destdir$prefix/sbin/countersign" check_command
  step "command: $destdir$prefix/sbin/countersign"
  install_login_texts
  for file in "$source_directory"/man/*.[1-8]; do
    install_text "$file" "$share/man/man${file##*.}/$(basename "$file")"
  done
  step "manuals: $share/man"
  install_locales
  install_completion bash "$share/bash-completion/completions/countersign"
  install_completion zsh "$share/zsh/site-functions/_countersign"
  install_completion fish "$share/fish/vendor_completions.d/countersign.fish"
  step "completions: bash, zsh, fish"
  while IFS= read -r file; do
    install_text "$source_directory/pam/$file" "$share/countersign/${file#examples/}"
  done < <(examples)
  step "examples: $share/countersign"
  for file in "$source_directory"/pam/directory/*; do
    install_file 0644 "$file" "$share/countersign/$(basename "$file")"
  done
  step "schema for directories: $share/countersign/countersign.ldif, countersign.schema"
  install_file 0755 "$source_directory/pam/by-key" "$libexec/by-key"
  step "for pam_exec: $libexec/by-key"
  for file in "$source_directory"/pam/deliver/*; do
    install_file 0755 "$file" "$libexec/$(basename "$file")"
  done
  step "programs that send codes: $libexec/deliver-*"
  install_units
}

print_next() {
  cat <<NEXT

Countersign is installed. Nothing asks for a code yet. Next:

  sudo countersign enroll alice
  sudo countersign enable sshd sudo
  man countersign-guides
NEXT
  suggest_language
}

install_all() {
  require_privilege
  take_lock install.sh
  find_pam_directory
  [ "$place" = no ] || check_not_packaged
  provide_dependencies
  check_nettle
  if [ "$build" = yes ]; then
    choose_builder
    find_swift
    build_products
  fi
  [ "$place" = yes ] || return 0
  install_products
  make_account
  make_store
  print_next
}

# Removing

# A stack that names a missing module refuses every login that uses it.
check_not_in_use() {
  local files
  files=$(pam_files_in_use | tr '\n' ' ')
  [ -n "$files" ] || return 0
  if [ "$force" = yes ]; then
    warn "still named in: $files"
    return 0
  fi
  fail "still named in: $files" "take the lines out first, or people are locked out; --force removes the module anyway"
}

remove_file() {
  remove_leftovers "$(dirname "$1")/.$(basename "$1")"
  rm -f -- "$1"
}

# Then only the copy beside the packages is removed.
module_is_packaged() { [ -z "$destdir" ] && [ -n "$(package_of "$pam_directory/$module_name")" ]; }

uninstall_products() {
  local share=$destdir$prefix/share file
  module_is_packaged || remove_file "$destdir$pam_directory/$module_name"
  remove_file "$destdir$prefix/sbin/countersign"
  for file in "$source_directory"/man/*.[1-8]; do
    remove_file "$share/man/man${file##*.}/$(basename "$file")"
  done
  remove_file "$share/bash-completion/completions/countersign"
  remove_file "$share/zsh/site-functions/_countersign"
  remove_file "$share/fish/vendor_completions.d/countersign.fish"
  uninstall_locales
  rm -rf -- "$share/countersign" "$destdir$prefix/libexec/countersign" \
    "$(companion_directory)"
  uninstall_login_texts
  for file in $(units); do
    remove_file "$destdir$prefix/lib/systemd/system/$file"
  done
  [ -z "$(units)" ] || reload_units
  step "module, command, manuals, languages, completions, examples and the script for pam_exec removed"
}

remove_store() {
  local directory
  for directory in "${store_directories[@]/#/"$destdir"}"; do
    if [ "$purge" = yes ]; then
      rm -rf -- "$directory"
      step "$directory removed"
    elif [ -e "$directory" ]; then
      step "$directory kept (--purge removes it)"
    fi
  done
}

uninstall_all() {
  require_privilege
  take_lock install.sh
  find_pam_directory
  if module_is_packaged; then
    [ "$purge" = no ] || fail "the store belongs to a package" "apt-get purge libpam-countersign"
  else
    check_not_in_use
  fi
  uninstall_products
  remove_store
}

source_directory=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
# shellcheck source-path=SCRIPTDIR source=pam/install/build.sh
. "$source_directory/pam/install/build.sh"
# shellcheck source-path=SCRIPTDIR source=pam/install/check.sh
. "$source_directory/pam/install/check.sh"
# shellcheck source-path=SCRIPTDIR source=pam/install/deb.sh
. "$source_directory/pam/install/deb.sh"
# shellcheck source-path=SCRIPTDIR source=pam/install/locale.sh
. "$source_directory/pam/install/locale.sh"
# shellcheck source-path=SCRIPTDIR source=pam/install/store.sh
. "$source_directory/pam/install/store.sh"
# shellcheck source-path=SCRIPTDIR source=pam/install/texts.sh
. "$source_directory/pam/install/texts.sh"
# shellcheck source-path=SCRIPTDIR source=pam/install/account.sh
. "$source_directory/pam/install/account.sh"
# shellcheck source-path=SCRIPTDIR source=pam/install/uses.sh
. "$source_directory/pam/install/uses.sh"

main() {
  read_arguments "$@"
  if [ "$action" = help ]; then
    usage
    exit 0
  fi
  trap clean_up EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  log=$(mktemp "${TMPDIR:-/tmp}/countersign-install.XXXXXX")
  case "$action" in
    uninstall) uninstall_all ;;
    package) package_all ;;
    *) install_all ;;
  esac
}

main "$@"
