# shellcheck shell=bash disable=SC2154
# Part of install.sh, which sources it and sets the variables named here in lower case:
# Debian packages, made by dpkg-buildpackage from debian/ and installed by apt-get.

# As in build.sh.
readonly package_requirements="\
command dpkg-buildpackage|dpkg-dev|dpkg-dev|dpkg-dev
command dh|debhelper|debhelper|debhelper"

# Prints the package that a file came with, or nothing.
package_of() {
  if command -v dpkg-query >/dev/null; then
    dpkg-query -S "$1" 2>/dev/null | cut -d : -f 1
  elif rpm -qf "$1" >/dev/null 2>&1; then
    rpm -qf --queryformat '%{NAME}\n' "$1"
  fi || true
}

# Of a command in two places, one would grow old; of the module, dpkg and install.sh would each undo the other.
check_not_packaged() {
  [ -z "$destdir" ] || return 0
  local package
  package=$(package_of "$pam_directory/$module_name")
  [ -z "$package" ] || fail "the package $package is installed here" \
    "./install.sh --deb puts this version in its place; or remove the packages first"
}

# Prints a file that was installed from sources, if there is one.
file_from_sources() {
  local file
  for file in "$prefix/sbin/countersign" "$pam_directory/$module_name"; do
    if [ -e "$file" ] && [ -z "$(package_of "$file")" ]; then
      printf '%s\n' "$file"
      return 0
    fi
  done
}

check_no_copy() {
  local file
  file=$(file_from_sources)
  if [ -z "$file" ] || [ "$replace" = yes ]; then return 0; fi
  fail "$file was installed from sources" "--deb --replace takes that copy out when the packages are in; \
enrolments, host key and PAM files stay, and there is a module throughout"
}

# Leaves the packages in `.build-packages`.
build_packages() {
  local folder=$source_directory/.build-packages settings=(SWIFT="$swift")
  provide_dependencies
  check_nettle
  choose_builder
  [ "$build" = no ] || find_swift
  check_build_folder .build-packages
  as_builder mkdir -p "$folder"
  as_builder rm -f "$folder"/*.{deb,buildinfo,changes}
  [ "$build" = yes ] || settings+=(COUNTERSIGN_PREBUILT=yes)
  [ -z "$jobs" ] || settings+=(DEB_BUILD_OPTIONS="parallel=$jobs")
  step "building the packages"
  # The dependencies have been looked at already, and by what is there: a compiler need not come from a package.
  (cd "$source_directory" && as_builder env "${settings[@]}" COUNTERSIGN_PACKAGES="$folder" \
    dpkg-buildpackage --build=binary --no-sign --no-check-builddeps --post-clean \
    --buildinfo-option=-u"$folder" --buildinfo-file="$folder/countersign.buildinfo" \
    --changes-option=-u"$folder" --changes-file="$folder/countersign.changes") >>"$log" 2>&1 </dev/null ||
    fail_with_log "the packages do not build"
  step "packages: $folder"
}

install_packages() {
  local files=()
  mapfile -t files < <(compgen -G "$source_directory/.build-packages/*.deb")
  [ "${#files[@]}" -gt 0 ] || fail "no packages are built yet" "run it without --no-build"
  step "installing the packages"
  apt_install --reinstall --allow-downgrades "${files[@]}" ||
    { apt-get update >>"$log" 2>&1 </dev/null && apt_install --reinstall --allow-downgrades "${files[@]}"; } ||
    fail_with_log "apt-get could not install the packages"
}

package_all() {
  require_privilege
  take_lock debian/control
  find_pam_directory
  [ "$place" = no ] || check_no_copy
  requirements+=$'\n'$package_requirements
  if [ "$build" = yes ] || [ "$place" = no ]; then build_packages; fi
  [ "$place" = yes ] || return 0
  install_packages
  [ "$replace" = no ] || uninstall_products
  prefix=/usr
  print_next
}
