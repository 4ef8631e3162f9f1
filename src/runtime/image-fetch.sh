# ---- images from files that are downloaded ----

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
    fetch_from "$1" "$part" || die "cannot fetch $1: $(tail -n 3 -- "$STDERR")"
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

# Usage: fetch_from URL FILE [resume]
# Fails when the whole did not come.
fetch_from() {
  local path
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
          --speed-limit 1 --speed-time 60 ${3:+--continue-at -} --output "$2" -- "$1")
      elif hash wget 2>/dev/null; then
        : >"$RUN_DIR/wgetrc" || die "cannot write to $RUN_DIR/wgetrc"
        ARGV=(env WGETRC="$RUN_DIR/wgetrc" wget -q --timeout=60 --tries=3 ${3:+-c} -O "$2" -- "$1")
      else
        lack "curl or wget is needed to fetch $1"
      fi
      ;;
    *) die "this is no address that can be fetched: $1" ;;
  esac
  STDIN=/dev/null TIMEOUT_NS=''
  outputs_next
  host_spawn
  ((STATUS == 0))
}
