# ---- containers that boot: a whole system, with an init of its own ----

# Usage: boot_await N NANOSECONDS
# Waits until the system is up. Only systemd tells when; another init is ready when it runs.
boot_await() {
  local n=$1 deadline state
  clock_now
  deadline=$((REPLY + $2))
  while :; do
    process_lives "${I_PROCESS[n]}" ||
      die "the system in the container ${I_NAME[n]} has ended while it booted; what it said is in ${I_STDOUT[n]}"
    boot_is_systemd "$n" || return 0
    state=$(boot_state "$n") || :
    case $state in
      running) return 0 ;;
      degraded)
        warning "the system in the container ${I_NAME[n]} is up, but some of its services have failed"
        return 0
        ;;
    esac
    clock_now
    ((REPLY < deadline)) || die "the system in the container ${I_NAME[n]} is not up after ${2%000000000} s: ${state:-no answer}"
    pause 0.05
  done
}

# Usage: boot_is_systemd N
# By its file: it is called init at first.
boot_is_systemd() {
  local process=/proc/${I_PID[$1]}
  [[ $process/exe -ef $process/root/lib/systemd/systemd || $process/exe -ef $process/root/usr/lib/systemd/systemd ]]
}

# Usage: boot_state N
# Prints what the system manager calls its state.
boot_state() {
  entered_join "$1"
  descriptors_close
  nsenter --target "${I_PID[$1]}" --mount --uts --ipc --net --pid --cgroup --root=/ "--wd=/proc/${I_PID[$1]}/root" -- \
    nsenter --root=. --wd=. systemctl is-system-running 2>/dev/null </dev/null
}

# Usage: boot_halt N
# Asks the init to shut everything down and power off.
boot_halt() {
  # SIGRTMIN+4 is what systemd takes for it, SIGPWR what others do.
  if boot_is_systemd "$1"; then kill -s RTMIN+4 "${I_PID[$1]}"; else kill -s PWR "${I_PID[$1]}"; fi 2>/dev/null || :
}
