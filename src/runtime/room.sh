# ---- room: what the file systems that the run writes to have left ----

# By folder that `room_read` was asked for: its file system, and how many bytes and files more can be written there. Without a number
# where that does not tell, as btrfs does not of files.
ROOM_SYSTEMS=() ROOM_BYTES=() ROOM_FILES=()

# Usage: room_read FOLDER…
# They need not be there yet. Fails when nothing can be told: of what this user may not look into.
room_read() {
  local folder folders=() said system size bytes available unit files free
  for folder in "$@"; do
    while [[ ! -d ${folder:-/} ]]; do folder=${folder%/*}; done
    folders+=("${folder:-/}")
  done
  ROOM_SYSTEMS=() ROOM_BYTES=() ROOM_FILES=()
  said=$(stat -f -c '%i %b %f %a %S %c %d' -- "${folders[@]}" 2>/dev/null) || return 1
  while read -r system size bytes available unit files free; do
    # What is kept back is kept for root.
    ((EUID == 0)) && ! is_rootless || bytes=$available
    # Some say that there is no end of it, with a number that bash cannot hold.
    if ((size == 0 || ${#bytes} + ${#unit} > 18)); then bytes=; else bytes=$((bytes * unit)); fi
    ((files != 0 && ${#free} <= 18)) || free=
    ROOM_SYSTEMS+=("$system.$size.$files") ROOM_BYTES+=("$bytes") ROOM_FILES+=("$free")
  done <<<"$said"
}

# Usage: require_room results|state|images…
# For what every run writes: a copy of the script to its results and one to its state, what `events_begin` keeps in reserve, events
# and a journal. How much the recipe's commands write nobody knows; an image is written for certain where the cache has none.
require_room() {
  local script=131072 out=${OUT:-.} what i j described whats=() folders=() bytes=() files=()
  [[ $out == /* ]] || out=$PWD/$out
  # Bash has the script open, and has read all of it.
  ! read -r _ i 2>/dev/null <"/proc/$BASHPID/fdinfo/255" || script=$i
  for what in "$@"; do
    case $what in
      results)
        folders+=("$out") files+=(8)
        if is_resumed; then bytes+=(73728); else bytes+=($((script + 73728))); fi
        ;;
      state) folders+=("$STATE") bytes+=($((script + 4096))) files+=(6) ;;
      images)
        described=("$CACHE"/inputs/*)
        ((${#described[@]} == 0)) || continue
        folders+=("$CACHE") bytes+=(4096) files+=(5)
        ;;
    esac
    whats+=("the $what")
  done
  room_read "${folders[@]}" || return 0
  for i in "${!folders[@]}"; do
    # Those on one file system share what it has left.
    for ((j = 0; j < i; j++)); do
      [[ ${ROOM_SYSTEMS[j]} == "${ROOM_SYSTEMS[i]}" ]] || continue
      whats[j]+=" and ${whats[i]}" bytes[j]=$((bytes[j] + bytes[i])) files[j]=$((files[j] + files[i])) files[i]=0
      break
    done
  done
  for i in "${!folders[@]}"; do
    ((files[i])) || continue
    [[ -z ${ROOM_BYTES[i]} ]] || ((ROOM_BYTES[i] >= bytes[i])) ||
      LACKS+=("no room for ${whats[i]} in ${folders[i]}: ${bytes[i]} bytes are needed at the least, ${ROOM_BYTES[i]} are free")
    [[ -z ${ROOM_FILES[i]} ]] || ((ROOM_FILES[i] >= files[i])) ||
      LACKS+=("no room for ${whats[i]} in ${folders[i]}: ${files[i]} files (inodes) are needed at the least, ${ROOM_FILES[i]} are free")
  done
}
