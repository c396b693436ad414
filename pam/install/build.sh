# shellcheck shell=bash disable=SC2154
# Part of install.sh, which sources it and sets the variables named here in lower case:
# dependencies, compiler, the two builds.

readonly minimum_swift="6.2"

# What a build needs: probe | Debian | Fedora, RHEL | SUSE. A probe is `command NAME`, `header FILE` or `pc NAME`.
requirements="\
command pkg-config|pkg-config|pkgconf-pkg-config|pkg-config
command readelf|binutils|binutils|binutils
command git|git|git|git
command msgfmt|gettext|gettext|gettext-tools
header stdio.h|libc6-dev|glibc-devel|glibc-devel
header security/pam_modules.h|libpam0g-dev|pam-devel|pam-devel
pc nettle|nettle-dev|nettle-devel|libnettle-devel
pc libqrencode|libqrencode-dev|qrencode-devel|qrencode-devel
pc libpng|libpng-dev|libpng-devel|libpng16-devel
pc expat|libexpat1-dev|expat-devel|libexpat-devel
pc libfido2|libfido2-dev|libfido2-devel|libfido2-devel
header ldap.h|libldap-dev|openldap-devel|openldap2-devel
header gmp.h|libgmp-dev|gmp-devel|gmp-devel
cxx library|libstdc++-dev|libstdc++-devel|libstdc++-devel"

builder=""
swift=""

# Build dependencies

present() {
  case "$1" in
    "command "*) command -v "${1#* }" >/dev/null ;;
    "header "*) [ -e "/usr/include/${1#* }" ] || [ -e "/usr/include/$(uname -m)-linux-gnu/${1#* }" ] ;;
    "pc "*) command -v pkg-config >/dev/null && pkg-config --exists "${1#* }" ;;
    "cxx library") [ -n "$(compgen -G '/usr/lib*/gcc/*/*/libstdc++.so')" ] ;;
    *) return 1 ;;
  esac
}

# Prints the packages that are missing, by the names in column $1 of the table.
missing_packages() {
  local column=$1 line
  while IFS= read -r line; do
    present "${line%%|*}" || cut -d '|' -f "$column" <<<"$line"
  done <<<"$requirements"
}

# Debian has one development package for each version of the C++ library and no name for the newest.
newest_cxx_package() {
  apt-cache pkgnames libstdc++- | grep -E '^libstdc\+\+-[0-9]+-dev$' | sort -t - -k 2 -n | tail -n 1
}

apt_install() {
  DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1 </dev/null
}

provide_dependencies() {
  local packages
  packages=$(missing_packages 2 | tr '\n' ' ')
  [ -n "$packages" ] || return 0
  if ! command -v apt-get >/dev/null; then
    fail "build dependencies are missing" "dnf install $(missing_packages 3 | tr '\n' ' ')
install.sh: hint: or zypper install $(missing_packages 4 | tr '\n' ' ')"
  fi
  if [ "$install_dependencies" = no ] || [ -n "$destdir" ] || [ "$(id -u)" -ne 0 ]; then
    fail "build dependencies are missing" "apt-get install $packages"
  fi
  step "installing build dependencies: $packages"
  case " $packages" in
    *" libstdc++-dev "*)
      [ -n "$(newest_cxx_package)" ] || apt-get update >>"$log" 2>&1 || true
      packages=${packages/libstdc++-dev/$(newest_cxx_package)}
      ;;
  esac
  # Word splitting is wanted: a list of package names.
  # shellcheck disable=SC2086
  apt_install $packages || { apt-get update >>"$log" 2>&1 && apt_install $packages; } ||
    fail_with_log "apt-get could not install: $packages"
}

# The archive goes into the module whole, so that no crypto library is loaded into sshd.
check_nettle() {
  [ "$shared_nettle" = no ] || return 0
  local directory
  directory=$(pkg-config --variable=libdir nettle)
  local archive
  for archive in libnettle.a libhogweed.a; do
    [ -e "$directory/$archive" ] ||
      fail "no $archive in $directory" "install it, or give --shared-nettle: each login then loads libnettle.so"
  done
}

# The compiler

# A checkout that belongs to a user is built as that user: root leaves no files behind in it.
choose_builder() {
  local owner
  owner=$(stat -c %U "$source_directory")
  if [ "$(id -u)" -eq 0 ] && [ "$owner" != root ] && [ "$owner" != UNKNOWN ] && command -v setpriv >/dev/null; then
    builder=$owner
  fi
}

home_of() { getent passwd "$1" | cut -d : -f 6; }

as_user() {
  local user=$1
  shift
  setpriv --reuid "$user" --regid "$(id -g "$user")" --init-groups \
    env HOME="$(home_of "$user")" USER="$user" LOGNAME="$user" "$@"
}

as_builder() {
  if [ -n "$builder" ]; then as_user "$builder" "$@"; else "$@"; fi
}

# sudo replaces PATH; the user's own login shell still knows where the compiler is.
swift_of_login() {
  local user=$1 shell
  shell=$(getent passwd "$user" | cut -d : -f 7) || return 0
  [ -x "$shell" ] || return 0
  if [ "$(id -u)" -eq 0 ]; then
    as_user "$user" timeout 10 "$shell" -lc 'command -v swift' 2>/dev/null </dev/null | grep '^/' | tail -n 1
  else
    timeout 10 "$shell" -lc 'command -v swift' 2>/dev/null </dev/null | grep '^/' | tail -n 1
  fi || true
}

swift_candidates() {
  if [ -n "${SWIFT:-}" ]; then
    command -v "$SWIFT" || true
    return 0
  fi
  command -v swift || true
  local user home
  for user in "$builder" "${SUDO_USER:-}" "$(id -un)"; do
    [ -n "$user" ] || continue
    swift_of_login "$user"
    home=$(home_of "$user") || continue
    compgen -G "$home/.local/share/swiftly/bin/swift" || true
  done
  compgen -G '/opt/*/usr/bin/swift' || true
  compgen -G '/usr/local/*/usr/bin/swift' || true
  compgen -G '/usr/libexec/swift/*/bin/swift' || true
}

# Prints `6.3` for Swift 6.3.1, and nothing for another program of the same name.
swift_version() {
  as_builder "$1" --version 2>/dev/null </dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1
}

new_enough() { [ "$(printf '%s\n%s\n' "$minimum_swift" "$1" | sort -V | head -n 1)" = "$minimum_swift" ]; }

# Takes the first candidate that is new enough; leaves in `too_old` one that is not, in `broken` one that does not run.
try_candidates() {
  local candidate version
  while IFS= read -r candidate; do
    version=$(swift_version "$candidate") || true
    if [ -z "$version" ]; then
      broken=$candidate
      continue
    fi
    if new_enough "$version"; then
      swift=$candidate
      return 0
    fi
    too_old=$candidate
  done < <(swift_candidates)
  return 1
}

find_swift() {
  local too_old="" broken="" hint="see https://www.swift.org/install, or sudo env SWIFT=/path/to/swift ./install.sh"
  if ! try_candidates && [ -n "$builder" ]; then
    builder=""
    try_candidates || true
  fi
  if [ -n "$swift" ]; then
    step "compiler: $swift"
    return 0
  fi
  [ -z "$broken" ] || [ -n "$too_old" ] ||
    fail "$broken does not run: $("$broken" --version 2>&1 </dev/null | head -n 1)" \
      "install the packages that https://www.swift.org/install names for this system"
  [ -z "$too_old" ] || fail "Swift $minimum_swift or newer is needed, $too_old is older" "$hint"
  fail "Swift $minimum_swift or newer is needed and was not found" "$hint"
}

# Building

# One compiler takes up to about 2 GB.
count_jobs() {
  [ -z "$jobs" ] || return 0
  local processors gigabytes
  processors=$(nproc)
  gigabytes=$(awk '/^MemAvailable:/ { print int($2 / 2097152) }' /proc/meminfo)
  jobs=$((processors < gigabytes ? processors : gigabytes))
  [ "$jobs" -ge 1 ] || jobs=1
}

# A folder that root has built in cannot be written by the owner of the checkout.
check_build_folder() {
  local folder=$source_directory/$1 owner
  if [ -z "$builder" ] || [ ! -e "$folder" ]; then return 0; fi
  owner=$(stat -c %U "$folder")
  [ "$owner" = "$builder" ] || fail "$folder belongs to $owner, the checkout to $builder" "sudo rm -r $folder"
}

swift_build() {
  local folder=$1 settings=()
  shift
  check_build_folder "$folder"
  [ "$shared_nettle" = no ] || settings+=(COUNTERSIGN_NETTLE=shared)
  as_builder env "${settings[@]}" PATH="$(dirname "$swift"):$PATH" "$swift" build --configuration release \
    --package-path "$source_directory" --scratch-path "$source_directory/$folder" \
    --disable-local-rpath --jobs "$jobs" "$@" >>"$log" 2>&1 </dev/null
}

build_products() {
  count_jobs
  step "building the module"
  swift_build .build-embedded --disable-default-traits --traits EmbeddedModule --product pam_countersign ||
    fail_with_log "the module does not build"
  step "building the command"
  swift_build .build-release --static-swift-stdlib --product countersign ||
    fail_with_log "the command does not build"
  step "building the companion"
  swift_build .build-release --static-swift-stdlib --product countersign-companion ||
    fail_with_log "the companion does not build"
  step "building the program that talks to security keys"
  swift_build .build-release --static-swift-stdlib --product countersign-security-key ||
    fail_with_log "the program that talks to security keys does not build"
  step "building the program that speaks to directories"
  swift_build .build-release --static-swift-stdlib --product countersign-directory ||
    fail_with_log "the program that speaks to directories does not build"
}
