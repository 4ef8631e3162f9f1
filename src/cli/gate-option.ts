import type { Gate } from "../types/run-comparison.ts";
import { CommandFault } from "./usage.ts";

/**
 * Reads `median time of restart > +5%`: a metric, of a measure if it is said, and a relative change of its median.
 * @throws CommandFault
 */
export function readGate(written: string): Gate {
  const parts =
    /^\s*median\s+(?<metric>.+?)(?:\s+of\s+(?<block>.+?))?\s*(?<sign>[<>])\s*(?<change>[+-]?\d+(?:\.\d+)?)\s*%\s*$/i.exec(
      written,
    )?.groups;
  const limit = Number(parts?.change) / 100;
  if (parts?.metric === undefined || !(limit > -1)) {
    throw new CommandFault(
      "bad-condition",
      `\`${written}\` is no condition`,
      'write it like "median time of restart > +5%": `median`, a metric, perhaps `of` and a measure, `>` or `<`, and a change in percent',
    );
  }
  return {
    written: written.trim(),
    metric: parts.metric,
    block: parts.block,
    direction: parts.sign === ">" ? "above" : "below",
    limit,
  };
}
