import { instanceNameRepeats } from "../../diagnostics/conflicts.ts";
import type { Span } from "../../types/span.ts";
import type { Context } from "./context.ts";
import { references, writtenName } from "./instances.ts";

/**
 * Reports containers that are still there when something is done again and would be made again under the same name.
 * @param body the block that is done more than once
 * @param variable what differs from time to time
 */
export function reportRepeatedNames(
  body: Span,
  each: string,
  variable: string | undefined,
  { instances, report }: Context,
): void {
  for (const { kind, name, span } of instances.madeWithin(body)) {
    if (kind !== "instance" || references(name).some((reference) => reference.name === variable)) continue;
    report(instanceNameRepeats(span, writtenName(name), each, variable));
  }
}
