# ---- measures: whose turn it is, and when there are enough runs ----

# How it is done: M_REPEAT, M_FOR_NS or M_UNTIL (width of the interval in thousandths of a percent, with M_MAX) says how often, M_ORDER
# how the cells take turns. By cell: TIMES[cell] holds the times of the runs that count, in nanoseconds, a dash for an excluded one;
# UNTIL_VALUES[cell] the same of the metric M_OF, where that and not the time says when there are enough (UNTIL_VALUE is that of the run
# under way). RUNS[cell] is the number of the last run, OUTCOMES[cell] and JUDGED[cell] what became of its expectations, STOPPED[cell]
# why it has no more runs, UNDECIDED[cell] from which cells it cannot be told.
M_REPEAT='' M_WARMUP=0 M_FOR_NS='' M_UNTIL='' M_MAX=0 M_OF='' M_ORDER=sequential M_SEED='' M_BEGUN_NS=0 UNTIL_VALUE=''
TIMES=() UNTIL_VALUES=() RUNS=() OUTCOMES=() JUDGED=() STOPPED=() UNDECIDED=() RUN_TIMES=() LOOKED=() NUMBERS=()
# The turns of the round under way: cells, and how many of them have had theirs. TURN_OPEN: one of them has it now.
TURNS=() TURN_AT=0 TURN_OPEN=no ROUND=0
# Whether there are more cells to close, and why a run does not count: threes of statement, cause, operator and percent.
BLOCK_CLOSING='' EXCLUDE=()
# How many runs some cell had done, and for how long the measure had gone on, before it was interrupted.
M_DONE=0 M_BEFORE_NS=0
# Whether the run is done again for what it leaves, when an interrupted run goes on.
IS_REPLAY=no

# Forgets what became of the measure before.
measure_forget() {
  TIMES=() UNTIL_VALUES=() RUNS=() OUTCOMES=() JUDGED=() STOPPED=() UNDECIDED=()
}

# Usage: measure_begin [--repeat N|--for NS|--until PERCENT MAX [--of METRIC]] [--warmup N] [--order ORDER] [--seed N]
#   [--probe WORDS] [--exclude STATEMENT CAUSE OPERATOR PERCENT]…
measure_begin() {
  local cell fields key
  ((${#NOISE[@]})) || noise_prepare
  DISTURBED=() DISTURBED_MOST=() NOISE_RUNS=0
  M_REPEAT='' M_WARMUP=0 M_FOR_NS='' M_UNTIL='' M_MAX=0 M_OF='' M_ORDER=sequential M_SEED='' M_BEGUN_NS=0 PROBES='' EXCLUDE=()
  fields=
  while (($#)); do
    case $1 in
      --repeat) M_REPEAT=$2 ;;
      --for) M_FOR_NS=$2 ;;
      --until)
        thousandths_of "$2"
        M_UNTIL=$REPLY M_MAX=$3
        fields+=",\"until\":{\"percent\":$2,\"max\":$3}"
        shift
        ;;
      --of)
        M_OF=$2
        fields="${fields%\}},\"of\":\"$2\"}"
        ;;
      --warmup) M_WARMUP=$2 ;;
      --order) M_ORDER=$2 ;;
      --seed) M_SEED=$2 ;;
      --probe) PROBES=$2 ;;
      --exclude)
        EXCLUDE+=("${@:2:4}")
        shift 3
        ;;
    esac
    shift 2
  done
  : "${M_SEED:=$SEED}"
  ((${#CELLS_HERE[@]} == 1)) || fields+=",\"order\":\"$M_ORDER\""
  [[ ${#CELLS_HERE[@]} == 1 || $M_ORDER != random ]] || fields+=",\"seed\":$M_SEED"
  TURNS=() TURN_AT=0 TURN_OPEN=no ROUND=0 LOOK_AT=0 UNTIL_SHIFT=''
  M_DONE=0 M_BEFORE_NS=0
  for cell in "${CELLS_HERE[@]}"; do
    CELL=$cell
    key="$cell $BLOCK"
    TIMES[cell]=${RESUMED_TIMES[$key]-} UNTIL_VALUES[cell]=${RESUMED_UNTIL[$key]-}
    RUNS[cell]=0 OUTCOMES[cell]=passed JUDGED[cell]=${RESUMED_JUDGED[$key]-}
    STOPPED[cell]='' UNDECIDED[cell]=''
    if block_is_done; then
      [[ $BLOCK_LEAVES == cell ]] || STOPPED[cell]=ended
      continue
    fi
    measure_goes_on "$key"
    [[ -z ${RESUMED_BEGUN[$key]-} ]] || continue
    block_tell "\"repeat\":${M_REPEAT:-null},\"warmup\":$M_WARMUP,\"forNs\":${M_FOR_NS:-null}$fields"
    calibrate_clock
  done
}

# Usage: measure_goes_on KEY
# Takes account of the runs that were done before this one was interrupted.
measure_goes_on() {
  local runs=${RESUMED_RUNS[$1]-0} since=${RESUMED_NS[$1]-0} n
  ((runs <= M_DONE)) || M_DONE=$runs
  ((since <= M_BEFORE_NS)) || M_BEFORE_NS=$since
  for ((n = 6; n <= runs - M_WARMUP; n++)); do
    ((n < LOOK_AT)) || LOOK_AT=$((n + 1 + n / 10))
  done
}

# Ends the run before, if there was one, and begins the next, in the cell whose turn it is; fails when there is none.
measure_next() {
  local runs key
  turn_end
  while :; do
    while ((TURN_AT == ${#TURNS[@]})); do
      round_begin || return 1
    done
    cell_enter "${TURNS[TURN_AT]}"
    key="$CELL $BLOCK"
    TURN_AT=$((TURN_AT + 1)) runs=${RESUMED_RUNS[$key]-0}
    ITERATION=$((RUNS[CELL] + 1)) IS_WARMUP=false IS_REPLAY=no
    RUNS[CELL]=$ITERATION
    ((ITERATION > M_WARMUP)) || IS_WARMUP=true
    ((ITERATION <= runs)) || ! block_is_done || STOPPED[CELL]=ended
    ((ITERATION > runs)) || IS_REPLAY=yes
    # Done before: again where it leaves something that is needed, or to warm up.
    [[ -z ${STOPPED[CELL]} ]] || continue
    [[ $IS_REPLAY == no || -n $BLOCK_LEAVES || $IS_WARMUP == true ]] && break
  done
  TURN_OPEN=yes BLOCK_OUTCOME=passed RESULT_EXPECTATIONS='' RUN_ACTIONS=0 RUN_NS=0 UNTIL_VALUE=''
  observe_begin
}

# What follows is observed.
observe_begin() {
  [[ $IS_REPLAY == no ]] || return 0
  noise_begin
  IN_RUN=yes
}

# Keeps what became of the run that ends, if one is under way.
turn_end() {
  [[ $TURN_OPEN == yes ]] || return 0
  [[ $IN_RUN == no || $BLOCK_OUTCOME != passed ]] || iteration_end
  IN_RUN=no TURN_OPEN=no
  OUTCOMES[CELL]=$BLOCK_OUTCOME
  [[ -z $RESULT_EXPECTATIONS ]] || JUDGED[CELL]+=${JUDGED[CELL]:+,}$RESULT_EXPECTATIONS
}

# Tells of a run that is complete.
iteration_end() {
  local elapsed=0 time=$RUN_NS value=${UNTIL_VALUE:-null} excluded=null fields=
  noise_end
  [[ -z $M_OF ]] || fields=",\"untilValue\":$value"
  if [[ -n $EXCLUDED ]]; then
    json_string "$EXCLUDED"
    excluded=$REPLY time=- value=-
  fi
  if [[ $IS_WARMUP == false ]]; then
    clock_now
    elapsed=$((REPLY - M_BEGUN_NS))
    TIMES[CELL]+="$time " UNTIL_VALUES[CELL]+="${value/null/-} "
  fi
  event iteration-finished "\"cell\":$CELL,\"block\":\"$BLOCK\",\"iteration\":$ITERATION,\"warmup\":$IS_WARMUP,\"durationNs\":$RUN_NS,\"elapsedNs\":$elapsed,\"noise\":{$VALUES},\"excluded\":$excluded$fields"
}

# Sets TURNS to the cells that have the next turns, in their order; fails when no cell has one.
round_begin() {
  local cell ready=()
  for cell in "${CELLS_HERE[@]}"; do
    [[ -n ${STOPPED[cell]} || ${OUTCOMES[cell]} != passed ]] || ready+=("$cell")
  done
  ((${#ready[@]})) || return 1
  TURNS=("${ready[@]}") TURN_AT=0
  [[ $M_ORDER != sequential ]] || TURNS=("${ready[0]}")
  # All of them have had the same number.
  ROUND=$((RUNS[TURNS[0]] + 1))
  if ((ROUND == M_WARMUP + 1 || ROUND <= M_DONE + 1)); then
    clock_now
    M_BEGUN_NS=$((REPLY - M_BEFORE_NS))
  fi
  if round_is_last; then
    for cell in "${TURNS[@]}"; do STOPPED[cell]=$WHY; done
    TURN_AT=${#TURNS[@]}
  elif [[ $M_ORDER == random ]]; then
    random_begin "$M_SEED" "$ROUND"
    turns_shuffle
  fi
}

# Whether the runs of TURNS were enough, and WHY.
round_is_last() {
  local done=$((ROUND - 1 - M_WARMUP))
  ((done >= 0 && ROUND > M_DONE)) || return 1
  if [[ -n $M_REPEAT ]]; then
    WHY=repeat
    ((done >= M_REPEAT))
  elif [[ -n $M_FOR_NS ]]; then
    WHY='time'
    clock_now
    ((REPLY - M_BEGUN_NS >= M_FOR_NS * ${#TURNS[@]}))
  else
    until_enough "$done"
  fi
}

# Enters the next cell of the measure for what is said of all its runs; fails after the last.
measure_close() {
  turn_end
  [[ -z $BLOCK_CLOSING ]] || OUTCOMES[CELL]=$BLOCK_OUTCOME JUDGED[CELL]=$RESULT_EXPECTATIONS
  BLOCK_CLOSING=yes
  if cell_next; then
    BLOCK_OUTCOME=${OUTCOMES[CELL]} RESULT_EXPECTATIONS=${JUDGED[CELL]} IS_REPLAY=no
    ! block_is_done || IS_REPLAY=yes
    run_times
    return 0
  fi
  BLOCK_CLOSING='' IS_REPLAY=no
  return 1
}

# Usage: measure_break OUTCOME
# Ends the measure in all its cells when the run comes to an early end, which may be before the measure has begun in some of them.
measure_break() {
  local cell
  OBSERVED=observation IN_RUN=no TURN_OPEN=no
  for cell in "${CELLS_HERE[@]}"; do
    [[ ${OUTCOMES[cell]:-passed} != passed ]] || OUTCOMES[cell]=$1
  done
  # Where it had begun to close, the cells before have done what the recipe says is done last.
  BLOCK_CLOSING=''
  # In a process of its own: one that dies does not stop the others.
  while measure_close; do (block_finally); done
  measure_end
}

# Takes down what the measure set up, and tells how it has ended in each cell.
measure_end() {
  local fields
  finally_forget
  undo_back block
  noise_warn
  while cell_next; do
    ! block_is_done || continue
    BLOCK_OUTCOME=${OUTCOMES[CELL]} RESULT_EXPECTATIONS=${JUDGED[CELL]} fields=
    [[ -z ${STOPPED[CELL]} ]] || fields=",\"stopped\":\"${STOPPED[CELL]}\""
    [[ -z ${UNDECIDED[CELL]} ]] || fields+=",\"undecidedWith\":[${UNDECIDED[CELL]}]"
    block_finished "$fields"
  done
  BLOCK=''
}

# Sets RUN_TIMES to the times of the cell's runs that count.
run_times() {
  local times=${TIMES[CELL]-}
  read -r -a RUN_TIMES <<<"${times//- /}"
}

# Usage: median NUMBER…
# Sets REPLY to the median of whole numbers; of an even count to the mean of the middle two, rounded down.
median() {
  local sorted n=$#
  mapfile -t sorted < <(printf '%s\n' "$@" | sort -n)
  if ((n % 2)); then REPLY=${sorted[n / 2]}; else REPLY=$(((sorted[n / 2 - 1] + sorted[n / 2]) / 2)); fi
}
