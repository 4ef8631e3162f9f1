import type { Diagnostic } from "../types/diagnostic.ts";
import type { Span } from "../types/span.ts";

/** A container that boots is given a command, or what only a command has. */
export function bootsAlone(span: Span, container: string): Diagnostic {
  return {
    code: "boots-alone",
    severity: "error",
    span,
    message: `\`${container}\` boots: what runs in it is its own init`,
    help: `\`start ${container} as NAME\` without a command, then \`exec NAME $ …\``,
  };
}

/** A container that does not boot is started without a command. */
export function commandMissing(span: Span, container: string): Diagnostic {
  return {
    code: "missing-command",
    severity: "error",
    span,
    message: `\`${container}\` does not boot: \`start\` does not know what to run in it`,
    help: "add a command after `$`, or `boot` to the container",
  };
}

/** A container shall boot the host's own files. */
export function bootWithout(span: Span, container: string): Diagnostic {
  return {
    code: "boot-without-image",
    severity: "error",
    span,
    message: `\`${container}\` boots, and has no image with a system`,
    help: "give it an `image`",
  };
}
