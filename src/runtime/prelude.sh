# ---- strict mode and the world outside ----

# Makes the shell strict and forgets what the caller's environment could change.
prelude() {
  # Bash hands its exported variables to what it starts; a container gets none of them, a command on the host those that the
  # caller had, CALLER_WORDS, whatever this script calls its own.
  local word name
  EXPORTED=() CALLER_WORDS=()
  while IFS= read -r -d '' word; do
    # In bash ${x%%=*} takes a time that grows with the square of the length, and ${x#*=} much more of it.
    [[ $word =~ ^[^=]* ]]
    name=${BASH_REMATCH[0]}
    case $name in
      *[!A-Za-z0-9_]* | '' | _) ;;
      # Nobody can set them, and what they say of this shell is nobody else's.
      SHELLOPTS | BASHOPTS | UID | EUID | PPID) export -n "${name?}" ;;
      CTRC_*) EXPORTED+=("$name") ;;
      *) EXPORTED+=("$name") CALLER_WORDS+=("$word") ;;
    esac
  done </proc/self/environ
  set -euo pipefail
  shopt -s nullglob
  umask 077
  export LC_ALL=C
  IFS=$' \t\n'
  unset -v CDPATH GLOBIGNORE BASH_ENV ENV TAR_OPTIONS GREP_OPTIONS BLOCKSIZE BLOCK_SIZE DF_BLOCK_SIZE POSIXLY_CORRECT TIMEFORMAT
  unalias -a
  MAIN_PID=$BASHPID
  # A pause without a fork is a read that times out on a pipe that nobody writes.
  exec {PAUSE}<> <(:)
}

# Usage: caller_exec ARGV…
# Becomes a command that has the caller's environment. What is needed is in the positional parameters: any variable may be one of
# the caller's.
caller_exec() {
  set -- ${CALLER_WORDS[@]+"${CALLER_WORDS[@]}"} -- "$@"
  {
    unset -v ${EXPORTED[@]+"${EXPORTED[@]}"} LC_ALL
    while [[ $1 != -- ]]; do
      export "${1?}"
      shift
    done
  } 2>/dev/null
  shift
  exec -- "$@"
}

# Usage: pause SECONDS
pause() {
  read -r -t "$1" -u "$PAUSE" _ || :
}

# A signal must not cut short what takes everything down, not even one that comes just before that; what is started from
# here on does not see Ctrl-C either.
signals_ignore() {
  trap '' INT TERM HUP PIPE QUIT USR1
}

# Usage: die MESSAGE
# Ends the run because a step could not be carried out (exit status 4).
die() {
  FAILURE=$1
  # Who takes things down is not asked for the reason afterwards.
  [[ -z $FINISHING ]] || error_line "$RECIPE: $1"
  signals_ignore
  exit 4
}

# Usage: lack MESSAGE
# Ends the run because this host lacks something (exit status 3).
lack() {
  FAILURE=$1
  signals_ignore
  exit 3
}

# Usage: misuse MESSAGE
# Ends the run because it was called wrongly (exit status 2). What the caller wrote, and MESSAGE repeats, may be long.
misuse() {
  if ((${#1} > 1000)); then set -- "${1:0:1000}..."; fi
  error_line "$RECIPE.sh: $1"
  exit 2
}

# Usage: name_check NAME
# Names become parts of paths: letters, digits and dashes, and not more than 64 of them.
name_check() {
  case $1 in
    [a-z]*) ;;
    *) die "a name begins with a letter, this one does not: $1" ;;
  esac
  case $1 in
    *[!a-z0-9.-]*) die "a name holds only lower-case letters, digits, - and . but this one: $1" ;;
  esac
  ((${#1} <= 64)) || die "a name has at most 64 characters: $1"
}

# Usage: tool_find PROGRAM
# Sets REPLY to the program's absolute path, without a fork.
tool_find() {
  hash "$1" 2>/dev/null || lack "the program $1 is missing"
  REPLY=${BASH_CMDS[$1]}
}
