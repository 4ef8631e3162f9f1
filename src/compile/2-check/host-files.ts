import { hostFiles } from "../../diagnostics/conflicts.ts";
import type { Action } from "../../types/action.ts";
import type { Container } from "../../types/declared.ts";
import { actionsOf, type Block } from "../../types/model.ts";
import type { Report } from "./context.ts";
import { writtenName } from "./instances.ts";

/** What is done with the files of a container, by the keyword: those of the host are not its own. */
const OF_FILES = new Set(["commit", "rollback", "export", "diff"]);

type FilesAction = Extract<Action, { kind: "commit" | "rollback" | "export" | "diff" }>;

/** Says which actions want the files of a container that has only the host's. */
export function reportHostFiles(
  blocks: readonly Block[],
  containers: readonly Container[],
  report: Report,
): void {
  // One whose image could not be read was meant to have that.
  const sharing = new Map(
    containers
      .filter(({ image, settingSpans }) => image === undefined && settingSpans.image === undefined)
      .map((each) => [each.name, each]),
  );
  // By the name as it is written, `box-${i}` too: the container that it was made of last.
  const made = new Map<string, Container | undefined>();
  const visit = (action: Action): void => {
    if (action.kind === "for") action.body.forEach(visit);
    if (action.kind === "start") made.set(writtenName(action.as), sharing.get(writtenName(action.container)));
    if (action.kind === "run" && action.keepAs !== undefined)
      made.set(writtenName(action.keepAs), sharing.get(writtenName(action.container)));
    if (!wantsFiles(action)) return;
    const container = made.get(writtenName(action.instance));
    if (container === undefined) return;
    const { name, span, settingSpans } = container;
    const instance = writtenName(action.instance);
    report(hostFiles(action.span, action.kind, instance, name, settingSpans.root ?? span));
  };
  blocks.flatMap(actionsOf).forEach(visit);
}

function wantsFiles(action: Action): action is FilesAction {
  return OF_FILES.has(action.kind);
}
