# shellcheck shell=bash disable=SC2154
# Part of install.sh, which sources it and sets the variables named here in lower case:
# what command and companion say in other languages, compiled from po/.

# Prints the languages by the names of their files: de, pt_BR.
languages() {
  (cd "$source_directory" && compgen -G 'po/*.po' | sed -e 's|^po/||' -e 's|\.po$||' | LC_ALL=C sort) || true
}

# The file of a language, where the programs look for it: beside themselves.
locale_file() { printf '%s\n' "$destdir$prefix/share/locale/$1/LC_MESSAGES/countersign.mo"; }

install_locales() {
  local language
  for language in $(languages); do
    msgfmt --check --output-file="$log.mo" "$source_directory/po/$language.po" 2>>"$log" ||
      fail_with_log "po/$language.po does not compile"
    install_file 0644 "$log.mo" "$(locale_file "$language")"
  done
  rm -f -- "$log.mo"
  [ -z "$(languages)" ] || step "languages: English, $(languages | paste -s -d , | sed 's/,/, /g')"
}

# Other programs have folders of the same names: only what is empty goes.
uninstall_locales() {
  local language file
  for language in $(languages); do
    file=$(locale_file "$language")
    remove_file "$file"
    (cd "$destdir$prefix/share" 2>/dev/null && rmdir -p "locale/$language/LC_MESSAGES") 2>/dev/null || true
  done
}
