# Makes a mount namespace in which an engine can live without leaving anything on the host. POSIX sh, started in it by unshare:
#   $1 what it shall have for itself, a line `FOLDER NAME…` for each folder  $2 mounts to be taken away, one a line
#   then the command to be run there
set -eu
# Usage: apart FOLDER NAME…
# Lays empty folders over those of the NAMEs that are there. If one is not, lays an empty folder over FOLDER, and in it, by
# bind mounts, everything that was there but the NAMEs.
apart() {
  folder=$1
  shift
  for name in "$@"; do
    [ -d "$folder/$name" ] || break
    name=
  done
  if [ -z "$name" ]; then
    for name in "$@"; do mount -t tmpfs -o mode=0755 ctrc "$folder/$name"; done
    return
  fi
  # What is covered is reached from the working directory, by paths that mount(8) must leave as they are.
  (
    cd -- "$folder"
    mount -t tmpfs -o mode=0755 ctrc "$folder"
    for entry in * .[!.]*; do
      case " $* " in *" $entry "*) continue ;; esac
      if [ -L "$entry" ]; then
        cp -P -- "$entry" "$folder/$entry"
      elif [ -d "$entry" ]; then
        # mount(8) has made some itself.
        mkdir -p -- "$folder/$entry"
        mount -c --rbind "./$entry" "$folder/$entry"
      elif [ -e "$entry" ]; then
        : >"$folder/$entry"
        mount -c --bind "./$entry" "$folder/$entry"
      fi
    done
  )
}
while read -r line; do
  # shellcheck disable=SC2086 # Names without blanks.
  [ -z "$line" ] || apart $line
done <<END
$1
END
while read -r path; do
  [ -z "$path" ] || umount -- "$path"
done <<END
$2
END
shift 2
exec "$@"
