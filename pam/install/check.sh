# shellcheck shell=bash disable=SC2154
# Part of install.sh, which sources it and sets the variables named here in lower case:
# what a built file must be like before it is installed.

readonly module_size_limit=$((250 * 1024))

needed_by() { readelf -dW "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | sort; }

search_path_of() { readelf -dW "$1" | sed -n '/(RPATH)\|(RUNPATH)/p'; }

machine_of() { readelf -hW "$1" | sed -n 's/^ *\(Class\|Machine\): *//p'; }

exports_of() {
  readelf --dyn-syms -W "$1" |
    awk '$5 ~ /GLOBAL|WEAK|UNIQUE/ && $7 != "UND" && $7 != "ABS" { sub(/@.*/, "", $8); print $8 }' | sort
}

refuse_module() { fail "refusing to install this module: $1" "${2:-build it with ./install.sh, not by hand}"; }

check_module() {
  local module=$1 library exports size
  while IFS= read -r library; do
    case "$library" in
      libc.so.* | libpam.so.*) ;;
      libnettle.so.*)
        [ "$shared_nettle" = yes ] || refuse_module "it links $library"
        warn "the module links $library: every login loads it"
        ;;
      libswift* | libFoundation*) refuse_module "it links the Swift runtime ($library)" ;;
      *) refuse_module "it links $library" ;;
    esac
  done < <(needed_by "$module")
  [ "$(needed_by "$module" | grep -c '^lib\(c\|pam\)\.so\.')" -eq 2 ] ||
    refuse_module "it does not link libc and libpam"
  [ -z "$(search_path_of "$module")" ] || refuse_module "it has a library search path of its own"
  exports=$(exports_of "$module" | tr '\n' ' ')
  [ "$exports" = "pam_sm_acct_mgmt pam_sm_authenticate pam_sm_setcred " ] ||
    refuse_module "it exports other names than a PAM module's three entries: ${exports:0:200}"
  size=$(stat -c %s "$module")
  [ "$size" -le "$module_size_limit" ] || refuse_module "it has $size bytes, the limit is $module_size_limit"
  check_machine "$module"
  check_loading "$module"
}

check_machine() {
  local neighbour=$pam_directory/pam_unix.so
  [ -e "$neighbour" ] || return 0
  [ "$(machine_of "$1")" = "$(machine_of "$neighbour")" ] ||
    refuse_module "it is of another architecture than $neighbour" "name the right directory: --pam-dir DIR"
}

# The loader resolves every symbol now, where a failure harms nobody.
check_loading() {
  local complaint
  complaint=$(cd "$(dirname "$1")" && LD_BIND_NOW=1 LD_PRELOAD=./$(basename "$1") /bin/true 2>&1) || true
  [ -z "$complaint" ] || refuse_module "it does not load ($complaint)"
}

# check_libraries WHAT FILE [NAME...]: with names no other libraries but libldap, which nothing else may link.
check_libraries() {
  local what=$1 file=$2 library
  shift 2
  while IFS= read -r library; do
    case "$library" in
      libswift* | libFoundation* | lib_Foundation*) refuse_program "$what" "it links the Swift runtime dynamically" ;;
      libldap* | liblber*) [ $# -gt 0 ] || refuse_program "$what" "it links $library" ;;
      *) [ $# -eq 0 ] || [[ " $* " == *" ${library%%.so.*} "* ]] || refuse_program "$what" "it links $library" ;;
    esac
  done < <(needed_by "$file")
}

refuse_program() { fail "refusing to install this $1: $2" "build it with ./install.sh"; }

# Without a module at the other end it has nothing to do.
check_companion() {
  check_libraries companion "$1"
  "$1" 2>>"$log" </dev/null || fail_with_log "the companion does not run"
}

# Without an order it has nothing to do, either.
check_security_key() {
  check_libraries program "$1"
  "$1" 2>>"$log" </dev/null || fail_with_log "the program that talks to security keys does not run"
}

# Nor has this one.
check_directory() {
  local libraries=(libc libm libgcc_s libstdc++ ld-linux-x86-64 ld-linux-aarch64)
  [ "$shared_nettle" = no ] || libraries+=(libnettle)
  check_libraries program "$1" "${libraries[@]}"
  "$1" 2>>"$log" </dev/null || fail_with_log "the program that speaks to directories does not run"
}

check_command() {
  local command=$1
  check_libraries command "$command"
  "$command" --help >/dev/null 2>>"$log" </dev/null || fail_with_log "the command does not run"
}
