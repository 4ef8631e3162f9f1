import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const engine = join(import.meta.dirname, "../../src/engines/docker/docker.sh");

/** $1 the engine's bash, $2 what stands for what dockerd says of itself, nothing where there is none. */
const ASK = `
  set -euo pipefail
  . "$1"
  dockerd() { [[ -n $said ]] && echo "$said"; }
  said=$2 REPLY=
  docker_lacks lvm-loop
  echo "$REPLY"`;

test.each([
  ["Docker version 28.2.2, build e6534b4", "dockerd of version 28.2.2 has no storage driver devicemapper, "],
  ["Docker version 25.0.0-rc.1, build 9b96ce9", "dockerd of version 25.0.0-rc.1 has no storage driver "],
  ["Docker version 20.10.24+dfsg1, build 5d6db84", "\n"],
  ["Docker version library-import, build", "\n"],
  ["", "\n"],
])("docker on a thin pool, where dockerd says %j", (said, reason) => {
  const lacks = execFileSync("bash", ["-c", ASK, "bash", engine, said], { encoding: "utf8" });
  expect(lacks.startsWith(reason)).toBe(true);
});
