# ---- lists of processors, as the kernel reads and writes them ----

# Usage: cpus_expand LIST
# Sets REPLY to the processors of a list such as 0-3,8, one by one.
cpus_expand() {
  local part first last list=
  for part in ${1//,/ }; do
    first=${part%-*} last=${part#*-}
    while ((first <= last)); do
      list+=" $first"
      first=$((first + 1))
    done
  done
  REPLY=$list
}

# Usage: cpus_list CPU…
# Sets REPLY to ascending numbers as a list such as 0-3,8.
cpus_list() {
  local cpu first='' last='' list=''
  for cpu in "$@" ''; do
    if [[ -n $last && $cpu == $((last + 1)) ]]; then
      last=$cpu
      continue
    fi
    [[ -z $first ]] || list+=,$first
    [[ $first == "$last" ]] || list+=-$last
    first=$cpu last=$cpu
  done
  REPLY=${list#,}
}

# Usage: cpus_read FILE DEFAULT
# Sets REPLY to the processors that a file of the kernel lists, one by one; to those of DEFAULT where there is no such file.
cpus_read() {
  local list=$2
  if [[ -r $1 ]]; then read -r list <"$1" || list=; fi
  cpus_expand "$list"
}
