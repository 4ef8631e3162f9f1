#!/usr/bin/env bash
# quoting: All that a word can hold: "quotes", ünïcode, ‘these’ and $HOME
#
# Made by ctrc 0.1.0 from recipe.ctr, sha256:33add0a6c4c67e931348eab6630bb4202a69c823f56e40902b40997073cafbfd
#
#   bash quoting.sh              does all of it
#   bash quoting.sh --dry-run    says what it would do
#   bash quoting.sh --help       lists parameters, options and exit statuses
#
# check words
#
# The recipe:
#
#@ recipe.ctr
#| recipe quoting "All that a word can hold: \"quotes\", ünïcode, ‘these’ and $HOME"
#|
#| param word "two words"
#|
#| container box {
#|   root    host
#|   env     PLAIN "a b"
#|   env     MIXED "${word}: it's $5 & `more`"
#|   workdir "/"
#| }
#|
#| check words {
#|   run box $ echo plain-1.2/x:y=@%+, 'single "double" $HOME' "double 'single' ${word}!" a\ b \"
#|   run box $ echo '' ' ' '*' '?' '[a]' '{a,b}' '~' '~/x' '!' '#' 'a\' '\\' "'" '-rf' --
#|   run box $ echo ${word} "${word}" x${word}y "${word}_1" "${word}-1" "a ${word} b" '${word}'
#|   run box $ sh -c 'for x in 1 2; do echo "$x"; done'
#|   run box stdin "a\tb\u0001\u007f\u200b\u00a0\n" $ cat
#|   expect stdout contains "tab\there"
#|   host shell """
#|     # Comments and 'quotes' stay.
#|     for name in a b; do
#|       echo "$name: ${word} \t"
#|     done
#|     """
#| }

# Any shell may be asked to run this file; from here on it is bash 4.2 or newer.
if [ -z "${BASH_VERSION:-}" ]; then exec bash "$0" "$@"; fi
case $BASH_VERSION in
  [0-3].* | 4.[01].*)
    echo "$0: needs bash 4.2 or newer, this is bash $BASH_VERSION" >&2
    exit 3
    ;;
esac
# A function that the caller exports would stand in for the command of its name; in POSIX mode none stands in for `unset`.
POSIXLY_CORRECT=1
unset -f builtin set
set +o posix
while IFS= builtin read -r -d '' REPLY; do
  case $REPLY in
    BASH_FUNC_*'%%='*)
      REPLY=${REPLY#BASH_FUNC_}
      builtin unset -f "${REPLY%%'%%='*}"
      ;;
  esac
done </proc/self/environ

# ---- this recipe ----

RECIPE=quoting
TITLE=$'All that a word can hold: "quotes", ünïcode, \342\200\230these\342\200\231 and $HOME'
RECIPE_FILE=recipe.ctr
RECIPE_DIGEST=sha256:33add0a6c4c67e931348eab6630bb4202a69c823f56e40902b40997073cafbfd
CTRC_VERSION=0.1.0
CGROUPS_OF=script
# word ("two words")
v_word='two words'
CELLS=1
PARAMETERS=(word)
PARAMETER_TYPES=(string)
PARAMETER_WRITTEN=('"two words"')
PARAMETER_DOCS=('')
BLOCKS=(words)
BLOCK_KINDS=(check)
CELL_TEXTS=('')
CELL_VALUES=('{}')
RECIPE_FUNCTIONS=(recipe_cell_1 recipe_check_words)
ROOT_ONLY=()

NATIVE_INIT=…

# ---- … the runtime … ----

# ---- what this recipe uses of it ----

# Usage: engine_lacks ENGINE ARGUMENTS
engine_lacks() {
  case $1 in
    native) native_lacks "${@:2}" ;;
  esac
}

# Usage: engine_define ENGINE ARGUMENTS
engine_define() {
  case $1 in
    native) native_define "${@:2}" ;;
  esac
}

# Usage: engine_create ENGINE ARGUMENTS
engine_create() {
  case $1 in
    native) layered_create "${@:2}" ;;
  esac
}

# Usage: engine_start ENGINE ARGUMENTS
engine_start() {
  case $1 in
    native) native_start "${@:2}" ;;
  esac
}

# Usage: engine_wait ENGINE ARGUMENTS
engine_wait() {
  case $1 in
    native) layered_wait "${@:2}" ;;
  esac
}

# Usage: engine_remove ENGINE ARGUMENTS
engine_remove() {
  case $1 in
    native) layered_remove "${@:2}" ;;
  esac
}

# Usage: driver_import DRIVER ARGUMENTS
driver_import() { :; }

# Usage: driver_layer_directories DRIVER ARGUMENTS
driver_layer_directories() { :; }

# Usage: driver_layer_create DRIVER ARGUMENTS
driver_layer_create() { :; }

# Usage: driver_layer_remove DRIVER ARGUMENTS
driver_layer_remove() { :; }

# Usage: probes_before ENGINE CONTAINER [N [EXTRA]]
probes_before() { :; }

# Usage: probes_ran ENGINE CONTAINER [N [EXTRA]]
probes_ran() { :; }

# Usage: undo_one FUNCTION NAME; nothing else that a journal names is ever run
undo_one() {
  case $1 in
    *) return 1 ;;
  esac
}

# What the check or measure that ends wants to be done
block_finally() { :; }

# Prints what this script knows; a failed step leaves it in variables.txt.
variables_print() { …; }

# ---- the recipe's steps ----

# What this host must have.
recipe_requires() {
  at recipe.ctr:5 'container box'
  require_privilege 'make namespaces and mounts for native' user-namespace
  require_tools cp env ln mkdir mkfifo mount mv nsenter readlink rm rmdir setpriv sh sha256sum stat tr truncate unshare
  require_room results state
  require_engine native
}

recipe_cell_1() {
  at recipe.ctr:5 'container box'
  container_define box native \
    --root host \
    --env PLAIN 'a b' \
    --env MIXED "$v_word"$': it\'s $5 & `more`' \
    --workdir /
}

# The values of the matrix in the cell whose turn it is.
recipe_values() {
  :
}

# recipe.ctr:12: check words
recipe_check_words() {
  at recipe.ctr:13 $'run box $ echo plain-1.2/x:y=@%+, \'single "double" $HOME\' "double \'single\' ${word}!" a\\ b \\"'
  container_run box -- echo plain-1.2/x:y=@%+, $'single "double" $HOME' "double 'single' $v_word"'!' 'a b' '"'
  expect_exit is 0 || return 0
  at recipe.ctr:14 $'run box $ echo \'\' \' \' \'*\' \'?\' \'[a]\' \'{a,b}\' \'~\' \'~/x\' \'!\' \'#\' \'a\\\' \'\\\\\' "\'" \'-rf\' --'
  container_run box -- echo '' ' ' '*' '?' '[a]' '{a,b}' $'~' $'~/x' '!' '#' $'a\\' $'\\\\' $'\'' -rf --
  expect_exit is 0 || return 0
  at recipe.ctr:15 $'run box $ echo ${word} "${word}" x${word}y "${word}_1" "${word}-1" "a ${word} b" \'${word}\''
  container_run box -- echo "$v_word" "$v_word" "x${v_word}y" "${v_word}_1" "$v_word-1" "a $v_word b" $'${word}'
  expect_exit is 0 || return 0
  at recipe.ctr:16 $'run box $ sh -c \'for x in 1 2; do echo "$x"; done\''
  container_run box -- sh -c $'for x in 1 2; do echo "$x"; done'
  expect_exit is 0 || return 0
  at recipe.ctr:17 'run box stdin "a\tb\u0001\u007f\u200b\u00a0\n" $ cat'
  container_run box --stdin $'a\tb\001\177\342\200\213\302\240\n' -- cat
  at recipe.ctr:18 'expect stdout contains "tab\there"'
  expect_output stdout contains $'tab\there' || return 0
  at recipe.ctr:19 $'host shell """ # Comments and \'quotes\' stay. for name in a b; do echo "$name: ${word} \\t" done """'
  host_shell --variable word "$v_word" -- $'# Comments and \'quotes\' stay.
for name in a b; do
  echo "$name: ${word} \\t"
done
'
  expect_exit is 0 || return 0
}

# Everything, in order.
recipe_run() {
  run_begin
  if cell_selected 1; then
    cell_begin 1
    recipe_cell_1
    if block_selected words; then
      if block_begin check words 12; then
        recipe_check_words
        block_end
      fi
    fi
    cell_end
  fi
}

{
  main "$@"
  exit
}
