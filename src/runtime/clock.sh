# ---- the clock ----

# Chooses the best clock that can be read without a fork.
clock_begin() {
  if [[ -n ${EPOCHREALTIME-} ]]; then
    CLOCK=EPOCHREALTIME CLOCK_RESOLUTION_NS=1000
  else
    CLOCK=/proc/uptime CLOCK_RESOLUTION_NS=10000000
  fi
  clock_now
  RUN_STARTED_NS=$REPLY
}

# Sets REPLY to the time in nanoseconds; only differences mean something.
clock_now() {
  if [[ $CLOCK == EPOCHREALTIME ]]; then
    REPLY=${EPOCHREALTIME/[.,]/}000
  else
    read -r REPLY _ </proc/uptime
    REPLY=${REPLY/./}0000000
  fi
}

# Usage: seconds_of NANOSECONDS
# Sets REPLY to the same time in seconds, as a decimal number.
seconds_of() {
  printf -v REPLY '%d.%09d' $(($1 / 1000000000)) $(($1 % 1000000000))
  while [[ $REPLY == *0 ]]; do REPLY=${REPLY%0}; done
  REPLY=${REPLY%.}
}
