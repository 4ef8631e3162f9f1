import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { printed } from "./ctrc.mjs";
import { startDocker } from "./docker.mjs";
import { makeArchive, makeRootFileSystem } from "./root-file-system.mjs";
import { script } from "./rounds.mjs";
import { undo } from "./scratch.mjs";

/** What all containers of the benchmarks of many run; it prints its line when it is up. */
const SLEEP = ["/bin/sh", "-c", "echo up; exec sleep 300"];

/**
 * The other ways to start a container, by name. Each has a function that gets a directory of its own, prepares there
 * what is needed and returns:
 *  - `true`: the words that run /bin/true in a new container and wait for it
 *  - `many` (some): how to start several that sleep: `words` with `{n}` for the number, `kind` (detached: the command
 *    returns when the container runs; attached: it stays), and `remove`, the words that end container `{n}`, if killing
 *    the attached command is not enough
 *  - `client` (engines with Docker's command line): the words that begin a command to it
 */
const PEERS = {
  "unshare chroot": { programs: ["unshare", "chroot"], prepare: unshare },
  bubblewrap: { programs: ["bwrap"], prepare: bubblewrap },
  crun: { programs: ["crun"], prepare: (directory) => ociRuntime("crun", directory) },
  "lxc-execute": { programs: ["lxc-execute"], prepare: lxc },
  runc: { programs: ["runc"], prepare: (directory) => ociRuntime("runc", directory) },
  "systemd-nspawn": { programs: ["systemd-nspawn"], prepare: nspawn },
  podman: { programs: ["podman"], prepare: podman },
  docker: { programs: ["docker", "dockerd"], prepare: docker },
};

/**
 * Prepares the peers that this machine has, each below `scratch`, and tries each once. What is left out is printed
 * with the reason.
 */
export function preparePeers(scratch, names = Object.keys(PEERS)) {
  watchCgroups();
  const peers = [];
  for (const name of names) {
    const { programs, prepare } = PEERS[name];
    try {
      const missing = programs.filter((program) => spawnSync("which", [program]).status !== 0);
      if (missing.length > 0) throw new Error(`there is no ${missing.join(", no ")} here`);
      const directory = join(scratch, name.replace(" ", "-"));
      mkdirSync(directory);
      const peer = { name, ...prepare(directory) };
      must(script("private.sh"), ...peer.true);
      peers.push(peer);
    } catch (fault) {
      console.log(`  skipped ${name}: ${fault.message}`);
    }
  }
  return peers;
}

function unshare(directory) {
  const files = makeRootFileSystem(join(directory, "rootfs"));
  return { true: ["unshare", "-mpfuni", "chroot", files, "/bin/true"] };
}

function bubblewrap(directory) {
  const files = makeRootFileSystem(join(directory, "rootfs"));
  const words = [
    "bwrap",
    "--unshare-all",
    "--die-with-parent",
    "--bind",
    files,
    "/",
    "--proc",
    "/proc",
    "--dev",
    "/dev",
  ];
  return { true: [...words, "/bin/true"], many: { kind: "attached", words: [...words, ...SLEEP] } };
}

/** runc and crun, on a bundle with runc's or crun's own default configuration. */
function ociRuntime(program, directory) {
  makeRootFileSystem(join(directory, "rootfs"));
  const run = [program, "--root", join(directory, "state"), "run"];
  const bundle = (name, args) => {
    const path = join(directory, name);
    mkdirSync(path);
    must(program, "spec", "--bundle", path);
    const config = JSON.parse(readFileSync(join(path, "config.json"), "utf8"));
    Object.assign(config.process, { terminal: false, args });
    // Many containers share these files, as bubblewrap's do.
    config.root = { path: join(directory, "rootfs"), readonly: false };
    writeFileSync(join(path, "config.json"), JSON.stringify(config));
    return path;
  };
  return {
    true: [...run, "--bundle", bundle("true", ["/bin/true"]), "bench-true"],
    many: {
      kind: "detached",
      words: [...run, "--detach", "--bundle", bundle("sleep", SLEEP), "bench-{n}"],
      remove: [program, "--root", join(directory, "state"), "delete", "--force", "bench-{n}"],
    },
  };
}

function lxc(directory) {
  const files = makeRootFileSystem(join(directory, "rootfs"));
  const configuration = join(directory, "config");
  const lines = [`rootfs.path = dir:${files}`, "net.0.type = empty", "apparmor.profile = unconfined"];
  writeFileSync(configuration, lines.map((line) => `lxc.${line}\n`).join(""));
  const state = join(directory, "state");
  mkdirSync(state);
  return { true: ["lxc-execute", "-n", "bench", "-P", state, "-f", configuration, "--", "/bin/true"] };
}

function nspawn(directory) {
  const files = makeRootFileSystem(join(directory, "rootfs"));
  return {
    true: ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--directory", files, "/bin/true"],
  };
}

function podman(directory) {
  const limits = join(directory, "containers.conf");
  // Where the process may not raise its own limits, podman's defaults are refused.
  writeFileSync(limits, '[containers]\ndefault_ulimits = ["nofile=20000:20000", "nproc=20000:20000"]\n');
  const folders = ["--root", join(directory, "data"), "--runroot", join(directory, "run")];
  const manager = ["--cgroup-manager", "cgroupfs", "--events-backend", "none"];
  const words = ["env", `CONTAINERS_CONF=${limits}`, "podman", ...folders, ...manager];
  // It keeps a cache of its own there, whatever --root says.
  const cache = "/var/lib/containers";
  if (!existsSync(cache)) undo(() => rmSync(cache, { recursive: true, force: true }));
  must(
    script("private.sh"),
    ...words,
    "import",
    makeArchive(join(directory, "rootfs"), join(directory, "rootfs.tar")),
    "bench",
  );
  return engine(words, ["rm", "--force", "--time", "0"]);
}

function docker(directory) {
  const words = startDocker(join(directory, "daemon"));
  must(...words, "import", makeArchive(join(directory, "rootfs"), join(directory, "rootfs.tar")), "bench");
  return engine(words, ["rm", "--force"]);
}

function engine(client, remove) {
  const run = [...client, "run", "--network", "none"];
  return {
    client,
    true: [...run, "--rm", "bench", "/bin/true"],
    many: {
      kind: "detached",
      words: [...run, "--detach", "--name", "bench-{n}", "bench", ...SLEEP],
      remove: [...client, ...remove, "bench-{n}"],
    },
  };
}

function must(program, ...words) {
  const result = spawnSync(program, words, { encoding: "utf8" });
  if (result.status !== 0)
    throw new Error(printed(result) || `${program} ended with status ${result.status}`);
}

/** Engines leave empty cgroups of their own behind: those that were not there before are removed. */
function watchCgroups() {
  const LEFT = ["docker", "libpod_parent", "lxc.pivot", "machine", "user.slice"];
  const found = () => {
    const words = ["/sys/fs/cgroup", "-mindepth", "1", "-maxdepth", "2", "-type", "d"];
    const { stdout } = spawnSync(
      "find",
      [...words, "(", ...LEFT.flatMap((name) => ["-o", "-name", name]).slice(1), ")"],
      {
        encoding: "utf8",
      },
    );
    return stdout.split("\n").filter((path) => path !== "");
  };
  const before = new Set(found());
  undo(() => {
    for (const path of found()) {
      if (!before.has(path)) spawnSync("find", [path, "-depth", "-type", "d", "-exec", "rmdir", "{}", ";"]);
    }
  });
}
