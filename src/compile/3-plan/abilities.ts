import { engineCannot } from "../../diagnostics/engines.ts";
import type { Action } from "../../types/action.ts";
import type { Container, Namespace } from "../../types/declared.ts";
import type { Diagnostic } from "../../types/diagnostic.ts";
import type { Engine, EngineAction, EngineSetting } from "../../types/engine.ts";
import { actionsOf, type Model } from "../../types/model.ts";
import { MadeOf } from "./made-of.ts";

/** What each setting asks of an engine, after `cannot`. */
const SETTINGS: Readonly<Record<EngineSetting, string>> = {
  root: "run a container on the host's own files",
  hostname: "give a container a host name",
  user: "change the user of a container",
  capabilities: "choose the capabilities of a container",
  "no-new-privileges": "let set-user-id programs give privileges",
  "read-only": "keep a container from writing to its file tree",
  seccomp: "choose what filters the system calls of a container",
  apparmor: "choose the AppArmor profile of a container",
  mask: "hide a path from a container",
  boot: "boot a system",
};

const ACTIONS: Readonly<Record<EngineAction, string>> = {
  exec: "run a second command in a container",
  stop: "stop a container",
  pause: "pause a container",
  resume: "resume a container",
  commit: "commit a container",
  rollback: "roll a container back",
  export: "export the files of a container",
  diff: "look at the files of a container",
};

/** The settings of a container that its engine does not have. */
export function checkSettings(
  container: Container,
  engine: Engine,
  namespaces: readonly Namespace[],
): Diagnostic[] {
  const { settings, networks, joins } = engine.abilities;
  const cannot = (setting: string, what: string, help: string): Diagnostic =>
    engineCannot(container.settingSpans[setting] ?? container.span, engine.name, what, help);
  const missing = (Object.keys(SETTINGS) as EngineSetting[]).filter(
    (setting) => container.settingSpans[setting] !== undefined && !settings.includes(setting),
  );
  const network = container.network?.kind;
  const others = networks.map((kind) => `\`${kind}\``).join(", ");
  return [
    ...missing.map((setting) => cannot(setting, SETTINGS[setting], helpFor(setting))),
    ...(network === undefined || networks.includes(network)
      ? []
      : [cannot("network", `give a container the network \`${network}\``, `it can give ${others}`)]),
    ...namespaces.flatMap(({ name, kinds }) =>
      kinds
        .filter((kind) => !joins.includes(kind))
        .map((kind) =>
          cannot(
            "namespace",
            `let a container join the ${kind} namespace of \`${name}\``,
            joins.length === 0
              ? "its containers have namespaces of their own"
              : `it can join namespaces of the kinds ${joins.join(", ")}`,
          ),
        ),
    ),
  ];
}

function helpFor(setting: EngineSetting): string {
  return setting === "root" ? "give it an `image`" : `leave out \`${setting}\`, or choose another engine`;
}

/** Actions upon containers whose engine does not have them, as far as names tell whose they are. */
export function checkActions(model: Model, engineOf: (container: Container) => Engine): Diagnostic[] {
  const madeOf = new MadeOf(model.containers);
  const found: Diagnostic[] = [];
  const visit = (action: Action): void => {
    if (action.kind === "for") {
      action.body.forEach(visit);
      return;
    }
    madeOf.add(action);
    if (!isEngineAction(action)) return;
    const container = madeOf.instance(action.instance);
    if (container === undefined) return;
    const engine = engineOf(container);
    if (engine.abilities.actions.includes(action.kind)) return;
    found.push(
      engineCannot(action.span, engine.name, ACTIONS[action.kind], `leave it out, or choose another engine`),
    );
  };
  model.blocks.flatMap(actionsOf).forEach(visit);
  return found;
}

function isEngineAction(action: Action): action is Extract<Action, { kind: EngineAction }> {
  return Object.hasOwn(ACTIONS, action.kind);
}
