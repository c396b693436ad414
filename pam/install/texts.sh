# shellcheck shell=bash disable=SC2154
# Part of install.sh, which sources it and sets the variables named here in lower case:
# what the module says in other languages, compiled from po/.

# The module looks below /usr and /usr/local and nowhere else, whatever --prefix says.
login_texts_directory() {
  case "$prefix" in
    /usr) printf '%s\n' "$destdir/usr/share/countersign/login" ;;
    *) printf '%s\n' "$destdir/usr/local/share/countersign/login" ;;
  esac
}

# A login reads the few texts that it may need, not those of the command. The files are called by tags: pt-BR.mo.
install_login_texts() {
  local directory source name languages=""
  directory=$(login_texts_directory)
  for source in "$source_directory"/po/*.po; do
    name=$(basename "$source" .po)
    msggrep --msgctxt --regexp='^login$' "$source" 2>>"$log" |
      msgfmt --endianness=little --output-file="$log.mo" - 2>>"$log" || fail_with_log "$source does not compile"
    install_file 0644 "$log.mo" "$directory/${name/_/-}.mo"
    languages+=" ${name/_/-}"
  done
  step "texts of logins in$languages: $directory"
}

uninstall_login_texts() {
  local directory
  directory=$(login_texts_directory)
  rm -rf -- "$directory"
  [ ! -d "$(dirname "$directory")" ] || rmdir --ignore-fail-on-non-empty "$(dirname "$directory")"
}

# The language of the system, where it is one of those that there are: a login does not look at it.
system_language() {
  local locale
  locale=$(sed -n 's/^LANG="\{0,1\}\([A-Za-z_]*\).*/\1/p' "$destdir/etc/default/locale" "$destdir/etc/locale.conf" \
    2>/dev/null | tail -n 1)
  for locale in "$locale" "${locale%%_*}"; do
    if [ -n "$locale" ] && [ -e "$source_directory/po/$locale.po" ]; then
      printf '%s\n' "${locale/_/-}"
      return 0
    fi
  done
}

# The module goes by the policy and by what is enrolled, so somebody has to say it there.
suggest_language() {
  local language
  language=$(system_language)
  if [ -z "$language" ] || grep -q -i '^[[:space:]]*language[[:space:]]' "$destdir/etc/countersign/countersign.conf" \
    2>/dev/null; then
    return 0
  fi
  cat <<NEXT

Logins speak English. For the language of this system put this line at the top
of /etc/countersign/countersign.conf: Language $language
NEXT
}
