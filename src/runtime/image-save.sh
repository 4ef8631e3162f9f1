# ---- images and containers' files, written to files of the host ----

# Usage: container_export NAME FILE
container_export() {
  local begun
  clock_now
  begun=$REPLY
  tree_hold "$1"
  tree_of_instance "$1"
  tree_pack "$RUN_DIR/saved"
  tree_let_go
  save_done "$2"
  host_done export "$begun"
}

# Usage: image_save IMAGE FILE tar|docker|oci|aci
image_save() {
  local begun
  clock_now
  begun=$REPLY
  tree_of_image "$1"
  case $3 in
    tar) tree_pack "$RUN_DIR/saved" ;;
    docker) save_docker "${1%%.*}" ;;
    oci) save_oci ;;
    aci) save_aci "${1%%.*}" ;;
  esac
  tree_close
  save_done "$2"
  host_done save "$begun"
}

# Usage: save_done FILE
# Only what is whole gets its name.
save_done() {
  recipe_path "$1"
  chmod 0644 -- "$RUN_DIR/saved" || die "cannot write $REPLY"
  mv -f -- "$RUN_DIR/saved" "$REPLY" || die "cannot write $REPLY"
}

# Makes the folder PARTS for the parts of an image and the tree's only layer in it, LAYER; sets DIGEST to that of the layer.
save_begin() {
  PARTS=$RUN_DIR/parts LAYER=$RUN_DIR/parts/layer
  mkdir -- "$PARTS" || die "cannot make $PARTS"
  tree_pack "$LAYER"
  save_digest "$LAYER"
}

# Usage: save_digest FILE
# Sets DIGEST to its digest, without the word sha256, and SIZE to its bytes.
save_digest() {
  DIGEST=$(sha256sum <"$1") || die "cannot read $1"
  DIGEST=${DIGEST%% *}
  SIZE=$(stat -c %s -- "$1") || die "cannot read $1"
}

# Writes PARTS, all its files alike whoever wrote them, to one archive, and removes it.
save_end() {
  tar -cf "$RUN_DIR/saved" --format=posix '--pax-option=exthdr.name=%d/x/%f,delete=atime,delete=ctime' --sort=name --mtime=@0 \
    --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --transform='flags=r;s,^\./,,' --exclude=./layer -C "$PARTS" . ||
    die "cannot write to $RUN_DIR/saved"
  tree_remove "$PARTS" || die "cannot remove $PARTS"
}

# Writes the configuration of an image, whose layer is DIGEST, to PARTS/config. It says nothing of when it was made.
save_config() {
  oci_architecture
  printf '{"created":"1970-01-01T00:00:00Z","architecture":"%s","os":"linux","config":{"Env":["PATH=%s"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]},"history":[{"created":"1970-01-01T00:00:00Z","created_by":"ctrc"}]}' \
    "$REPLY" /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$DIGEST" >"$PARTS/config" || die "cannot write to $PARTS"
}

# Usage: save_docker IMAGE
save_docker() {
  local layer
  save_begin
  layer=$DIGEST
  mv -- "$LAYER" "$PARTS/$layer.tar" || die "cannot write to $PARTS"
  save_config
  save_digest "$PARTS/config"
  mv -- "$PARTS/config" "$PARTS/$DIGEST.json" || die "cannot write to $PARTS"
  printf '[{"Config":"%s.json","RepoTags":["%s:latest"],"Layers":["%s.tar"]}]\n' "$DIGEST" "$1" "$layer" \
    >"$PARTS/manifest.json" || die "cannot write to $PARTS"
  save_end
}

# An OCI layout with one manifest, tagged `latest`.
save_oci() {
  local layer layer_size config config_size blobs
  save_begin
  blobs=$PARTS/blobs/sha256
  layer=$DIGEST layer_size=$SIZE
  mkdir -p -- "$blobs" || die "cannot make $blobs"
  mv -- "$LAYER" "$blobs/$layer" || die "cannot write to $blobs"
  save_config
  save_digest "$PARTS/config"
  config=$DIGEST config_size=$SIZE
  mv -- "$PARTS/config" "$blobs/$config" || die "cannot write to $blobs"
  printf '{"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","digest":"sha256:%s","size":%d},"layers":[{"mediaType":"%s","digest":"sha256:%s","size":%d}]}' \
    application/vnd.oci.image.manifest.v1+json application/vnd.oci.image.config.v1+json "$config" "$config_size" \
    application/vnd.oci.image.layer.v1.tar "$layer" "$layer_size" >"$PARTS/manifest" || die "cannot write to $PARTS"
  save_digest "$PARTS/manifest"
  mv -- "$PARTS/manifest" "$blobs/$DIGEST" || die "cannot write to $blobs"
  printf '{"schemaVersion":2,"manifests":[{"mediaType":"%s","digest":"sha256:%s","size":%d,"annotations":{"org.opencontainers.image.ref.name":"latest"}}]}\n' \
    application/vnd.oci.image.manifest.v1+json "$DIGEST" "$SIZE" >"$PARTS/index.json" || die "cannot write to $PARTS"
  printf '{"imageLayoutVersion":"1.0.0"}\n' >"$PARTS/oci-layout" || die "cannot write to $PARTS"
  save_end
}

# Usage: save_aci IMAGE
# An App Container image: a manifest, and the tree in the folder rootfs. The names in the archive begin with rootfs, and so
# do those that hard links lead to.
save_aci() {
  local name=$1
  # An identifier there has nothing but single hyphens, and none at its end.
  while [[ $name == *--* ]]; do name=${name//--/-}; done
  aci_architecture
  printf '{"acKind":"ImageManifest","acVersion":"0.8.11","name":"%s","labels":[{"name":"os","value":"linux"},{"name":"arch","value":"%s"}]}\n' \
    "${name%-}" "$REPLY" >"$RUN_DIR/manifest" || die "cannot write to $RUN_DIR/manifest"
  tree_pack "$RUN_DIR/saved" --transform='flags=rhS;s,^\.,rootfs,'
  tar -rf "$RUN_DIR/saved" --format=posix --pax-option=delete=atime,delete=ctime --mtime=@0 --owner=0 --group=0 --numeric-owner \
    --mode=0644 -C "$RUN_DIR" manifest || die "cannot write to $RUN_DIR/saved"
}

# Sets REPLY to what the App Container specification calls this machine's architecture.
aci_architecture() {
  REPLY=$(uname -m)
  case $REPLY in
    x86_64) REPLY=amd64 ;;
    i?86) REPLY=i386 ;;
  esac
}
