# ---- images from files that are downloaded ----

# A server may have no end: what comes takes 16 GiB at the most, and leaves a twentieth of what its file system has free.
FETCH_BYTES=17179869184

# Usage: image_fetch URL md5|sha256 DIGEST
# Sets REPLY to the file, which lies in the cache under its checksum. It is downloaded when an image is really built.
image_fetch() {
  local file=$CACHE/fetched/$2-$3 lock
  REPLY=$file
  ! image_described fetch "$2" "$3" || return 0
  [[ ! -f $file ]] || return 0
  (umask 077 && mkdir -p -- "$CACHE/fetched") || die "cannot make $CACHE/fetched"
  # Two runs do not write the same file at once.
  exec {lock}>"$file.lock" || die "cannot write to $file.lock"
  flock "$lock" || die "cannot lock $file.lock"
  [[ -f $file ]] || fetch_checked "$1" "$2" "$3" "$file"
  # Who waited for the lock, or makes a new one, finds the file.
  rm -f -- "$file.lock"
  exec {lock}>&-
  REPLY=$file
}

# Usage: fetch_checked URL md5|sha256 DIGEST FILE
# What an earlier try got is gone on with; when the whole is wrong, perhaps because the file there is another by now, it is
# fetched anew.
fetch_checked() {
  local part=$4.part resumed=''
  if [[ -s $part ]]; then
    resumed=yes
    fetch_is_right "$2" "$3" "$part" || fetch_from "$1" "$part" resume || :
  fi
  if [[ -z $resumed ]] || ! fetch_is_right "$2" "$3" "$part"; then
    rm -f -- "$part"
    if ! fetch_from "$1" "$part"; then
      ! fetch_is_cut "$part" || die "cannot fetch $1: it has more than $FETCH_LIMIT"
      die "cannot fetch $1: $(tail -n 3 -- "$STDERR")"
    fi
    if ! fetch_is_right "$2" "$3" "$part"; then
      mv -f -- "$part" "$4.wrong" || die "cannot write to $4.wrong"
      die "$1 has the $2 checksum $REPLY, not $3; what came is kept in $4.wrong, and nothing of it was used"
    fi
  fi
  mv -f -- "$part" "$4" || die "cannot write to $4"
}

# Usage: fetch_is_right md5|sha256 DIGEST FILE
# Sets REPLY to the checksum that the file has.
fetch_is_right() {
  REPLY=$("${1}sum" <"$3") || die "cannot read $3"
  REPLY=${REPLY%% *}
  [[ $REPLY == "$2" ]]
}

# Usage: fetch_limit FILE
# Sets REPLY to how many blocks of 1024 bytes the file may take, and FETCH_LIMIT to how much that is and why.
fetch_limit() {
  local free size=0
  [[ ! -f $1 ]] || size=$(stat -c %s -- "$1") || die "cannot read $1"
  REPLY=$((FETCH_BYTES / 1024)) FETCH_LIMIT="$FETCH_BYTES bytes, and no more are taken"
  room_read "${1%/*}" || return 0
  [[ -n ${ROOM_BYTES[0]} ]] || return 0
  free=$((ROOM_BYTES[0] / 1024))
  free=$((free * 19 / 20 + size / 1024))
  ((free >= REPLY)) || REPLY=$free FETCH_LIMIT="there is room for in ${1%/*} ($((free * 1024)) bytes)"
}

# Usage: fetch_is_cut FILE
# Whether the file came to its limit, where it was cut, or curl was told before that it would; nothing of it is left then.
fetch_is_cut() {
  local size=0
  [[ ! -f $1 ]] || size=$(stat -c %s -- "$1") || die "cannot read $1"
  # Curl ends with 63 when the server says how much there is.
  [[ ${ARGV[*]} == *' curl '* && $STATUS == 63 ]] || ((size / 1024 >= FETCH_BLOCKS)) || return 1
  rm -f -- "$1"
}

# Usage: fetch_from URL FILE [resume]
# Fails when the whole did not come.
fetch_from() {
  local path
  fetch_limit "$2"
  FETCH_BLOCKS=$REPLY
  case $1 in
    file://*)
      path=${1#file://}
      path=/${path#*/}
      path=${path//\\/\\\\}
      printf -v path '%b' "${path//%/\\x}"
      [[ -f $path ]] || die "there is no file $path"
      ARGV=(cp -- "$path" "$2")
      ;;
    http://* | https://*)
      if hash curl 2>/dev/null; then
        # -q: without the user's own settings.
        ARGV=(curl -q --fail --silent --show-error --location --proto '=http,https' --connect-timeout 30
          --max-filesize $((FETCH_BLOCKS * 1024)) --speed-limit 1 --speed-time 60 ${3:+--continue-at -} --output "$2" -- "$1")
      elif hash wget 2>/dev/null; then
        : >"$RUN_DIR/wgetrc" || die "cannot write to $RUN_DIR/wgetrc"
        ARGV=(env WGETRC="$RUN_DIR/wgetrc" wget -q --timeout=60 --tries=3 ${3:+-c} -O "$2" -- "$1")
      else
        lack "curl or wget is needed to fetch $1"
      fi
      ;;
    *) die "this is no address that can be fetched: $1" ;;
  esac
  # A file that would become larger cannot be written to; that signal would end the program before it says so. The caller may have set less.
  # shellcheck disable=SC2016 # It is for that bash to expand.
  ARGV=("$BASH" -pc 'ulimit -f "$1" 2>/dev/null; trap "" XFSZ; shift; exec "$@"' bash "$FETCH_BLOCKS" "${ARGV[@]}")
  STDIN=/dev/null TIMEOUT_NS=''
  outputs_next
  host_spawn
  ((STATUS == 0))
}
