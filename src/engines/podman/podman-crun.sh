# What podman takes for crun where it makes no cgroups: what is about to become a process of a container joins those of the run.
# POSIX sh. Before it, `crun` is set to the real one, `join` to the folder that has for each container, by its id, which files a
# process writes to, and `root` to where those are seen.
joins=
for word; do
  case $word in create | exec) joins=yes ;; esac
  id=$word
done
if [ -n "$joins" ] && [ -e "$join/$id" ]; then
  while read -r file; do
    echo 0 >"$root$file" || exit 1
  done <"$join/$id"
fi
exec "$crun" "$@"
