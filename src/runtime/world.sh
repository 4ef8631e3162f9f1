# ---- mount namespaces for engines that would leave something on the host ----

# Usage: world_hybrid
# Sets REPLY to the mount points of version 2 where the controllers are on version 1: crun takes no host that has both.
world_hybrid() {
  local h
  REPLY=
  ! is_rootless && [[ " ${H_VERSION[*]} " == *' 1 '* ]] || return 0
  for h in "${!H_RUN[@]}"; do
    ((H_VERSION[h] == 1)) || REPLY+=${H_TOP[h]}$'\n'
  done
}

# Usage: world_enter LEAF FOLDERS COMMAND…
# Becomes, in a subshell, COMMAND in a mount namespace of its own and in the cgroup LEAF. FOLDERS is what WORLD_INIT wants as its first
# argument. The host's changes are seen there, and none of there on the host.
world_enter() {
  group_join "$1"
  descriptors_close
  world_hybrid
  # Ctrl-C is for the script, which ends it in order.
  exec setsid unshare --mount --propagation slave sh -c "$WORLD_INIT" ctrc "$2" "$REPLY" "${@:3}"
}
