# ---- images that other tools made: OCI layouts, and archives of `docker save` ----

# Usage: image_oci PATH
# A layout in a folder or an archive; its layers over what is there.
image_oci() {
  local input
  image_input_or_folder "$1"
  input=$INPUT
  ! image_described oci "$REPLY" || return 0
  STAGING=$IMAGE_BUILD/staging
  oci_unpack "$input" "$IMAGE_BUILD/root"
}

# Usage: oci_unpack PATH ROOT
# Needs a folder STAGING, beside ROOT, that is not there yet.
oci_unpack() {
  local layout=$1
  if [[ ! -d $1 ]]; then
    layout=$STAGING.layout
    mkdir -- "$layout" || die "cannot make $layout"
    archive_unpack "$1" "$layout" --no-same-owner
  fi
  layout_unpack "$layout" "$2" "$1"
  [[ -d $1 ]] || rm -rf --one-file-system -- "${layout:?}"
}

# Usage: layout_unpack FOLDER ROOT NAME
# Lays the layers over ROOT, from the lowest; what a layer says is gone, is gone from those below it.
layout_unpack() {
  local layer
  if [[ -f $1/index.json ]]; then
    oci_layers "$1" "$3"
  elif [[ -f $1/manifest.json ]]; then
    docker_layers "$1" "$3"
  else
    die "$3 is no OCI layout and no archive of docker save: it has no index.json and no manifest.json"
  fi
  for layer in ${LAYERS[@]+"${LAYERS[@]}"}; do
    mkdir -- "$STAGING" || die "cannot make $STAGING"
    # The clock of file systems has ticks, of up to 10 ms.
    : >"$STAGING.begun" || die "cannot write to $STAGING.begun"
    pause 0.02
    archive_unpack "$layer" "$STAGING"
    : >"$STAGING.ended" || die "cannot write to $STAGING.ended"
    layer_merge "$STAGING" "$2"
    rm -rf --one-file-system -- "${STAGING:?}" "$STAGING.begun" "$STAGING.ended"
  done
}

# Usage: oci_layers FOLDER NAME
# Sets LAYERS to the files of the layers of this machine's image. Everything on the way has the digest that it shall have.
oci_layers() {
  local blob=$1/index.json architecture hops=0 i chosen found
  oci_architecture
  architecture=$REPLY
  LAYERS=()
  while :; do
    json_read "$blob" || die "$2: ${blob#"$1"/} is not what it should be"
    [[ -n ${JSON[.manifests]-} ]] || break
    hops=$((hops + 1))
    ((hops < 10)) || die "$2: its indexes go round in a circle"
    chosen='' found=''
    for ((i = 0; i < JSON[.manifests]; i++)); do
      found+=" ${JSON[.manifests.$i.platform.architecture]-unsaid}"
      [[ ${JSON[.manifests.$i.platform.architecture]-$architecture} == "$architecture" ]] || continue
      chosen=${JSON[.manifests.$i.digest]-}
      break
    done
    [[ -n $chosen ]] || die "$2 has no image for $architecture, only for$found"
    oci_blob "$1" "$chosen" "$2"
    blob=$REPLY
  done
  [[ -n ${JSON[.layers]-} ]] || die "$2: its manifest names no layers"
  for ((i = 0; i < JSON[.layers]; i++)); do
    oci_blob "$1" "${JSON[.layers.$i.digest]-}" "$2"
    LAYERS+=("$REPLY")
  done
}

# Usage: oci_blob FOLDER DIGEST NAME
# Sets REPLY to the file with this digest.
oci_blob() {
  local file digest
  [[ $2 =~ ^sha256:[0-9a-f]{64}$ ]] || die "$3: \"$2\" is no digest that can be checked"
  path_within "$1" "blobs/sha256/${2#sha256:}"
  file=$REPLY
  [[ -f $file && ! -L $file ]] || die "$3 lacks the blob $2"
  digest=$(sha256sum <"$file") || die "cannot read $file"
  [[ ${digest%% *} == "${2#sha256:}" ]] || die "$3: the blob $2 is damaged, its digest is sha256:${digest%% *}"
  REPLY=$file
}

# Sets REPLY to what images call this machine's architecture.
oci_architecture() {
  REPLY=$(uname -m)
  case $REPLY in
    x86_64) REPLY=amd64 ;;
    aarch64) REPLY=arm64 ;;
    armv*) REPLY=arm ;;
    i?86) REPLY=386 ;;
  esac
}

# Usage: docker_layers FOLDER NAME
# Sets LAYERS to the files of the layers of the first image, each with the digest that its configuration says.
docker_layers() {
  local layers=() config i digest
  json_read "$1/manifest.json" || die "$2: manifest.json is not what it should be"
  [[ -n ${JSON[.0.Layers]-} ]] || die "$2: its manifest names no layers"
  for ((i = 0; i < JSON[.0.Layers]; i++)); do layers+=("${JSON[.0.Layers.$i]}"); done
  config=${JSON[.0.Config]-}
  path_within "$1" "$config"
  json_read "$REPLY" || die "$2: $config is not what it should be"
  LAYERS=()
  for i in "${!layers[@]}"; do
    path_within "$1" "${layers[i]}"
    [[ ! -L $REPLY ]] || path_within "$1" "${layers[i]%/*}/$(readlink -- "$REPLY")"
    [[ -f $REPLY && ! -L $REPLY ]] || die "$2 lacks the layer ${layers[i]}"
    LAYERS+=("$REPLY")
    # Of the layer as it was before somebody compressed it.
    digest=$(gzip -dcf <"$REPLY" | sha256sum) || die "cannot read the layer ${layers[i]} of $2"
    [[ ${JSON[.rootfs.diff_ids.$i]-} == "sha256:${digest%% *}" ]] ||
      die "$2: the layer ${layers[i]} is damaged: its digest is sha256:${digest%% *}, not ${JSON[.rootfs.diff_ids.$i]-said}"
  done
}

# Usage: layer_merge LAYER ROOT
# Lays one unpacked layer over those below it, without a copy.
layer_merge() {
  local path name kind folder
  # A folder that the layer only goes through, and so was made just now, stays as it was.
  while IFS= read -r -d '' path; do
    [[ -d $2/$path ]] || continue
    folder=$2/$path
    chown --reference="$folder" -- "$1/$path" || die "cannot keep the owner of $folder"
    chmod --reference="$folder" -- "$1/$path" || die "cannot keep the mode of $folder"
    touch --reference="$folder" -- "$1/$path" || die "cannot keep the time of $folder"
  done < <(find "$1" -depth -type d -newer "$1.begun" ! -newer "$1.ended" -printf '%P\0')
  # `.wh..wh..opq` hides all that a folder had, `.wh.NAME` one thing.
  while IFS= read -r -d '' path; do
    name=${path##*/}
    name=${name#.wh.}
    # A whiteout at the top has no folder in its path.
    path_within "$2" "/$path"
    folder=${REPLY%/*}
    if [[ $name == .wh..opq ]]; then
      [[ ! -d $folder ]] || find "$folder" -xdev -mindepth 1 -delete || die "cannot empty $folder"
    elif [[ $name != .wh.* ]]; then
      case $name in '' | . | ..) die "the layer has a whiteout of nothing: $path" ;; esac
      rm -rf --one-file-system -- "${folder:?}/$name" || die "cannot remove $folder/$name"
    fi
    folder=/$path
    folder=$1${folder%/*}
    touch --reference="$folder" -- "$1.ended" || die "cannot keep the time of $folder"
    rm -rf --one-file-system -- "${1:?}/$path" || die "cannot remove $path"
    touch --reference="$1.ended" -- "$folder" || die "cannot keep the time of $folder"
  done < <(find "$1" -depth -name '.wh.*' -printf '%P\0')
  # What changed its type is made anew. Folders come before what is in them: no symbolic link is left on the way.
  while IFS= read -r -d '' kind && IFS= read -r -d '' path; do
    if [[ $kind == d ]]; then
      [[ ! -L $2/$path && (! -e $2/$path || -d $2/$path) ]] || rm -f -- "$2/$path"
    else
      [[ -L $2/$path || ! -d $2/$path ]] || rm -rf --one-file-system -- "${2:?}/$path"
    fi
  done < <(find "$1" -mindepth 1 -printf '%y\0%P\0')
  cp -al --remove-destination -- "$1/." "$2" || die "cannot put a layer into $2"
}
