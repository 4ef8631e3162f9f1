import type { Image } from "../../types/declared.ts";
import type { PlanBlock, Step, Undo } from "../../types/step.ts";
import { CELL_NUMBER, known, type Piece, type Text } from "../../types/text.ts";

/**
 * Where cells take turns, what each has its own of is called by its name and the number of the cell: `box.2`. In the set-up
 * of a cell the number is known; a check or measure has it from the cell whose turn it is.
 */
class Namer {
  readonly #cell: Piece;
  readonly #images: ReadonlySet<string>;

  constructor(cell: Piece, images: readonly Image[]) {
    this.#cell = cell;
    this.#images = new Set(images.map(({ name }) => name));
  }

  text(text: Text): Text {
    const last = text.at(-1);
    const parts: Piece[] = typeof last === "string" ? [...text.slice(0, -1), `${last}.`] : [...text, "."];
    return typeof this.#cell === "string"
      ? [...parts.slice(0, -1), `${parts.at(-1)}${this.#cell}`]
      : [...parts, this.#cell];
  }

  /** Images of the recipe belong to no cell. */
  image(text: Text): Text {
    return this.#images.has(known(text) ?? "") ? text : this.text(text);
  }

  /** @throws Error in a check or measure, where a name is not known before the script runs */
  name(name: string): string {
    const found = known(this.text([name]));
    if (found === undefined) throw new Error(`${name} is set up in a check or measure`);
    return found;
  }

  undo(undo: Undo): Undo {
    return { ...undo, name: this.text(undo.name) };
  }
}

/** Options of a container that name something of its cell; an empty one names nothing. */
const NAMING_OPTIONS: ReadonlySet<string> = new Set(["storage", "cgroup", "join"]);

/** The set-up of one cell, beside those of the others. */
export function setUpInCell(steps: readonly Step[], number: number, images: readonly Image[]): Step[] {
  const namer = new Namer(String(number), images);
  return steps.map((step) => inCell(step, namer));
}

/** A check or measure of whatever cell has its turn. */
export function blockInCell(block: PlanBlock, images: readonly Image[]): PlanBlock {
  const namer = new Namer(CELL_NUMBER, images);
  const all = (steps: readonly Step[]): Step[] => steps.map((step) => ofCell(inCell(step, namer)));
  const { calibration, prepare, body, finally: ending, after } = block;
  return {
    ...block,
    calibration: all(calibration),
    prepare: all(prepare),
    body: all(body),
    finally: all(ending),
    after: all(after),
  };
}

function inCell(step: Step, namer: Namer): Step {
  const named = { ...step, ...(step.undo === undefined ? {} : { undo: namer.undo(step.undo) }) } as Step;
  switch (named.kind) {
    case "cgroup.create":
    case "cgroup.write":
    case "cgroup.pin":
    case "namespace.create":
    case "storage.create":
      return { ...named, name: namer.name(named.name) };
    case "container.define":
      return { ...named, name: namer.name(named.name), options: options(named.options, namer) };
    case "container.run":
      return {
        ...named,
        container: namer.text(named.container),
        keepAs: named.keepAs === undefined ? undefined : namer.text(named.keepAs),
      };
    case "calibrate.container":
      return { ...named, container: namer.text(named.container) };
    case "container.start":
      return { ...named, container: namer.text(named.container), as: namer.text(named.as) };
    case "container.commit":
      return { ...named, instance: namer.text(named.instance), image: namer.text(named.image) };
    case "container.rollback":
    case "container.diff":
      return { ...named, instance: namer.text(named.instance), image: namer.image(named.image) };
    case "image.save":
      return { ...named, image: namer.image(named.image) };
    case "image.load":
    case "image.import":
      return { ...named, image: namer.text(named.image), options: options(named.options, namer) };
    case "loop":
      return { ...named, body: named.body.map((inner) => inCell(inner, namer)) };
    case "container.exec":
    case "container.stop":
    case "container.limit":
    case "container.pause":
    case "container.resume":
    case "container.remove":
    case "container.export":
    case "wait.ready":
    case "wait.port":
      return { ...named, instance: namer.text(named.instance) };
  }
  if (!("subject" in named)) return named;
  const subject = named.subject === undefined ? undefined : namer.text(named.subject);
  return named.kind === "expect.cgroup"
    ? { ...named, subject, cgroup: namer.text(named.cgroup) }
    : { ...named, subject };
}

function options(all: Extract<Step, { kind: "container.define" }>["options"], namer: Namer) {
  return all.map((option) =>
    NAMING_OPTIONS.has(option.name)
      ? { ...option, values: option.values.map((value) => (known(value) === "" ? value : namer.text(value))) }
      : option,
  );
}

/** References to what a started container has, such as `server.pid`, are to the cell's own. */
function ofCell<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(ofCell) as Value;
  if (typeof value !== "object" || value === null) return value;
  if (isReference(value) && value.name.includes(".")) return { ...value, ofCell: true };
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, ofCell(field)])) as Value;
}

function isReference(value: object): value is { readonly name: string } {
  return (
    "name" in value &&
    typeof value.name === "string" &&
    Object.keys(value).every((key) => key === "name" || key === "as")
  );
}
