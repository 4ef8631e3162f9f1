import type { Action } from "../../types/action.ts";
import type { Container } from "../../types/declared.ts";
import type { Text } from "../../types/text.ts";

/** Which declared container an instance or a committed image was made of, as far as names tell: those that actions before have made. */
export class MadeOf {
  readonly #containers: ReadonlyMap<string, Container>;
  readonly #made = new Map<string, Container>();

  constructor(containers: readonly Container[]) {
    this.#containers = new Map(containers.map((container) => [container.name, container]));
  }

  /** Takes account of an action, but not of those inside it. */
  add(action: Action): void {
    if (action.kind === "run" || action.kind === "start") {
      const container = this.container(action.container);
      const name = action.kind === "run" ? action.keepAs : action.as;
      if (container !== undefined && name !== undefined) this.#made.set(key(name), container);
    }
    if (action.kind === "commit") {
      const container = this.instance(action.instance);
      if (container !== undefined) this.#made.set(key(action.image), container);
    }
  }

  /** Of what is run or started: a declared container, or an image that was committed from one. */
  container(name: Text): Container | undefined {
    return this.#containers.get(key(name)) ?? this.instance(name);
  }

  instance(name: Text): Container | undefined {
    return this.#made.get(key(name));
  }
}

/** Names with the same references are the same name. */
function key(name: Text): string {
  return name.map((piece) => (typeof piece === "string" ? piece : `\${${piece.name}}`)).join("");
}
