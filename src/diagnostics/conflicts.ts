import type { Diagnostic } from "../types/diagnostic.ts";
import type { Span } from "../types/span.ts";
import { orList } from "./lists.ts";

/** Two settings of which a block can have one. */
export function conflictingStatements(
  span: Span,
  keyword: string,
  other: string,
  otherSpan: Span,
  why: string,
): Diagnostic {
  return {
    code: "conflicting-statements",
    severity: "error",
    span,
    message: `\`${keyword}\` and \`${other}\` exclude each other: ${why}`,
    help: "keep one of them",
    related: [{ span: otherSpan, message: `here is \`${other}\`` }],
  };
}

/** A user namespace that nobody could be root in: every container begins with that. */
export function mapWithoutRoot(span: Span): Diagnostic {
  return {
    code: "map-without-root",
    severity: "error",
    span,
    message: "no `map` has the id 0 inside, which every container begins with",
    help: "add one that begins with it, such as `map 0 100000 65536`",
  };
}

/** A container that has neither files of its own nor the host's. */
export function missingRoot(span: Span, container: string): Diagnostic {
  return {
    code: "missing-root",
    severity: "error",
    span,
    message: `the container \`${container}\` has no files`,
    help: "add `image NAME`, or `root host` for the host's own files",
  };
}

/**
 * An action with the files of a container that has none of its own.
 * @param rootSpan where the container says so
 */
export function hostFiles(
  span: Span,
  keyword: string,
  instance: string,
  container: string,
  rootSpan: Span,
): Diagnostic {
  return {
    code: "host-files",
    severity: "error",
    span,
    message: `cannot \`${keyword}\` \`${instance}\`: the files of its container \`${container}\` are those of the host`,
    help: `give \`${container}\` an \`image\``,
    related: [{ span: rootSpan, message: `\`${container}\` shares the host's files` }],
  };
}

/** An `expect` about the action before it, which leaves nothing that it could be about. */
export function expectWithoutAction(
  span: Span,
  before: string | undefined,
  subjects: readonly string[],
): Diagnostic {
  return {
    code: "expect-without-action",
    severity: "error",
    span,
    message:
      before === undefined
        ? "there is no action before this `expect`"
        : `\`${before}\` leaves nothing that this \`expect\` could be about`,
    help: `put it after ${orList(subjects)}, or name a container that was started or kept: \`expect NAME …\``,
  };
}

/** `expect median …` outside a measure's own list of actions. */
export function medianOutsideMeasure(span: Span, block: string): Diagnostic {
  return {
    code: "median-outside-measure",
    severity: "error",
    span,
    message: `${block} has no median: it is about all the runs of a \`measure\``,
    help: "move it into the `measure` itself, or write `expect time …` about one action",
  };
}

/** A measure that does not say how often. */
export function measureWithoutRepeat(span: Span, name: string): Diagnostic {
  return {
    code: "measure-without-repeat",
    severity: "warning",
    span,
    message: `the measure \`${name}\` runs once: one observation says nothing about its spread`,
    help: "add `repeat 10`, or `for 30s`",
  };
}

/** A block of actions that does nothing. */
export function noActions(span: Span, kind: string, name: string): Diagnostic {
  return {
    code: "no-actions",
    severity: "error",
    span,
    message: `the ${kind} \`${name}\` does nothing`,
    help: "add an action, such as `run CONTAINER $ COMMAND`",
  };
}

/** A namespace that names no kind. */
export function emptyNamespace(span: Span, name: string): Diagnostic {
  return {
    code: "empty-namespace",
    severity: "error",
    span,
    message: `the namespace \`${name}\` has no kind`,
    help: "name one or more, each on its line: network, pid, mount, uts, ipc, cgroup, user, time",
  };
}

/** A metric that stands after no command whose output it could be taken from. */
export function metricWithoutCommand(
  span: Span,
  before: string | undefined,
  commands: readonly string[],
): Diagnostic {
  const could = commands.map((each) => `\`${each}\``).join(", ");
  return {
    code: "metric-without-command",
    severity: "error",
    span,
    message:
      before === undefined
        ? "there is no command before this `metric`"
        : `\`${before}\` prints nothing that this \`metric\` could be taken from`,
    help: `put it after the command that prints it: ${could}`,
  };
}

/** Two namespaces of one kind for one container. */
export function namespaceKindTwice(
  span: Span,
  container: string,
  kind: string,
  first: string,
  firstSpan: Span,
): Diagnostic {
  return {
    code: "namespace-kind-twice",
    severity: "error",
    span,
    message: `the container \`${container}\` would be in two ${kind} namespaces`,
    help: "leave out one of them: a process is in one namespace of each kind",
    related: [{ span: firstSpan, message: `\`${first}\` gives it the first` }],
  };
}

/** An image that is made of itself. */
export function imageCycle(span: Span, name: string, through: readonly string[]): Diagnostic {
  return {
    code: "image-cycle",
    severity: "error",
    span,
    message: `the image \`${name}\` would be made of itself: ${through.map((each) => `\`${each}\``).join(" → ")}`,
    help: "leave out one of these lines",
  };
}

/** A name that every run of a measure, or every turn of a loop, would give to another container. */
export function instanceNameRepeats(
  span: Span,
  name: string,
  each: string,
  variable: string | undefined,
): Diagnostic {
  const numbered = `as "${name}-\${${variable ?? "i"}}"`;
  const where = variable === undefined ? `\`repeat … as i\` and \`${numbered}\`` : `\`${numbered}\``;
  return {
    code: "instance-name-repeats",
    severity: "error",
    span,
    message: `each ${each} would make another container \`${name}\``,
    help: `\`remove ${name}\` at its end, or number it: ${where}`,
  };
}

/** One environment variable with two values, or two file systems at one place. */
export function settingTwice(span: Span, keyword: string, name: string, first: Span): Diagnostic {
  return {
    code: "setting-twice",
    severity: "error",
    span,
    message: keyword === "env" ? `\`${name}\` has two values` : `two file systems would be at \`${name}\``,
    help: "keep one of them",
    related: [{ span: first, message: "here is the first" }],
  };
}
