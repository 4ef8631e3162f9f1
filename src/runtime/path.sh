# ---- paths ----

# Usage: path_within ROOT PATH [make]
# Sets REPLY to what PATH means for somebody whose root is ROOT: symbolic links on the way are followed as they would be
# there, never out of ROOT. With `make`, the folders on the way are made.
path_within() {
  local rest=$2 at='' part target hops=0
  # PATH_MAX; what follows takes a time that grows with the square of the length.
  ((${#2} < 4096)) || die "a path has fewer than 4096 bytes, this one has ${#2}: ${2:0:40}..."
  while [[ $rest == */* ]]; do
    part=${rest%%/*} rest=${rest#*/}
    case $part in
      '' | .) continue ;;
      ..)
        at=${at%/*}
        continue
        ;;
    esac
    if [[ -L $1$at/$part ]]; then
      hops=$((hops + 1))
      ((hops <= 40)) || die "too many symbolic links in $2"
      target=$(readlink -- "$1$at/$part")
      [[ $target != /* ]] || at=''
      rest=$target/$rest
    else
      [[ ${3-} != make || -d $1$at/$part ]] || mkdir -- "$1$at/$part" || die "cannot make $at/$part"
      at=$at/$part
    fi
  done
  [[ $rest != .. ]] || die "$2 is not the path of a file"
  REPLY=$1$at/$rest
}

# Usage: recipe_path PATH
# Sets REPLY to a path of the host that the recipe names: a relative one begins in the recipe's folder.
recipe_path() {
  REPLY=$1
  [[ $1 == /* ]] || REPLY=$RECIPE_DIR/$1
}
