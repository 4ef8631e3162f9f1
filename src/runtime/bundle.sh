# ---- folders with an engine's own files about each instance ----

# Usage: bundle_folder N
# Sets REPLY to the instance's.
bundle_folder() {
  REPLY=$RUN_DIR/bundle/${I_LAYER[$1]}
}

# Usage: bundle_pid N FILE
# Waits until the client has written the process id of the instance's first process to FILE, as a number or as the first of a
# JSON object.
bundle_pid() {
  local text='' ended='' pattern='^([0-9]+$|\{[^0-9]*[0-9]+[^0-9])'
  while :; do
    text=
    [[ ! -s $2 ]] || IFS= read -r -d '' text <"$2" || :
    [[ ! $text =~ $pattern ]] || break
    [[ -z $ended ]] || die "the engine ${CONTAINER_ENGINE[${I_CONTAINER[$1]}]} could not start the container ${I_NAME[$1]}: $(<"$STDERR")"
    # One more look, at what it wrote last.
    process_lives "${I_PROCESS[$1]}" || ended=yes
    [[ -n $ended ]] || pause 0.0005
  done
  text=${text#"${text%%[0-9]*}"}
  I_PID[$1]=${text%%[!0-9]*}
}

# Usage: bundle_remove N
# What else there is of the instance goes too.
bundle_remove() {
  local folder
  bundle_folder "$1"
  folder=$REPLY
  layered_remove "$1" || return 1
  unlink_later "$folder"/*
  rmdir_later "$folder"
}
