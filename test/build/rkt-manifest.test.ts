import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { archiveProblems, imageProblems, podProblems } from "../support/app-container.ts";

const FILES = ["src/runtime/events.sh", "src/runtime/container-options.sh", "src/engines/rkt/rkt-define.sh"];
const ID = `sha512-${"0".repeat(64)}`;

/** What rkt is told of a container with these options, whose volumes are given as threes, to run a command. */
function manifestOf(options: readonly string[], volumes: readonly string[], command: readonly string[]) {
  const script = `set -euo pipefail
files=("$1" "$2" "$3") id=$4
for file in "\${files[@]}"; do . "./$file"; done
shift 4
next() {
  LIST=("\${@:2:$1}")
}
next "$@" && container_options app "\${LIST[@]}" && shift $((\${#LIST[@]} + 1))
next "$@" && VOLUMES=("\${LIST[@]}") && shift $((\${#LIST[@]} + 1))
ARGV=("$@")
rkt_pod
RKT_POD[app]=$REPLY
rkt_manifest app "$id"`;
  const lists = [options, volumes].flatMap((each) => [String(each.length), ...each]);
  const words = ["-c", script, "bash", ...FILES, ID, ...lists, ...command];
  return JSON.parse(execFileSync("bash", words, { encoding: "utf8" }));
}

describe("the manifest of a pod", () => {
  const command = ["sh", "-c", 'echo "$1"', "", "---", "--", "ü\n\t\\", "\u007f"];
  const manifest = manifestOf(
    ["--env", "PATH", "/bin", "--env", "WORD", 'it\'s "so"\n', "--user", "1000", "100", "--workdir", "/a b"],
    ["/srv/data", "/data", "ro", "/run/tmpfs.0", "/scratch", "rw"],
    command,
  );

  test("is what the App Container specification says", () => {
    expect(podProblems(manifest)).toEqual([]);
  });

  test("says of the container what the recipe says", () => {
    expect(manifest.apps).toHaveLength(1);
    expect(manifest.apps[0].image).toEqual({ id: ID });
    const { exec, user, group, workingDirectory, environment } = manifest.apps[0].app;
    expect({ exec, user, group, workingDirectory }).toEqual({
      exec: command,
      user: "1000",
      group: "100",
      workingDirectory: "/a b",
    });
    expect(environment).toHaveLength(3);
    expect(environment).toEqual(
      expect.arrayContaining([
        { name: "PATH", value: "/bin" },
        { name: "HOME", value: "/" },
        { name: "WORD", value: 'it\'s "so"\n' },
      ]),
    );
    expect(
      manifest.volumes.map(({ source, readOnly }: Record<string, unknown>) => [source, readOnly]),
    ).toEqual([
      ["/srv/data", true],
      ["/run/tmpfs.0", false],
    ]);
    expect(manifest.apps[0].mounts.map(({ path }: Record<string, unknown>) => path)).toEqual([
      "/data",
      "/scratch",
    ]);
  });

  test("is of root, in the root of the image, where nothing is said", () => {
    const plain = manifestOf(["--image", "base"], [], ["/bin/true"]);
    expect(podProblems(plain)).toEqual([]);
    expect(plain.apps[0].app).toMatchObject({ user: "0", group: "0", workingDirectory: "/" });
  });
});

describe("the rules of the App Container specification", () => {
  const pod = {
    acKind: "PodManifest",
    acVersion: "0.8.11",
    apps: [{ name: "app", image: { id: ID }, app: { exec: ["/bin/true"], user: "0", group: "0" } }],
  };
  const image = {
    acKind: "ImageManifest",
    acVersion: "0.8.11",
    name: "example.com/app",
    labels: [
      { name: "os", value: "linux" },
      { name: "arch", value: "amd64" },
    ],
  };

  test("know what is right", () => {
    expect([...podProblems(pod), ...imageProblems(image)]).toEqual([]);
    expect(archiveProblems(["rootfs/", "rootfs/bin", "manifest"])).toEqual([]);
  });

  test.each([
    [{ ...pod, acVersion: "" }, 'acVersion is ""'],
    [{ ...pod, apps: [] }, "there is no app"],
    [{ ...pod, apps: [{ ...pod.apps[0], name: "App" }] }, 'the name of an app is "App"'],
    [{ ...pod, apps: [{ ...pod.apps[0], mounts: [{ volume: "v", path: "/v" }] }] }, "there is no volume v"],
    [{ ...pod, apps: [{ ...pod.apps[0], app: { exec: [], user: "0", group: "0" } }] }, "exec is no command"],
    [{ ...pod, volumes: [{ name: "v", kind: "host", source: "srv" }] }, 'the source of a volume is "srv"'],
  ])("see a pod that breaks one", (broken, problem) => {
    expect(podProblems(broken)).toEqual([problem]);
  });

  test.each([
    [{ ...image, name: "a--b" }, 'name is "a--b"'],
    [{ ...image, labels: image.labels.slice(1) }, "the label os is not linux"],
    [{ ...image, labels: [...image.labels, image.labels[0]] }, "two labels are called os"],
  ])("see an image that breaks one", (broken, problem) => {
    expect(imageProblems(broken)).toEqual([problem]);
  });

  test.each([
    [["rootfs", "manifest", "other"], "other is outside"],
    [["rootfs", "manifest", "rootfs/a", "rootfs/a"], "rootfs/a is there twice"],
    [["rootfs"], "there is no manifest"],
  ])("see an archive that breaks one", (members, problem) => {
    expect(archiveProblems(members)).toEqual([problem]);
  });
});
