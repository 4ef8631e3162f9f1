# ---- containers that boot: a whole system, with an init of its own ----

# Usage: boot_await N NANOSECONDS
# Waits until the system is up. Only systemd tells when; another init is ready when it runs.
boot_await() {
  local n=$1 name deadline state
  clock_now
  deadline=$((REPLY + $2))
  while :; do
    kill -0 "${I_PROCESS[n]}" 2>/dev/null ||
      die "the system in the container ${I_NAME[n]} has ended while it booted; what it said is in ${I_STDOUT[n]}"
    read -r name <"/proc/${I_PID[n]}/comm" || name=
    [[ $name == systemd ]] || return 0
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

# Usage: boot_state N
# Prints what the system manager calls its state.
boot_state() {
  secluded_join "$1"
  descriptors_close
  nsenter --target "${I_PID[$1]}" --mount --uts --ipc --net --pid --cgroup --root=/ "--wd=/proc/${I_PID[$1]}/root" -- \
    nsenter --root=. --wd=. systemctl is-system-running 2>/dev/null </dev/null
}

# Usage: boot_halt N
# Asks the init to shut everything down and power off.
boot_halt() {
  local name=''
  read -r name 2>/dev/null <"/proc/${I_PID[$1]}/comm" || :
  # SIGRTMIN+4 is what systemd takes for it, SIGPWR what others do.
  if [[ $name == systemd ]]; then name=RTMIN+4; else name=PWR; fi
  kill -s "$name" "${I_PID[$1]}" 2>/dev/null || :
}
