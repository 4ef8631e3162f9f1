# ---- images from archives ----

# Usage: image_archive PATH
# A tar archive, compressed or not, over what is there.
image_archive() {
  local archive
  image_input "$1"
  archive=$INPUT
  ! image_described archive "$REPLY" || return 0
  image_staging
  archive_unpack "$archive" "$STAGING"
  image_adopt
}

# Usage: image_input PATH
# Sets INPUT to a file that the recipe names, and REPLY to its digest: of a fetched one, that by which it is fetched.
image_input() {
  local digest
  recipe_path "$1"
  INPUT=$REPLY
  case $INPUT in
    "$CACHE"/fetched/*) REPLY=${INPUT##*/} ;;
    *)
      # A pipe or a device may have no end.
      [[ -f $INPUT ]] || die "there is no archive $INPUT"
      digest=$(sha256sum <"$INPUT") || die "cannot read $INPUT"
      REPLY=$digest
      ;;
  esac
}

# Usage: image_input_or_folder PATH
# As `image_input`, also for a folder.
image_input_or_folder() {
  recipe_path "$1"
  INPUT=$REPLY
  if [[ -d $INPUT ]]; then
    tree_digest "$INPUT"
  else
    image_input "$1"
  fi
}

# Makes the empty folder STAGING beside the image that is being built.
image_staging() {
  STAGING=$IMAGE_BUILD/staging
  mkdir -- "$STAGING" || die "cannot make $STAGING"
}

# Lays what is in STAGING over the image, without a copy, and removes STAGING.
image_adopt() {
  # What is replaced is removed first: a symbolic link is not written through.
  cp -al --remove-destination -- "$STAGING/." "$IMAGE_BUILD/root" || die "cannot put what was unpacked into image $IMAGE"
  rm -rf --one-file-system -- "${STAGING:?}"
}
