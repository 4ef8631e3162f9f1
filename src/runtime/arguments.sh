# ---- the command line ----

MODE=run ONLY_BLOCK='' ONLY_CELL='' OUT='' CLEANUP_ID='' SETTINGS=() SEED=''

# Usage: arguments_read ARGUMENT…
arguments_read() {
  local argument
  while (($#)); do
    argument=$1
    case $argument in
      --*=*)
        [[ $argument =~ ^[^=]* ]]
        set -- "${BASH_REMATCH[0]}" "${argument:${#BASH_REMATCH[0]}+1}" "${@:2}"
        ;;
    esac
    case $1 in
      --help | -h) MODE=help ;;
      --list) MODE=list ;;
      --check) MODE=check ;;
      --dry-run) MODE=dry-run ;;
      --rootless) ROOTLESS=yes ;;
      --cleanup)
        MODE=cleanup
        if (($# > 1)) && [[ $2 != -* ]]; then
          CLEANUP_ID=$2
          shift
        fi
        ;;
      --timeout | --max-output | --set | --only | --cell | --seed | --resume | --out | --state | --cache | --recipe-dir)
        (($# > 1)) || misuse "$1 needs a value"
        argument_read "$1" "$2"
        shift
        ;;
      *) misuse "there is no option $1; --help lists them" ;;
    esac
    shift
  done
}

# Usage: argument_read OPTION VALUE
argument_read() {
  local block
  case $1 in
    --set) parameter_set "$2" ;;
    --only)
      for block in "${BLOCKS[@]}"; do [[ $block != "$2" ]] || ONLY_BLOCK=$2; done
      [[ -n $ONLY_BLOCK ]] || misuse "there is no check or measure $2; --list lists them"
      ;;
    --cell)
      [[ $2 =~ ^[1-9][0-9]{0,5}$ && $2 -le $CELLS ]] || misuse "there is no cell $2; --list lists them"
      ONLY_CELL=$2
      ;;
    --seed)
      [[ $2 =~ ^(0|[1-9][0-9]{0,9})$ && $2 -lt 2147483648 ]] || misuse "a seed is a whole number below 2147483648, which $2 is not"
      SEED=$2
      ;;
    --timeout)
      value_parse duration "$2" || REPLY=0
      ((REPLY > 0)) || misuse "--timeout takes a duration, such as 10min, not $2"
      RUN_TIMEOUT_NS=$REPLY
      ;;
    --max-output)
      value_parse size "$2" || REPLY=0
      ((REPLY > 0)) || misuse "--max-output takes a size, such as 64MiB, not $2"
      MAX_OUTPUT_BYTES=$REPLY
      ;;
    --resume) resume_arguments "$2" ;;
    --out) OUT=$2 ;;
    --state) STATE=$2 ;;
    --cache) CACHE=$2 ;;
    --recipe-dir) RECIPE_DIR=$2 ;;
  esac
}

# Usage: parameter_set NAME=VALUE
parameter_set() {
  local i name value setting like
  [[ $1 == *=* ]] || misuse "--set takes NAME=VALUE, not $1"
  [[ $1 =~ ^[^=]* ]]
  name=${BASH_REMATCH[0]} value=${1:${#BASH_REMATCH[0]}+1}
  for i in ${PARAMETERS[@]+"${!PARAMETERS[@]}"}; do
    [[ ${PARAMETERS[i]} == "$name" ]] || continue
    for setting in ${SETTINGS[@]+"${SETTINGS[@]}"}; do
      [[ $setting != "$name="* ]] || misuse "$name is set twice"
    done
    case ${PARAMETER_TYPES[i]} in
      number) like=10 ;;
      percent) like=50% ;;
      size) like=64KiB ;;
      duration) like=10s ;;
      *) like=two-words_1.0 ;;
    esac
    value_parse "${PARAMETER_TYPES[i]}" "$value" ||
      misuse "$name is a ${PARAMETER_TYPES[i]}, such as $like, which ${value:-nothing} is not"
    printf -v "v_${name//-/_}" %s "$REPLY"
    SETTINGS+=("$1")
    return 0
  done
  misuse "the recipe has no parameter $name; --help lists them"
}

# Usage: value_parse TYPE TEXT
# Sets REPLY to the value: sizes in bytes, durations in nanoseconds.
value_parse() {
  local number unit
  case $1 in
    word | string)
      REPLY=$2
      # What a recipe can write without quotes.
      [[ $1 == string || $2 =~ ^[A-Za-z0-9_.%+-]+$ ]]
      return
      ;;
  esac
  # Nobody writes a longer number, and the next lines take a time that grows with the square of the length.
  ((${#2} <= 64)) || return 1
  number=${2%%[!0-9.]*} unit=${2##*[0-9.]}
  [[ $number =~ ^(0|[1-9][0-9]*)(\.[0-9]+)?$ && $number$unit == "$2" && ${#number} -le 18 ]] || return 1
  case $1.$unit in
    number.)
      REPLY=$number
      return 0
      ;;
    percent.%)
      REPLY=$number
      return 0
      ;;
    size.B) value_scale "$number" 1 ;;
    size.kB | size.KB) value_scale "$number" 1000 ;;
    size.MB) value_scale "$number" 1000000 ;;
    size.GB) value_scale "$number" 1000000000 ;;
    size.TB) value_scale "$number" 1000000000000 ;;
    size.KiB) value_scale "$number" 1024 ;;
    size.MiB) value_scale "$number" 1048576 ;;
    size.GiB) value_scale "$number" 1073741824 ;;
    size.TiB) value_scale "$number" 1099511627776 ;;
    duration.us) value_scale "$number" 1000 ;;
    duration.ms) value_scale "$number" 1000000 ;;
    duration.s) value_scale "$number" 1000000000 ;;
    duration.min) value_scale "$number" 60000000000 ;;
    duration.h) value_scale "$number" 3600000000000 ;;
    *) return 1 ;;
  esac
}

# Usage: value_scale NUMBER FACTOR
# Sets REPLY to their product, which must be a whole number below 2^63.
value_scale() {
  local whole=${1%.*} fraction='' digits=1
  [[ $1 != *.* ]] || fraction=${1#*.}
  while [[ $fraction == *0 ]]; do fraction=${fraction%0}; done
  ((${#fraction} <= 6)) || return 1
  ((whole <= 9223372036854775807 / $2 - 1)) || return 1
  REPLY=$((whole * $2))
  [[ -n $fraction ]] || return 0
  for ((whole = 0; whole < ${#fraction}; whole++)); do digits=$((digits * 10)); done
  fraction=$((10#$fraction))
  (($2 % digits == 0 || fraction * $2 % digits == 0)) || return 1
  REPLY=$((REPLY + ($2 % digits == 0 ? fraction * ($2 / digits) : fraction * $2 / digits)))
}

# Prints how to use this script.
help_print() {
  local i
  cat <<HELP
$RECIPE: $TITLE

Usage: bash $RECIPE.sh [OPTION]...

  --list            the checks, measures and cells
  --check           only look whether this host has what is required
  --dry-run         print the steps and do nothing
  --rootless        run as an ordinary user, as root of a user namespace: what that cannot do is told before anything is made
  --only NAME       only this check or measure
  --cell K          only this cell of the matrix
  --set NAME=VALUE  change a parameter
  --timeout TIME    end the run when it takes longer, as 10min
  --max-output SIZE keep so much of what a command prints, to each of its outputs (64MiB)
  --seed N          the seed of random orders that the recipe gives none; chosen anew unless set, and recorded
  --out DIR         where the results go; it must not be there yet, or be empty
  --resume DIR      go on with a run that was interrupted: its results, with the same options, parameters and order
  --state DIR       where containers keep their files while the run lasts ($STATE)
  --cache DIR       where images are kept ($CACHE)
  --recipe-dir DIR  what relative paths of the recipe mean
  --cleanup [ID]    take down what a killed run has left
  --help            this text

HELP
  for i in ${PARAMETERS[@]+"${!PARAMETERS[@]}"}; do
    ((i > 0)) || echo 'Parameters:'
    printf '  %s  %s (%s, unless set: %s)\n' "${PARAMETERS[i]}" "${PARAMETER_DOCS[i]}" "${PARAMETER_TYPES[i]}" "${PARAMETER_WRITTEN[i]}"
  done
  cat <<HELP
Exit status: 0 all expectations held, 1 one did not, 2 wrong use, 3 this host lacks something, 4 a step failed,
130 interrupted by Ctrl-C, by another signal 128 and its number. Made by ctrc $CTRC_VERSION from $RECIPE_FILE.
HELP
}

# Prints the checks, measures and cells.
list_print() {
  local i
  for i in "${!BLOCKS[@]}"; do echo "${BLOCK_KINDS[i]} ${BLOCKS[i]}"; done
  ((CELLS == 1)) || for i in "${!CELL_TEXTS[@]}"; do echo "cell $((i + 1)): ${CELL_TEXTS[i]}"; done
}

# Prints the steps as they are written in this script, in the order in which they run.
dry_run_print() {
  local i
  # A parameter that no step mentions has no variable.
  for i in ${PARAMETERS[@]+"${PARAMETERS[@]}"}; do declare -p "v_${i//-/_}" 2>/dev/null || :; done
  declare -f "${RECIPE_FUNCTIONS[@]}"
}
