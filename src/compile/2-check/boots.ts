import { bootsAlone, bootWithout, commandMissing } from "../../diagnostics/boots.ts";
import type { Action } from "../../types/action.ts";
import type { Container } from "../../types/declared.ts";
import { actionsOf, type Block } from "../../types/model.ts";
import { known } from "../../types/text.ts";
import type { Report } from "./context.ts";
import { writtenName } from "./instances.ts";

/** Settings of a command that a system which boots has none of. */
const OF_COMMANDS = ["user", "workdir"];

/** Containers that boot are started without a command, and others with one. */
export function reportBoots(
  blocks: readonly Block[],
  containers: readonly Container[],
  report: Report,
): void {
  const byName = new Map(containers.map((container) => [container.name, container]));
  const anyBoots = containers.some(({ settingSpans }) => settingSpans.boot !== undefined);
  for (const container of containers) reportContainer(container, report);
  const visit = (action: Action): void => {
    if (action.kind === "for") action.body.forEach(visit);
    if (action.kind !== "run" && action.kind !== "start") return;
    const container = byName.get(known(action.container) ?? "");
    const hasCommand = action.kind === "run" || action.command.length > 0;
    if (container?.boot === true && hasCommand) report(bootsAlone(action.span, container.name));
    // What was committed from a container boots as that does.
    const mayBoot = container === undefined ? anyBoots : container.settingSpans.boot !== undefined;
    if (!hasCommand && !mayBoot) report(commandMissing(action.span, writtenName(action.container)));
  };
  blocks.flatMap(actionsOf).forEach(visit);
}

function reportContainer({ name, boot, image, span, settingSpans }: Container, report: Report): void {
  if (!boot) return;
  if (image === undefined && settingSpans.image === undefined)
    report(bootWithout(settingSpans.boot ?? span, name));
  for (const setting of OF_COMMANDS) {
    const place = settingSpans[setting];
    if (place !== undefined) report(bootsAlone(place, name));
  }
}
