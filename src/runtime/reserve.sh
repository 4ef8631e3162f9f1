# ---- instances made ahead: their numbers and their cgroups ----

# mkdir costs as much as a third of a container, so the first instance is made ready as a part of the set-up, and when a container is run
# again and again, they are made ahead: twice as many each time, up to 32. By container: the group of its cgroups, what else has
# cgroups of its own for each instance, in the group of those without (`client`, `client/start`), the number of the next, and how
# many are made.
declare -A RESERVE_GROUP=() RESERVE_SIDES=() RESERVE_NEXT=() RESERVE_MADE=()

# Usage: reserve_define CONTAINER GROUP SIDE…
reserve_define() {
  RESERVE_GROUP[$1]=$2 RESERVE_SIDES[$1]=${*:3}
  # In the next cell of the matrix the numbers go on: no cgroup has a past.
  RESERVE_NEXT[$1]=${RESERVE_NEXT[$1]:-1}
  RESERVE_MADE[$1]=$((RESERVE_NEXT[$1] - 1))
  [[ $2 != _ && -z ${RESERVE_SIDES[$1]} ]] || group_none
}

# Usage: reserve_more CONTAINER
# When no instance is left, sets AHEAD to those of the next and RESERVED to their cgroups, which are to be made; else fails.
reserve_more() {
  local next=${RESERVE_NEXT[$1]} made=${RESERVE_MADE[$1]} i side
  AHEAD=() RESERVED=()
  ((next > made)) || return 1
  made=$((made + (made == 0 ? 1 : made < 32 ? made : 32)))
  for ((i = next; i <= made; i++)); do
    AHEAD+=("$i")
    cgroup_leaves "${RESERVE_GROUP[$1]}" "$1.$i"
    RESERVED+=(${LEAVES[@]+"${LEAVES[@]}"})
    for side in ${RESERVE_SIDES[$1]}; do
      cgroup_leaves _ "$1.$i.$side"
      RESERVED+=(${LEAVES[@]+"${LEAVES[@]}"})
    done
  done
  RESERVE_MADE[$1]=$made
}

# Usage: reserve_take N
# Sets REPLY to the name of what was made for the instance, CONTAINER.NUMBER, and I_LEAF to its cgroup.
reserve_take() {
  local container=${I_CONTAINER[$1]}
  REPLY=$container.${RESERVE_NEXT[$container]}
  RESERVE_NEXT[$container]=$((RESERVE_NEXT[$container] + 1))
  I_LEAF[$1]=${RESERVE_GROUP[$container]}/$REPLY
}
