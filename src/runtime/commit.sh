# ---- images that are committed while the recipe runs ----

# COMMITTED[image] is the container that it came from, COMMITTED_BASE[image] its name in the storage.
declare -A COMMITTED=() COMMITTED_BASE=()
COMMITS=0

# Forgets what the cell before has committed.
committed_forget() {
  COMMITTED=() COMMITTED_BASE=()
}

# Usage: committed_as IMAGE CONTAINER
# Makes IMAGE what CONTAINER begins with.
committed_as() {
  COMMITTED[$1]=$2 COMMITTED_BASE[$1]=''
}

# Usage: is_committed IMAGE
is_committed() {
  [[ -n ${COMMITTED_BASE[$1]-} ]]
}

# Usage: container_commit NAME IMAGE
# A container that runs is frozen meanwhile. An image of that name stays, for those who have begun with it.
container_commit() {
  local begun frozen=no
  instance_find "$1"
  instance_look "$N"
  name_check "$2"
  [[ -z ${CONTAINER_ENGINE[$2]-} ]] || die "the image cannot be called $2: a container of the recipe is"
  COMMITS=$((COMMITS + 1))
  probes_before "$ENGINE" "${I_CONTAINER[N]}" "$N" "c/$COMMITS"
  clock_now
  begun=$REPLY
  if [[ ${I_STATE[N]} == running ]]; then
    instance_pause "$N"
    frozen=yes
  fi
  engine_commit "$ENGINE" "$N" "$2.$COMMITS"
  [[ $frozen == no ]] || engine_resume "$ENGINE" "$N" || die "cannot resume the container $1"
  clock_now
  ACTION_NS=$((REPLY - begun))
  COMMITTED[$2]=${I_CONTAINER[N]} COMMITTED_BASE[$2]=$2.$COMMITS
  values_begin
  probes_stored "$ENGINE" "${I_CONTAINER[N]}" "$N" "c/$COMMITS"
  action_done commit '' '' ''
  ACTION_LAST=$N
}

# Usage: container_rollback NAME IMAGE
container_rollback() {
  local begun
  instance_find "$1"
  instance_look "$N"
  [[ ${I_STATE[N]} == stopped ]] || die "cannot roll back the container $1: it is ${I_STATE[N]}; stop it first"
  probes_before "$ENGINE" "${I_CONTAINER[N]}" "$N"
  clock_now
  begun=$REPLY
  engine_rollback "$ENGINE" "$N" "$2" "${COMMITTED_BASE[$2]-}"
  clock_now
  ACTION_NS=$((REPLY - begun))
  values_begin
  probes_stored "$ENGINE" "${I_CONTAINER[N]}" "$N"
  action_done rollback '' '' ''
  ACTION_LAST=$N
}
