import type { Container } from "../../types/declared.ts";
import type { ContainerOption } from "../../types/step.ts";
import type { Text } from "../../types/text.ts";

/** A container's settings as options of the runtime's `container_define`: the same words for every engine. */
export function containerOptions(container: Container): ContainerOption[] {
  const { image, storage, cgroup, namespaces, network, workdir, hostname, user, capabilities } = container;
  const { seccomp, apparmor } = container;
  return [
    ...(container.boot ? [option("boot")] : []),
    image === undefined ? option("root", "host") : option("image", image),
    ...(storage === undefined ? [] : [option("storage", storage)]),
    ...(cgroup === undefined ? [] : [option("cgroup", cgroup)]),
    ...namespaces.map((name) => option("join", name)),
    ...(network === undefined ? [] : [option("network", network.kind)]),
    ...container.mounts.map(({ source, target, readOnly }) =>
      option("mount", source, target, readOnly ? "ro" : "rw"),
    ),
    ...container.tmpfs.map(({ target, sizeBytes }) => option("tmpfs", target, sizeBytes ?? "")),
    ...container.masked.map((path) => option("mask", path)),
    ...container.environment.map(({ name, value }) => option("env", name, value)),
    ...(workdir === undefined ? [] : [option("workdir", workdir)]),
    ...(hostname === undefined ? [] : [option("hostname", hostname)]),
    ...(user === undefined ? [] : [option("user", user.uid, user.gid)]),
    ...(capabilities === undefined ? [] : [option("capabilities", capabilities.join(","))]),
    ...noNewPrivileges(container),
    ...(seccomp === undefined ? [] : [option("seccomp", seccomp)]),
    ...(apparmor === undefined ? [] : [option("apparmor", apparmor)]),
    ...(container.readOnly ? [option("read-only")] : []),
  ];
}

/** Unsaid it is on, but for a system that boots. */
function noNewPrivileges({ boot, noNewPrivileges, settingSpans }: Container): ContainerOption[] {
  if (!boot) return noNewPrivileges ? [] : [option("no-new-privileges", "off")];
  return noNewPrivileges && settingSpans["no-new-privileges"] !== undefined
    ? [option("no-new-privileges", "on")]
    : [];
}

function option(name: string, ...values: readonly (Text | string)[]): ContainerOption {
  return { name, values: values.map((value) => (typeof value === "string" ? [value] : value)) };
}
