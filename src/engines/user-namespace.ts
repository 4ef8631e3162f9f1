import { engineCannot } from "../diagnostics/engines.ts";
import type { Container, IdMap, Namespace } from "../types/declared.ts";
import type { Diagnostic } from "../types/diagnostic.ts";

/**
 * What an engine that enters a user namespace first cannot do with a container that joins one: whoever is in it has no
 * power over namespaces that are not of it.
 */
export function checkJoined(
  engine: string,
  container: Container,
  namespaces: readonly Namespace[],
): Diagnostic[] {
  const user = namespaces.find(({ kinds }) => kinds.includes("user"));
  if (user === undefined) return [];
  return others(namespaces)
    .filter(({ namespace }) => namespace !== user)
    .map(({ namespace, kind }) =>
      engineCannot(
        container.settingSpans.namespace ?? container.span,
        engine,
        `let a container join the user namespace of \`${user.name}\` and the ${kind} namespace of \`${namespace.name}\``,
        `put \`${kind}\` and \`user\` into one \`namespace\``,
      ),
    );
}

/**
 * The same of an engine that makes a user namespace for each container, with the map of the one that it joins.
 * @param says whether the engine can be told of a map; undefined: of every one
 * @param shapes what maps those are, after `can only`
 */
export function checkMapped(
  engine: string,
  container: Container,
  namespaces: readonly Namespace[],
  says: ((maps: readonly IdMap[]) => boolean) | undefined,
  shapes = "",
): Diagnostic[] {
  const user = namespaces.find(({ kinds }) => kinds.includes("user"));
  if (user === undefined) return [];
  const cannot = (setting: string, what: string, help: string): Diagnostic =>
    engineCannot(container.settingSpans[setting] ?? container.span, engine, what, help);
  return [
    ...others(namespaces).map(({ namespace, kind }) =>
      cannot(
        "namespace",
        `let a container with a user namespace join the ${kind} namespace of \`${namespace.name}\``,
        `leave out \`${kind}\`: the container has one of its own`,
      ),
    ),
    ...(container.network?.kind === "host"
      ? [
          cannot(
            "network",
            "give a container with a user namespace the host's network",
            "leave out `network`, or choose another engine",
          ),
        ]
      : []),
    ...(container.image === undefined
      ? [cannot("root", "give a container with a user namespace the host's own files", "give it an `image`")]
      : []),
    ...(container.boot
      ? [cannot("boot", "boot a system in a user namespace: it would not own its files", "leave out `boot`")]
      : []),
    ...(says === undefined || says(user.idMaps)
      ? []
      : [cannot("namespace", `map ids as \`${user.name}\` does`, `it can only ${shapes}`)]),
  ];
}

/** What else is joined. */
function others(namespaces: readonly Namespace[]): { namespace: Namespace; kind: string }[] {
  return namespaces.flatMap((namespace) =>
    namespace.kinds.filter((kind) => kind !== "user").map((kind) => ({ namespace, kind })),
  );
}
