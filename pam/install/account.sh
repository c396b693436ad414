# shellcheck shell=bash disable=SC2154
# Part of install.sh and of the packages' scripts: the account that runs what sends codes and tells of changes.

readonly command_account=_countersign

# Without it these programs run as nobody, which others may use, too; so that nothing fails for want of it.
make_account() {
  [ -z "$destdir" ] || return 0
  if getent passwd "$command_account" >/dev/null; then return 0; fi
  if useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin \
    --comment 'Countersign, sending codes' "$command_account" >/dev/null 2>&1; then
    step "account: $command_account made, for programs that send codes"
  else
    printf 'warning: the account %s could not be made; programs that send codes run as nobody\n' \
      "$command_account" >&2
  fi
}
