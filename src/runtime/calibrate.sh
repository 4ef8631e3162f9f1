# ---- calibration: what the harness itself takes, looked at before the first run of a measure ----

# How often in each cell, and which time it is.
CALIBRATIONS=5 CALIBRATION=0

# Looks how long the clock says that nothing took.
calibrate_clock() {
  local begun AT=measure:$BLOCK_LINE
  for ((CALIBRATION = 1; CALIBRATION <= CALIBRATIONS; CALIBRATION++)); do
    calibration_begin
    clock_now
    begun=$REPLY
    host_done nothing "$begun"
  done
  calibration_end
}

# Enters the cell in which the actions that follow are a part of the calibration: all of them in turn, as often as is wanted. A cell in
# which one has failed is not measured.
calibrate_next() {
  local key
  [[ $OBSERVED == observation ]] || OUTCOMES[CELL]=$BLOCK_OUTCOME JUDGED[CELL]=$RESULT_EXPECTATIONS
  while :; do
    ((CELL_AT > 0)) || CALIBRATION=$((CALIBRATION + 1))
    if ((CALIBRATION > CALIBRATIONS)); then
      calibration_end
      return 1
    fi
    cell_next || continue
    key="$CELL $BLOCK"
    # A measure that goes on has been calibrated.
    [[ -n ${RESUMED_BEGUN[$key]-} || ${OUTCOMES[CELL]} != passed ]] || break
  done
  calibration_begin
  BLOCK_OUTCOME=passed RESULT_EXPECTATIONS=${JUDGED[CELL]}
  # The clock was the first.
  RUN_ACTIONS=1
}

# What is done from here on is told apart from the runs of the measure.
calibration_begin() {
  OBSERVED=calibration IN_RUN=yes ITERATION=$CALIBRATION IS_WARMUP=false RUN_ACTIONS=0
}

calibration_end() {
  OBSERVED=observation IN_RUN=no CALIBRATION=0
}
