# ---- cells, checks and measures ----

CELL=1 BLOCK='' BLOCK_KIND='' BLOCK_OUTCOME='' RUN_OUTCOME=passed RESULT_BLOCKS='' RESULT_EXPECTATIONS=''
PROBES='' IN_RUN=no ITERATION=0 IS_WARMUP=false RUN_ACTIONS=0 RUN_NS=0
CELLS_BEGUN=0 CELL_LACKS=''
RUN_TIMES=()

# Usage: cell_selected K
cell_selected() {
  [[ -z $ONLY_CELL || $ONLY_CELL == "$1" ]]
}

# Usage: cell_possible K [engine NAME|driver NAME]…
# Whether this host has what only some of the cells need; says so when not.
cell_possible() {
  local cell=$1 reason
  shift
  while (($#)); do
    REPLY=
    case $1 in
      engine) engine_lacks "$2" ;;
      driver) driver_lacks "$2" ;;
    esac
    if [[ -n $REPLY ]]; then
      CELL_LACKS="${1/driver/storage driver} $2: $REPLY"
      json_string "$CELL_LACKS"
      reason=$REPLY
      event cell-skipped "\"cell\":$cell,\"reason\":$reason"
      report_line "cell $cell: ${CELL_TEXTS[cell - 1]}: skipped: $CELL_LACKS"
      return 1
    fi
    shift 2
  done
}

# Ends the run when every cell was skipped.
cells_done() {
  ((CELLS_BEGUN)) || [[ -z $CELL_LACKS ]] || lack "this host can run no cell that was asked for; the last one lacks $CELL_LACKS"
}

# Usage: cell_begin K
cell_begin() {
  CELL=$1 CELLS_BEGUN=$((CELLS_BEGUN + 1))
  event cell-started "\"cell\":$CELL"
  ((CELLS == 1)) || report_line "cell $CELL: ${CELL_TEXTS[CELL - 1]}"
}

# Takes down what the cell set up.
cell_end() {
  undo_back cell
  rmdir_now
}

# Usage: block_selected NAME
block_selected() {
  [[ -z $ONLY_BLOCK || $ONLY_BLOCK == "$1" ]]
}

# Usage: block_begin check|measure NAME LINE
block_begin() {
  BLOCK_KIND=$1 BLOCK=$2 BLOCK_LINE=$3 BLOCK_OUTCOME=passed RESULT_EXPECTATIONS='' IN_RUN=no
  [[ $1 == check ]] || return 0
  block_tell null 0 null
}

# Usage: block_tell REPEAT WARMUP FOR_NS
block_tell() {
  event block-started "\"cell\":$CELL,\"kind\":\"$BLOCK_KIND\",\"block\":\"$BLOCK\",\"line\":$BLOCK_LINE,\"repeat\":$1,\"warmup\":$2,\"forNs\":$3"
}

# Runs what the recipe says is run at the end of the block, then takes down what the block set up.
block_end() {
  local result
  IN_RUN=no
  block_finally
  undo_back block
  block_report
  [[ $BLOCK_OUTCOME != failed ]] || RUN_OUTCOME=failed
  result="\"cell\":$CELL,\"kind\":\"$BLOCK_KIND\",\"block\":\"$BLOCK\",\"outcome\":\"$BLOCK_OUTCOME\""
  RESULT_BLOCKS+="${RESULT_BLOCKS:+,}{$result,\"expectations\":[$RESULT_EXPECTATIONS]}"
  event block-finished "$result"
  BLOCK=''
}

# One line about the block that has ended.
block_report() {
  local line="  $BLOCK_KIND $BLOCK: $BLOCK_OUTCOME"
  if [[ $BLOCK_KIND == measure ]] && ((${#RUN_TIMES[@]})); then
    median "${RUN_TIMES[@]}"
    seconds_of "$REPLY"
    line+=", ${#RUN_TIMES[@]} runs, median $REPLY s"
  fi
  report_line "$line"
}

# Usage: measure_begin REPEAT WARMUP FOR_NS PROBES
# REPEAT or FOR_NS is empty.
measure_begin() {
  MEASURE_REPEAT=$1 MEASURE_WARMUP=$2 MEASURE_FOR_NS=$3 PROBES=$4
  ITERATION=0 RUN_TIMES=() MEASURE_BEGUN_NS=0
  block_tell "${1:-null}" "$2" "${3:-null}"
}

# Ends the run before, if there was one, and begins the next; fails when there is none.
measure_next() {
  [[ $IN_RUN == no || $BLOCK_OUTCOME != passed ]] || iteration_end
  IN_RUN=no
  [[ $BLOCK_OUTCOME == passed ]] || return 1
  ITERATION=$((ITERATION + 1)) IS_WARMUP=false
  clock_now
  ((ITERATION != MEASURE_WARMUP + 1)) || MEASURE_BEGUN_NS=$REPLY
  if ((ITERATION <= MEASURE_WARMUP)); then
    IS_WARMUP=true
  elif [[ -n $MEASURE_REPEAT ]]; then
    ((ITERATION - MEASURE_WARMUP <= MEASURE_REPEAT)) || return 1
  else
    ((REPLY - MEASURE_BEGUN_NS < MEASURE_FOR_NS)) || return 1
  fi
  RUN_ACTIONS=0 RUN_NS=0 IN_RUN=yes
}

# Tells of a run that is complete.
iteration_end() {
  clock_now
  [[ $IS_WARMUP == true ]] || RUN_TIMES+=("$RUN_NS")
  event iteration-finished "\"cell\":$CELL,\"block\":\"$BLOCK\",\"iteration\":$ITERATION,\"warmup\":$IS_WARMUP,\"durationNs\":$RUN_NS,\"elapsedNs\":$((MEASURE_BEGUN_NS ? REPLY - MEASURE_BEGUN_NS : 0)),\"noise\":{},\"excluded\":null"
}

# What a measure prepares is not observed.
prepare_begin() {
  IN_RUN=no
}

# From here on it is.
prepare_end() {
  [[ $BLOCK_KIND != measure ]] || IN_RUN=yes
}

# Usage: median NUMBER…
# Sets REPLY to the median of whole numbers; of an even count to the mean of the middle two, rounded down.
median() {
  local sorted n=$#
  mapfile -t sorted < <(printf '%s\n' "$@" | sort -n)
  if ((n % 2)); then REPLY=${sorted[n / 2]}; else REPLY=$(((sorted[n / 2 - 1] + sorted[n / 2]) / 2)); fi
}
