/**
 * The rules of the App Container specification, version 0.8.11, as far as what ctrc writes touches them: `spec/aci.md`,
 * `spec/pods.md` and `spec/types.md` of https://github.com/appc/spec. Each returns what is wrong, in words.
 */

type Json = Readonly<Record<string, unknown>>;

const IDENTIFIER = /^[a-z0-9]+([-._~/][a-z0-9]+)*$/;
const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const IMAGE_ID = /^sha512-[0-9a-f]{64,128}$/;
const VERSION = /^\d+\.\d+\.\d+$/;
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const ARCHITECTURES = [
  "amd64",
  "i386",
  "aarch64",
  "aarch64_be",
  "armv6l",
  "armv7l",
  "armv7b",
  "ppc64",
  "ppc64le",
  "s390x",
];

/** @param members the names in an image archive, in their order */
export function archiveProblems(members: readonly string[]): string[] {
  const names = members.map((name) => name.replace(/\/$/, ""));
  return [
    ...names.filter((name) => !/^(manifest|rootfs(\/.*)?)$/.test(name)).map((name) => `${name} is outside`),
    ...names.filter((name, at) => names.indexOf(name) !== at).map((name) => `${name} is there twice`),
    ...["manifest", "rootfs"].filter((name) => !names.includes(name)).map((name) => `there is no ${name}`),
  ];
}

export function imageProblems(manifest: Json): string[] {
  const labels = list(manifest.labels);
  const label = (name: string) => labels.find((each) => each.name === name)?.value;
  return [
    ...headProblems(manifest, "ImageManifest"),
    ...matching("name", manifest.name, IDENTIFIER),
    ...labels.flatMap(({ name }) => matching("the name of a label", name, IDENTIFIER)),
    ...labels.filter(({ name }) => name === "name").map(() => "a label is called name"),
    ...unique("label", labels),
    ...(label("os") === "linux" ? [] : ["the label os is not linux"]),
    ...(ARCHITECTURES.includes(String(label("arch"))) ? [] : [`there is no architecture ${label("arch")}`]),
    ...(manifest.app === undefined ? [] : appProblems(manifest.app as Json)),
  ];
}

export function podProblems(manifest: Json): string[] {
  const apps = list(manifest.apps);
  const volumes = list(manifest.volumes);
  return [
    ...headProblems(manifest, "PodManifest"),
    ...(apps.length > 0 ? [] : ["there is no app"]),
    ...unique("app", apps),
    ...unique("volume", volumes),
    ...apps.flatMap((app) => [
      ...matching("the name of an app", app.name, NAME),
      ...matching("the id of an image", (app.image as Json | undefined)?.id, IMAGE_ID),
      ...(app.app === undefined ? [] : appProblems(app.app as Json)),
      ...list(app.mounts).flatMap(({ volume, path }) => [
        ...(volumes.some(({ name }) => name === volume) ? [] : [`there is no volume ${volume}`]),
        ...absolute("a mount", path),
      ]),
    ]),
    ...volumes.flatMap(({ name, kind, source }) => [
      ...matching("the name of a volume", name, NAME),
      ...(kind === "host" ? absolute("the source of a volume", source) : []),
      ...(kind === "host" || kind === "empty" ? [] : [`there is no kind of volume ${kind}`]),
    ]),
  ];
}

function headProblems({ acKind, acVersion }: Json, kind: string): string[] {
  return [...(acKind === kind ? [] : [`acKind is ${acKind}`]), ...matching("acVersion", acVersion, VERSION)];
}

function appProblems({ exec, user, group, workingDirectory, environment, isolators }: Json): string[] {
  const words = Array.isArray(exec) ? exec : [];
  const variables = list(environment);
  return [
    ...(words.length > 0 && words.every((word) => typeof word === "string") ? [] : ["exec is no command"]),
    ...matching("user", user, /./),
    ...matching("group", group, /./),
    ...(workingDirectory === undefined ? [] : absolute("workingDirectory", workingDirectory)),
    ...variables.flatMap(({ name, value }) => [
      ...matching("a variable", name, VARIABLE),
      ...(typeof value === "string" ? [] : [`the variable ${name} is no string`]),
    ]),
    ...unique("variable", variables),
    ...list(isolators).flatMap(({ name }) => matching("the name of an isolator", name, IDENTIFIER)),
  ];
}

function list(value: unknown): Json[] {
  return Array.isArray(value) ? value : [];
}

function matching(what: string, value: unknown, pattern: RegExp): string[] {
  return typeof value === "string" && pattern.test(value) ? [] : [`${what} is ${JSON.stringify(value)}`];
}

function absolute(what: string, path: unknown): string[] {
  return matching(what, path, /^\//);
}

function unique(what: string, items: readonly Json[]): string[] {
  const names = items.map(({ name }) => name);
  return names
    .filter((name, at) => names.indexOf(name) !== at)
    .map((name) => `two ${what}s are called ${name}`);
}
