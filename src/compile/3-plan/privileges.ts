import type { IdMap } from "../../types/declared.ts";
import type { Need } from "../../types/need.ts";
import { type PlugInPrivilege, type Privilege, privilegeName } from "../../types/privilege.ts";
import type { Span } from "../../types/span.ts";
import type { ContainerOption, Step } from "../../types/step.ts";
import { known } from "../../types/text.ts";
import type { PlugIns } from "./plug-ins.ts";

type Asked = Omit<Privilege, "spans">;

/** What the steps do that only root can do: each thing once, with all the statements that ask for it. */
export function privilegesOf(steps: readonly Step[], plugIns: PlugIns): Privilege[] {
  const found = new Map<string, { readonly asked: Asked; readonly spans: Map<string, Span> }>();
  const mapped = userNamespaces(steps);
  for (const { asked, span } of steps.flatMap((step) => askedBy(step, plugIns, mapped))) {
    const name = privilegeName(asked);
    const entry = found.get(name) ?? { asked, spans: new Map() };
    entry.spans.set(`${span.file}:${span.line}`, entry.spans.get(`${span.file}:${span.line}`) ?? span);
    found.set(name, entry);
  }
  return [...found.values()].map(({ asked, spans }) => ({ ...asked, spans: [...spans.values()] }));
}

/** The names of those that containers may join. */
function userNamespaces(steps: readonly Step[]): Set<string> {
  return new Set(
    steps.flatMap((step) =>
      step.kind === "namespace.create" && step.kinds.includes("user") ? [step.name] : [],
    ),
  );
}

function askedBy(
  step: Step,
  plugIns: PlugIns,
  mapped: ReadonlySet<string>,
): { readonly asked: Asked; readonly span: Span }[] {
  if (step.kind === "loop") return step.body.flatMap((inner) => askedBy(inner, plugIns, mapped));
  return [...ofPlugIn(step, plugIns), ...ofMapped(step, plugIns, mapped), ...ofStep(step)].map((asked) => ({
    asked,
    span: step.span,
  }));
}

function ofPlugIn(step: Step, { engines, storageDrivers }: PlugIns): Asked[] {
  switch (step.kind) {
    case "container.define":
    case "image.load":
    case "image.import": {
      const engine = engines.find(({ name }) => name === step.engine);
      return asked(engine?.privilege, { kind: "engine", name: step.engine });
    }
    case "storage.create": {
      const driver = storageDrivers.find(({ name }) => name === step.driver);
      return asked(driver?.privilege, { kind: "driver", name: step.driver });
    }
    default:
      return [];
  }
}

function asked(privilege: PlugInPrivilege | undefined, need: Need): Asked[] {
  if (privilege === undefined) return [];
  return [
    {
      what: privilege.what,
      rootless: privilege.rootless ? "user-namespace" : "impossible",
      ...(privilege.rootlessWith === undefined ? {} : { rootlessWith: privilege.rootlessWith }),
      need,
    },
  ];
}

function ofMapped(step: Step, { engines }: PlugIns, mapped: ReadonlySet<string>): Asked[] {
  if (step.kind !== "container.define") return [];
  const what = engines.find(({ name }) => name === step.engine)?.privilege?.rootOnlyMapped;
  const joins = step.options.flatMap(({ name, values }) => (name === "join" ? values.map(known) : []));
  if (what === undefined || !joins.some((name) => name !== undefined && mapped.has(name))) return [];
  return [{ ...impossible(what), need: { kind: "engine", name: step.engine } }];
}

function ofStep(step: Step): Asked[] {
  switch (step.kind) {
    case "cgroup.write":
    case "cgroup.reserve":
    case "container.limit": {
      const [controller = ""] = step.file.split(".");
      return [{ what: `limit ${NOUNS[controller] ?? controller}`, rootless: "delegated-cgroup", controller }];
    }
    case "cgroup.pin":
      return [{ what: "limit CPUs", rootless: "delegated-cgroup", controller: "cpuset" }];
    case "container.pause":
      return [{ what: "pause containers", rootless: "delegated-cgroup", controller: "freezer" }];
    case "namespace.create":
      return [{ what: "make namespaces", rootless: "user-namespace" }, ...ofIdMaps(step.idMaps)];
    case "container.define":
      return ofOptions(step.options);
    case "storage.create":
      return (step.sizeBytes ?? step.device ?? step.filesystem)
        ? [impossible("make and mount a file system for a storage")]
        : [];
    case "image.make":
      return step.sources.some(({ kind }) => kind === "debian")
        ? [withIds("install a Debian system into an image")]
        : [];
    case "host.drop-caches":
      return [impossible("empty the kernel's caches")];
    default:
      return [];
  }
}

/** What is not in a namespace, no user namespace gives. */
function impossible(what: string): Asked {
  return { what, rootless: "impossible" };
}

function ofOptions(options: readonly ContainerOption[]): Asked[] {
  const user = options.find(({ name }) => name === "user")?.values ?? [];
  return [
    ...(user.every((id) => known(id) === "0") ? [] : [withIds("run a container as another user")]),
    // Whose init makes cgroups in all the hierarchies that systemd has.
    ...(options.some(({ name }) => name === "boot")
      ? [{ what: "boot a system", rootless: "delegated-cgroup", controller: "systemd" } as const]
      : []),
  ];
}

/** The ids outside are those of the run's own user namespace. */
function ofIdMaps(maps: readonly IdMap[]): Asked[] {
  if (maps.length === 0) return [];
  const ids = Math.max(...maps.map(({ outside, count }) => outside + count));
  return [{ ...withIds(`map ids of a user namespace up to ${ids - 1}`), ids }];
}

/** What a user namespace with a single user cannot. */
function withIds(what: string): Asked {
  return { what, rootless: "subordinate-ids" };
}

const NOUNS: Readonly<Record<string, string>> = {
  cpu: "CPU time",
  cpuset: "CPUs",
  io: "input and output",
  pids: "processes",
};
