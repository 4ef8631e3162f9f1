import type { DeclaredKind } from "../../../grammar/vocabulary/schema.ts";
import { unusedDeclaration } from "../../diagnostics/names.ts";
import type { Context } from "./context.ts";

const KINDS: readonly DeclaredKind[] = ["variable", "cgroup", "namespace", "image", "storage", "container"];

/** Warns of what the recipe itself declares and never uses; an imported file may hold more than one recipe needs. */
export function reportUnused({ names, report }: Context, file: string): void {
  for (const kind of KINDS) {
    for (const { name, span } of names.unused(kind)) {
      if (span.file === file) report(unusedDeclaration(span, kind, name));
    }
  }
}
