# ---- images: built once, kept in the cache under the digest of their content ----

# The statements of an image are gone through twice: to describe it, and, when the cache has none of that description, to
# build it. IMAGE_ROOT[name] is the tree of an image, IMAGE_DIGEST[name] its digest.
declare -A IMAGE_ROOT=() IMAGE_DIGEST=()

# Usage: image_begin NAME
image_begin() {
  IMAGE=$1 IMAGE_PHASE='' IMAGE_KEY=''
  case $CACHE in *[!A-Za-z0-9/._@+-]*) lack "the path of the cache has a character that mount(8) would need quoted: $CACHE (--cache chooses another)" ;; esac
}

# Begins the next phase; fails when the image is there.
image_next() {
  case $IMAGE_PHASE in
    '') IMAGE_PHASE=describe ;;
    describe)
      image_find && return 1
      image_build_begin
      IMAGE_PHASE=build
      ;;
    build)
      image_build_end
      return 1
      ;;
  esac
}

# Usage: image_described WORD…
# In the first phase adds WORDs, which must say all that the outcome depends on, to the description; fails in the second.
image_described() {
  local text
  [[ $IMAGE_PHASE == describe ]] || return 1
  printf -v text '%q ' "$@"
  IMAGE_KEY+=$text$'\n'
}

# Looks for an image of this description in the cache.
image_find() {
  local key digest=''
  # What belongs to whom depends on the ids that there are.
  [[ -z $ID_MAP ]] || IMAGE_KEY+="ids $ID_MAP"$'\n'
  key=$(printf 'ctrc image 1\n%s' "$IMAGE_KEY" | sha256sum) || die 'cannot compute a digest'
  IMAGE_KEY=${key%% *}
  [[ -e $CACHE/inputs/$IMAGE_KEY ]] || return 1
  read -r digest <"$CACHE/inputs/$IMAGE_KEY"
  [[ $digest == sha256:* && -d $CACHE/images/${digest/:/-}/root ]] || return 1
  image_found "$digest"
}

# Usage: image_found DIGEST
image_found() {
  IMAGE_DIGEST[$IMAGE]=$1 IMAGE_ROOT[$IMAGE]=$CACHE/images/${1/:/-}/root
  local cached=true
  [[ $IMAGE_PHASE == describe ]] || cached=false
  event image "\"image\":\"$IMAGE\",\"digest\":\"$1\",\"cached\":$cached"
}

# Makes the folder that the image is built in.
image_build_begin() {
  IMAGE_BUILD=$CACHE/building/$RUN_ID
  mkdir -p -- "$CACHE/images" "$CACHE/inputs" "$CACHE/building" || die "cannot make the cache $CACHE"
  undo run image_discard "$IMAGE"
  mkdir -- "$IMAGE_BUILD" || die "cannot make $IMAGE_BUILD"
  umask 022
  mkdir -- "$IMAGE_BUILD/root" || die "cannot make $IMAGE_BUILD/root"
}

# Moves what was built into the cache under its digest.
image_build_end() {
  local digest folder
  umask 077
  tree_digest "$IMAGE_BUILD/root"
  digest=$REPLY folder=$CACHE/images/${REPLY/:/-}
  # Whoever was faster made the same.
  if [[ ! -d $folder ]] && ! mv -T -- "$IMAGE_BUILD" "$folder" 2>/dev/null; then
    [[ -d $folder ]] || die "cannot move image $IMAGE to $folder"
  fi
  printf '%s\n' "$digest" >"$CACHE/inputs/$RUN_ID" || die "cannot write to $CACHE/inputs"
  mv -f -- "$CACHE/inputs/$RUN_ID" "$CACHE/inputs/$IMAGE_KEY" || die "cannot write to $CACHE/inputs"
  image_discard
  image_found "$digest"
}

# Usage: image_root IMAGE
# Sets REPLY to the tree of an image, to nothing when there is none.
image_root() {
  REPLY=${IMAGE_ROOT[$1]-}
}

# Usage: image_add IMAGE FOLDER
# Makes a tree an image while the recipe runs.
image_add() {
  IMAGE_ROOT[$1]=$2
}

# Usage: image_discard [NAME]
# Removes what is left of an image whose building was cut short.
image_discard() {
  rm -rf --one-file-system -- "$CACHE/building/${RUN_ID:?}" "$CACHE/inputs/${RUN_ID:?}"
}

# Nothing: an image begins empty.
image_scratch() {
  image_described scratch || :
}

# Usage: image_program PATH LINK…
# A program of the host with the libraries that it needs; LINKs are further names for it.
image_program() {
  local path files line words digests link
  case $1 in */*) recipe_path "$1" ;; *) tool_find "$1" ;; esac
  path=$REPLY
  [[ -f $path ]] || die "there is no program $path"
  files=("$path")
  # What is not dynamically linked needs nothing.
  while read -r -a words; do
    [[ "${words[*]-}" != *'not found'* ]] || die "the program $path needs ${words[0]}, which this host does not have"
    for line in ${words[@]+"${words[@]}"}; do
      [[ $line != /* || $line == *: ]] || files+=("$line")
    done
  done < <(ldd -- "$path" 2>/dev/null || :)
  digests=$(sha256sum -- "${files[@]}") || die "cannot read the program $path"
  ! image_described program "$digests" "${@:2}" || return 0
  for line in "${files[@]}"; do
    image_place "$line"
    cp -L --preserve=mode --remove-destination -- "$line" "$REPLY" || die "cannot copy $line into image $IMAGE"
  done
  for link in "${@:2}"; do image_link "$path" "$link"; done
}

# Usage: image_link PATH LINK
# Another name for PATH in the image, beside it or by its whole path.
image_link() {
  local to=$1 program
  image_place "$1"
  program=$REPLY
  case $2 in
    '' | . | ..) die "image $IMAGE: a link cannot be called '$2'" ;;
    /*) image_place "$2" ;;
    *)
      to=${1##*/}
      image_place "${1%/*}/$2"
      ;;
  esac
  # It is called so already.
  [[ ! $REPLY -ef $program ]] || return 0
  [[ -L $REPLY || ! -d $REPLY ]] || die "image $IMAGE: there is a folder $2, which cannot be a link to $1"
  ln -sfn -- "$to" "$REPLY" || die "cannot make the link $2 in image $IMAGE"
}

# Usage: image_directory PATH MODE
image_directory() {
  ! image_described directory "$@" || return 0
  image_place "$1/."
  [[ -z $2 ]] || chmod -- "$2" "${REPLY%/.}" || die "image $IMAGE: $1 does not take the mode $2"
}

# Usage: image_file PATH CONTENT MODE
image_file() {
  ! image_described file "$@" || return 0
  image_place "$1"
  rm -f -- "$REPLY" || die "cannot replace $1 in image $IMAGE"
  printf '%s' "$2" >"$REPLY" || die "cannot write $1 in image $IMAGE"
  chmod -- "${3:-0644}" "$REPLY" || die "image $IMAGE: $1 does not take the mode $3"
}

# Usage: image_tree FROM TO
# A folder of the host.
image_tree() {
  local tree
  recipe_path "$1"
  tree=$REPLY
  tree_digest "$tree"
  ! image_described tree "$REPLY" "$2" || return 0
  image_merge "$tree" "$2" ${COPY_OWNER[@]+"${COPY_OWNER[@]}"}
}

# Usage: image_base NAME
# All of an image that is already there.
image_base() {
  ! image_described image "${IMAGE_DIGEST[$1]}" || return 0
  image_merge "${IMAGE_ROOT[$1]}" /
}

# Usage: image_merge FROM TO [OPTION…]
image_merge() {
  image_place "$2/."
  # What is replaced is removed first: a symbolic link is not written through.
  cp -a "${@:3}" --remove-destination -- "$1/." "${REPLY%/.}" || die "cannot copy $1 into image $IMAGE"
}

# Usage: image_place PATH
# Sets REPLY to PATH in the image that is being built, and makes the folders that lead to it. Symbolic links on the way
# are followed as the container would, never out of the image.
image_place() {
  [[ $1 == /* ]] || die "a path in an image begins with a slash, this one does not: $1"
  path_within "$IMAGE_BUILD/root" "$1" make
}

# Usage: tree_digest FOLDER
# Sets REPLY to the digest of names, types, modes, owners, links, attributes and contents; times do not count.
tree_digest() {
  REPLY=$(tar -cf - "${ARCHIVE_FORM[@]}" --mtime=@0 -C "$1" . | sha256sum) || die "cannot read the folder $1"
  REPLY=sha256:${REPLY%% *}
}
