# ---- what differs between two file trees ----

# Usage: container_diff NAME IMAGE
# Prints, a line each and by name, what only one of them has, and what differs in type, content, mode, owner or link; of a
# folder that only one has, not what is in it. Times do not count.
container_diff() {
  local begun folder=$RUN_DIR/diff
  clock_now
  begun=$REPLY
  outputs_next
  mkdir -- "$folder" || die "cannot make $folder"
  tree_hold "$1"
  tree_of_image "$2"
  diff_list "$folder/image"
  tree_close
  tree_of_instance "$1"
  diff_list "$folder/container"
  diff_read "$folder"
  # The engine's own mount points are no difference.
  diff_ignore "$VIEW_SKELETON"
  diff_contents "$folder" "$1" "$2"
  tree_let_go
  diff_print "${1%%.*}" "${2%%.*}" | sort -t $'\t' -k 1,1 -s | cut -f 2- 1>&"$STDOUT_FD" || die "cannot write to $STDOUT"
  output_end
  : >"$STDERR" || die "cannot write to $STDERR"
  tree_remove "$folder" || die "cannot remove $folder"
  clock_now
  ACTION_NS=$((REPLY - begun)) ACTION_LAST=
  values_begin
  if [[ -s $STDOUT ]]; then STATUS=1; else STATUS=0; fi
  action_done diff "$STATUS" "$STDOUT" "$STDERR"
}

# Usage: diff_list FILE
# Of everything in the tree: its path, then its type, mode, owners and size, and what a link leads to.
diff_list() {
  tree_run find . -mindepth 1 -printf '/%P\0%y %m %U:%G %s %l\0' >"$1" || die 'cannot read the files'
}

# Usage: diff_read FOLDER
# Reads the lists: LEFT of the container, RIGHT of the image, by path.
diff_read() {
  local path about
  declare -gA LEFT=() RIGHT=() DIFFERENT=()
  while IFS= read -r -d '' path && IFS= read -r -d '' about; do LEFT[$path]=$about; done <"$1/container"
  while IFS= read -r -d '' path && IFS= read -r -d '' about; do RIGHT[$path]=$about; done <"$1/image"
}

# Usage: diff_ignore SKELETON
diff_ignore() {
  local path
  while IFS= read -r -d '' path; do
    # An engine's mount points may be in a committed image too.
    case ${LEFT[$path]:+left}${RIGHT[$path]:+right} in
      left) RIGHT[$path]=${LEFT[$path]} ;;
      right) LEFT[$path]=${RIGHT[$path]} ;;
      *) continue ;;
    esac
    # A file has no content to compare it with.
    [[ ${LEFT[$path]} == 'd '* ]] || LEFT[$path]=ignored RIGHT[$path]=ignored
  done < <(find "$1" -mindepth 1 -printf '/%P\0')
}

# Usage: diff_contents FOLDER NAME IMAGE
# Compares the content of files of one size, all of a tree at once: DIFFERENT has the paths where it differs.
diff_contents() {
  local path left right i=0 paths=()
  for path in "${!LEFT[@]}"; do
    [[ ${LEFT[$path]} == 'f '* && ${RIGHT[$path]-} == 'f '* ]] || continue
    if [[ ${LEFT[$path]} == "${RIGHT[$path]}" ]]; then
      paths+=(".$path")
      continue
    fi
    read -r -a left <<<"${LEFT[$path]}"
    read -r -a right <<<"${RIGHT[$path]}"
    if [[ ${left[3]} != "${right[3]}" ]]; then DIFFERENT[$path]=1; elif ((left[3] > 0)); then paths+=(".$path"); fi
  done
  ((${#paths[@]})) || return 0
  printf '%s\0' "${paths[@]}" >"$1/paths"
  diff_sums "$1" container
  tree_of_image "$3"
  diff_sums "$1" image
  tree_close
  while IFS= read -r -d '' left <&8 && IFS= read -r -d '' right <&9; do
    [[ ${left:0:64} == "${right:0:64}" ]] || DIFFERENT[${paths[i]#.}]=1
    i=$((i + 1))
  done 8<"$1/container.sums" 9<"$1/image.sums"
  ((i == ${#paths[@]})) || die 'cannot read all files'
}

# Usage: diff_sums FOLDER container|image
diff_sums() {
  tree_run xargs -0 sha256sum -z -- <"$1/paths" >"$1/$2.sums" || die 'cannot read the files'
}

# Usage: diff_print CONTAINER IMAGE
# A line of two fields each: the path to sort by, and what differs.
diff_print() {
  local path name left right parent
  local -A phrases=([f]=file [d]=directory [l]=link [p]=pipe [s]=socket [b]=device [c]=device)
  for path in "${!LEFT[@]}"; do
    [[ ${LEFT[$path]} != "${RIGHT[$path]-}" || -n ${DIFFERENT[$path]-} ]] || continue
    diff_name "$path"
    name=$REPLY parent=${path%/*}
    if [[ -z ${RIGHT[$path]-} ]]; then
      [[ -n $parent && ${RIGHT[$parent]-} != 'd '* ]] || printf '%s\tonly in %s: %s\n' "$name" "$1" "$name"
      continue
    fi
    read -r -a left <<<"${LEFT[$path]}"
    read -r -a right <<<"${RIGHT[$path]}"
    if [[ ${left[0]} != "${right[0]}" ]]; then
      printf '%s\ttype: %s was a %s, is a %s\n' "$name" "$name" "${phrases[${right[0]}]}" "${phrases[${left[0]}]}"
      continue
    fi
    [[ -z ${DIFFERENT[$path]-} ]] || printf '%s\tchanged: %s\n' "$name" "$name"
    [[ ${left[1]} == "${right[1]}" ]] || printf '%s\tmode: %s was %s, is %s\n' "$name" "$name" "${right[1]}" "${left[1]}"
    [[ ${left[2]} == "${right[2]}" ]] || printf '%s\towner: %s was %s, is %s\n' "$name" "$name" "${right[2]}" "${left[2]}"
    [[ ${left[0]} != l || ${LEFT[$path]#* * * * } == "${RIGHT[$path]#* * * * }" ]] || printf '%s\tchanged: %s\n' "$name" "$name"
  done
  for path in "${!RIGHT[@]}"; do
    [[ -z ${LEFT[$path]-} ]] || continue
    diff_name "$path"
    parent=${path%/*}
    [[ -n $parent && ${LEFT[$parent]-} != 'd '* ]] || printf '%s\tonly in %s: %s\n' "$REPLY" "$2" "$REPLY"
  done
}

# Usage: diff_name PATH
# Sets REPLY to the path on one line.
diff_name() {
  REPLY=$1
  [[ $1 != *[[:cntrl:]]* ]] || printf -v REPLY '%q' "$1"
}
