# ---- cells, checks and measures ----

CELL=1 BLOCK='' BLOCK_KIND='' BLOCK_OUTCOME='' RUN_OUTCOME=passed RESULT_BLOCKS='' RESULT_EXPECTATIONS=''
PROBES='' IN_RUN=no ITERATION=0 IS_WARMUP=false RUN_ACTIONS=0 RUN_NS=0
CELLS_BEGUN=0 CELL_LACKS='' CELL_AT=0
# Those that are set up: one after the other, or all, where they take turns.
CELLS_HERE=()

# Usage: cell_selected K
cell_selected() {
  [[ -z $ONLY_CELL || $ONLY_CELL == "$1" ]]
}

# Usage: cell_possible K [engine 'NAME[ on DRIVER]'|driver NAME]…
# Whether this host has what only some of the cells need; says so when not.
cell_possible() {
  local cell=$1
  shift
  while (($#)); do
    REPLY=
    # shellcheck disable=SC2086 # One word or two.
    case $1 in
      engine) root_only "$2" || engine_lacks ${2/ on / } ;;
      driver) root_only "$2" || driver_lacks "$2" ;;
    esac
    [[ -z $REPLY ]] || cell_skip "$cell" "${1/driver/storage driver} $2: $REPLY" || return 1
    shift 2
  done
}

# Usage: cell_skip K REASON
# Tells why the cell is not run, and fails.
cell_skip() {
  CELL_LACKS=$2
  json_string "$2"
  event cell-skipped "\"cell\":$1,\"reason\":$REPLY"
  report_line "cell $1: ${CELL_TEXTS[$1 - 1]}: skipped: $2"
  return 1
}

# Ends the run when every cell was skipped.
cells_done() {
  ((CELLS_BEGUN)) || [[ -z $CELL_LACKS ]] || lack "this host can run no cell that was asked for; the last one lacks $CELL_LACKS"
}

# Usage: cell_begin K [together]
# `together`: it is there beside those that began before it.
cell_begin() {
  cell_enter "$1"
  CELLS_BEGUN=$((CELLS_BEGUN + 1))
  [[ ${2-} == together ]] || CELLS_HERE=()
  CELLS_HERE+=("$CELL")
  event cell-started "\"cell\":$CELL"
  ((CELLS == 1)) || report_line "cell $CELL: ${CELL_TEXTS[CELL - 1]}"
}

# Usage: cell_enter K
# Makes one of the cells that are there the one that the next steps are about.
cell_enter() {
  CELL=$1
  recipe_values
}

# Enters the next of the cells that are there, from the first one on; fails after the last.
cell_next() {
  ((CELL_AT < ${#CELLS_HERE[@]})) || {
    CELL_AT=0
    return 1
  }
  cell_enter "${CELLS_HERE[CELL_AT]}"
  CELL_AT=$((CELL_AT + 1))
}

# Takes down what the cells that are there have set up.
cell_end() {
  undo_back cell
  rmdir_now
  CELLS_HERE=()
}

# Usage: block_selected NAME
block_selected() {
  [[ -z $ONLY_BLOCK || $ONLY_BLOCK == "$1" ]]
}

# Usage: block_begin check|measure NAME LINE [runs|cell]
# The last word says for whom something of what it makes is left: later runs of the measure, or what follows in the cell. Fails for a
# check that a run which goes on need not do again.
block_begin() {
  [[ $1 == check ]] || measure_forget
  BLOCK_KIND=$1 BLOCK=$2 BLOCK_LINE=$3 BLOCK_LEAVES=${4-} BLOCK_OUTCOME=passed RESULT_EXPECTATIONS='' IN_RUN=no IS_REPLAY=no
  [[ $1 == check ]] || return 0
  if block_is_done; then
    [[ $BLOCK_LEAVES == cell ]] || {
      BLOCK=''
      return 1
    }
    IS_REPLAY=yes
    return 0
  fi
  block_tell '"repeat":null,"warmup":0,"forNs":null'
}

# Whether it came to its end in this cell before the run was interrupted.
block_is_done() {
  local key="$CELL $BLOCK"
  [[ -n ${RESUMED_ENDED[$key]-} ]]
}

# Usage: block_tell FIELDS
block_tell() {
  event block-started "\"cell\":$CELL,\"kind\":\"$BLOCK_KIND\",\"block\":\"$BLOCK\",\"line\":$BLOCK_LINE,$1"
}

# Runs what the recipe says is run at the end of the check, then takes down what the check set up.
block_end() {
  IN_RUN=no
  if [[ -z $FINISHING ]]; then block_finally; else (block_finally); fi
  finally_forget
  undo_back block
  [[ $IS_REPLAY == yes ]] || block_finished ''
  BLOCK='' IS_REPLAY=no
}

# Usage: block_finished FIELDS
# Tells how the check or measure has ended in the cell.
block_finished() {
  local result
  block_report
  [[ $BLOCK_OUTCOME != failed ]] || RUN_OUTCOME=failed
  result="\"cell\":$CELL,\"kind\":\"$BLOCK_KIND\",\"block\":\"$BLOCK\",\"outcome\":\"$BLOCK_OUTCOME\"$1"
  RESULT_BLOCKS+="${RESULT_BLOCKS:+,}{$result,\"expectations\":[$RESULT_EXPECTATIONS]}"
  event block-finished "$result"
}

# One line about the block that has ended.
block_report() {
  local line="  $BLOCK_KIND $BLOCK: $BLOCK_OUTCOME"
  ((${#CELLS_HERE[@]} < 2)) || line+=" in cell $CELL"
  if [[ $BLOCK_KIND == measure ]]; then
    run_times
    ((${#RUN_TIMES[@]} == 0)) || line+=", ${#RUN_TIMES[@]} runs"
    if ((${#RUN_TIMES[@]})); then
      median "${RUN_TIMES[@]}"
      seconds_of "$REPLY"
      line+=", median $REPLY s"
    fi
  fi
  report_line "$line"
}

# What a measure prepares is not observed.
prepare_begin() {
  IN_RUN=no
}

# From here on it is.
prepare_end() {
  observe_begin
}
