# shellcheck shell=bash disable=SC2154
# Part of install.sh and of the Debian package's prerm, which set the variable named here in lower case:
# whether PAM still needs the module.

# Prints the PAM files with a line, not a comment, that names the module. No program opens what a package manager or an
# editor has put aside.
pam_files_in_use() {
  grep -r -l -s -E --exclude '*.dpkg-*' --exclude '*.ucf-*' --exclude '*.rpm*' --exclude '*~' '^[^#]*pam_countersign' \
    "$destdir/etc/pam.d" "$destdir/etc/pam.conf" "$destdir/usr/lib/pam.d" || true
}
