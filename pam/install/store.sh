# shellcheck shell=bash disable=SC2034,SC2154
# Part of install.sh and of the Debian package's scripts, which set the variables named here in lower case:
# the empty store with its host key, and the directory of the audit file.

readonly key_pattern='countersign-seal-key 1 [0-9A-F]{64}'
readonly key_size=88
readonly store_directories=(/var/lib/countersign /etc/countersign /var/log/countersign)

# What a killed run has left; the caller's lock says that no other run owns them.
remove_leftovers() { rm -f -- "$1".??????; }

make_private_directory() {
  local directory=$1 mode
  [ ! -L "$directory" ] || fail "$directory is a symbolic link" "the store needs a real directory there"
  if [ ! -e "$directory" ]; then
    mkdir -p -- "$(dirname "$directory")"
    (umask 077 && mkdir -- "$directory")
  fi
  [ -d "$directory" ] || fail "$directory is not a directory" "move it away"
  [ -O "$directory" ] || fail "$directory belongs to $(stat -c %U "$directory")" "chown root:root $directory"
  mode=$(stat -c %a "$directory")
  [ $((0$mode & 077)) -eq 0 ] || { chmod u=rwx,go= "$directory" && step "mode of $directory was $mode, now closed"; }
}

# One line, or two while `countersign rotate-key` is at work or was interrupted.
key_is_sound() {
  local size
  size=$(stat -c %s "$1")
  [ $((size % key_size)) -eq 0 ] && [ "$(grep -c -x -E "$key_pattern" "$1")" -eq $((size / key_size)) ] &&
    [ "$size" -gt 0 ] && [ "$size" -le $((2 * key_size)) ]
}

# A replaced key would make every enrolment unreadable; `mv -n` gives the name only if nothing has it.
make_host_key() {
  local key=$destdir/etc/countersign/seal.key
  remove_leftovers "$destdir/etc/countersign/.seal.key"
  if [ -e "$key" ] || [ -L "$key" ]; then
    check_host_key "$key"
    step "host key: $key kept"
    return 0
  fi
  unfinished=$(umask 077 && mktemp "$destdir/etc/countersign/.seal.key.XXXXXX")
  {
    printf 'countersign-seal-key 1 '
    od -A n -t x1 -v -N 32 /dev/random | tr -d ' \n' | tr 'a-f' 'A-F'
    printf '\n'
  } >"$unfinished"
  key_is_sound "$unfinished" || fail "the kernel gave no random bytes" "is /dev/random there"
  sync "$unfinished"
  mv -n -T -- "$unfinished" "$key"
  [ ! -e "$unfinished" ] || fail "$key was made by somebody else meanwhile" "run install.sh again"
  unfinished=""
  sync "$destdir/etc/countersign"
  step "host key: $key made"
}

check_host_key() {
  local key=$1
  if [ -L "$key" ] || [ ! -f "$key" ]; then fail "$key is not a plain file" "put the host key itself there"; fi
  [ -O "$key" ] || fail "$key belongs to $(stat -c %U "$key")" "chown root:root $key"
  [ "$(stat -c %h "$key")" -eq 1 ] || fail "$key has a second name" "find it by its inode and remove it"
  key_is_sound "$key" ||
    fail "$key is damaged" "put it back from a backup; a new key cannot open what this one has sealed"
  [ "$(stat -c %a "$key")" = 600 ] || { chmod 0600 "$key" && step "mode of $key is now 600"; }
}

make_store() {
  make_private_directory "$destdir/etc/countersign"
  make_private_directory "$destdir/var/lib/countersign"
  make_private_directory "$destdir/var/lib/countersign/users"
  make_private_directory "$destdir/var/lib/countersign/state"
  make_private_directory "$destdir/var/lib/countersign/tokens"
  step "store: $destdir/var/lib/countersign"
  make_private_directory "$destdir/var/log/countersign"
  step "audit file: $destdir/var/log/countersign/audit.jsonl"
  if [ "$make_key" = yes ]; then make_host_key; else step "host key: none made (--no-key)"; fi
}
