import type { RunInMachine } from "./machine.ts";

const USER = "ordinary";

/** Bash that makes him, if he is not there yet, and lets him write where the run does. */
const MAKE_USER = `id ${USER} >/dev/null 2>&1 || useradd --create-home ${USER}
chown ${USER} .
user=$(id -u ${USER}) home=$(getent passwd ${USER} | cut -d: -f6)`;

/** Words with which root starts something for him, in a cgroup of his. */
const SERVICE = `systemd-run --quiet --wait --pipe --same-dir --uid=${USER} --setenv=HOME="$home" -p Delegate=yes`;

const run = {
  recipe: "vm/rootless",
  options: ["--set", "reader=../../engines/read-limits.sh", "--rootless"],
};

/** As a script tells him to start it who lacks such a cgroup. */
export const inScope: RunInMachine = {
  ...run,
  name: "rootless-in-his-own-scope",
  starter: `${MAKE_USER}
systemctl start "user@$user"
setpriv --reuid=${USER} --regid=${USER} --init-groups --reset-env env XDG_RUNTIME_DIR="/run/user/$user" \\
  systemd-run --user --quiet --scope -p Delegate=yes --unit=own -- "$@"
status=$?
systemctl stop "user@$user" "user-runtime-dir@$user"
exit "$status"`,
};

/** The same of a recipe whose systems boot. */
export const systems: RunInMachine = {
  ...inScope,
  recipe: "vm/rootless-systems",
  options: ["--rootless"],
  name: "rootless-systems",
};

/** The script is killed, and what it has left taken down, while its cgroup stays. */
export const killed: RunInMachine = {
  ...run,
  name: "rootless-killed",
  starter: `${MAKE_USER}
${SERVICE} --setenv=CTRC_STATE="$home/.local/state/ctrc" -- bash "$JOB/kill-and-clean" 8 1 3 "$@"`,
};

/** It is killed as soon as it has made room in its cgroup, before it has anything else. */
export const killedAtOnce: RunInMachine = {
  ...run,
  name: "rootless-killed-at-once",
  starter: `${MAKE_USER}
${SERVICE} --unit=at-once -- bash -c '
shopt -s nullglob
own=/sys/fs/cgroup$(sed -n "s/^0:://p" /proc/self/cgroup)
exec {silence}<> <(:)
"$@" >/dev/null & run=$!
# It starts no others, which would keep that from being done. Systemd would replace what has a name in braces.
until made=("$own"/ctrc-*-self) && [ -n "$made" ]; do read -r -t 0.01 -u "$silence" _ || kill -0 "$run" || break; done
kill -KILL "$run"
wait "$run" 2>/dev/null
bash "$2" --cleanup
find "$own" -name "ctrc-*"' - "$@"`,
};

/** Somebody else is in its cgroup, whom it leaves there. */
export const besideOthers: RunInMachine = {
  ...run,
  name: "rootless-beside-others",
  starter: `${MAKE_USER}
${SERVICE} --unit=others -- bash -c 'sleep 120 & "$@"; status=$?; kill "$!"; exit "$status"' - "$@"`,
};
