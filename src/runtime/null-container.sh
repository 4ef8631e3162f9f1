# ---- null containers: what a container of a measure takes that has nothing to do ----

# How often at most in each cell: one may take longer than all the rest of a calibration.
NULL_CONTAINERS=3

# Usage: calibrate_container CONTAINER [IMAGE [hidden]]
# Runs a null container, as often as the measure has runs, but not more than three times. Without IMAGE its files are those of the host;
# `hidden`: something else may lie over its programs. The recipe does not ask for it: where none can be run, its row says why, and the measure goes on.
calibrate_container() {
  local written=${1%%.*} words
  ((CALIBRATION <= NULL_CONTAINERS && CALIBRATION <= ${M_REPEAT:-CALIBRATION})) || return 0
  if [[ ${3-} == hidden ]]; then
    null_container_lacks "$written" 'what the container mounts may hide its true and its sh'
  elif ! null_command "${2-}"; then
    null_container_lacks "$written" 'the container has neither true nor sh'
  else
    written+=" \$ $REPLY"
    read -r -a words <<<"$REPLY"
    # Told below, with what was run.
    IS_REPLAY=yes
    container_run "$1" -- "${words[@]}"
    IS_REPLAY=no
    value_add durationNs "$ACTION_NS" "$CLOCK" "$CLOCK_RESOLUTION_NS"
    null_container_tell "$ACTION_STATUS" "$written"
  fi
}

# Usage: null_container_lacks WRITTEN REASON
# Tells it once.
null_container_lacks() {
  ((CALIBRATION == 1)) || return 0
  values_begin
  REPLY='' SOURCE=$2
  value_read durationNs
  null_container_tell null "$1"
}

# Usage: null_container_tell STATUS WRITTEN
null_container_tell() {
  RUN_ACTIONS=$((RUN_ACTIONS + 1))
  event calibration "\"cell\":$CELL,\"block\":\"$BLOCK\",\"keyword\":\"null-container\",\"line\":${AT##*:},\"status\":$1,\"action\":$RUN_ACTIONS,\"iteration\":$ITERATION,\"warmup\":false,\"values\":{$VALUES},\"written\":\"$2\""
}

# Usage: null_command [IMAGE]
# Sets REPLY to a command that does nothing and that is sure to start; fails where there is none. It is looked for and not tried: some
# engines say of a container whose command is not there only that they could not run it, which ends a run.
null_command() {
  local root=${1:+${IMAGE_ROOT[$1]}} name folder
  for name in true sh; do
    for folder in /bin /usr/bin /sbin /usr/sbin /usr/local/bin; do
      program_starts "$root" "$folder/$name" || continue
      REPLY=$folder/$name
      [[ $name == true ]] || REPLY+=' -c :'
      return 0
    done
  done
  return 1
}

# Usage: program_starts ROOT PATH
# Whether whoever has that root can start the program PATH: it is one, everybody may, and what loads it is there too.
program_starts() {
  local file
  [[ -e $1$2 || -L $1$2 ]] || return 1
  file=$(path_within "$1" "$2/." && printf '%s' "${REPLY%/.}") || return 1
  [[ -f $file && $(stat -c %A -- "$file") == *x ]] || return 1
  program_loader "$file" || return 1
  [[ -n $REPLY ]] || return 0
  file=$(path_within "$1" "$REPLY/." && printf '%s' "${REPLY%/.}") || return 1
  [[ -f $file ]]
}

# Usage: program_loader FILE
# Sets REPLY to the path of what loads a program and its libraries; to nothing for one that needs none. Fails for what is no ELF file.
program_loader() {
  local part i
  # The path stands between two NULs, behind headers that are shorter than this.
  for ((i = 0; i < 1024; i++)); do
    IFS= read -r -d '' part || break
    ((i > 0)) || [[ $part == $'\177ELF'* ]] || return 1
    REPLY=$part
    [[ $part != /*/ld*.so* ]] || return 0
  done <"$1"
  ((i > 0)) || return 1
  REPLY=
}
