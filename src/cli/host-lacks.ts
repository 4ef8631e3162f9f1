import type { Diagnostic } from "../types/diagnostic.ts";
import { privilegeName } from "../types/privilege.ts";
import type { Problem } from "../types/problem.ts";
import type { Plan } from "../types/step.ts";
import { findProgram } from "./find-program.ts";
import { packagesOf, packagesText } from "./packages.ts";
import { privilegesText } from "./privileges-text.ts";

/**
 * What this host lacks of what a plan needs, as far as it can be told before anything runs: root and programs. The
 * script looks again for all that it needs.
 * @param userId of the user who wants to run it
 * @param rootless whether he wants to be root of a user namespace
 */
export function hostLacks(
  plan: Plan,
  userId: number,
  rootless = false,
): { readonly diagnostics: Diagnostic[]; readonly problems: Problem[] } {
  const diagnostics = rootless ? lacksRealRoot(plan) : userId === 0 ? [] : lacksRoot(plan, userId);
  for (const requirement of plan.requirements) {
    if (requirement.kind === "program" && findProgram(requirement.program) === undefined) {
      diagnostics.push({
        code: "missing-program",
        severity: "error",
        span: requirement.span,
        message: `this host has no program \`${requirement.program}\``,
        ...helpFor(requirement.program),
      });
    }
  }
  const required = new Set(
    plan.requirements.map((each) => (each.kind === "program" ? each.program : undefined)),
  );
  const problems = plan.tools
    .filter(({ program }) => !required.has(program) && findProgram(program) === undefined)
    .map(
      ({ program, neededBy }): Problem => ({
        code: "missing-program",
        severity: "error",
        message: `this host has no program \`${program}\`, which ${neededBy} needs`,
        ...helpFor(program),
      }),
    );
  return { diagnostics, problems };
}

function lacksRoot(plan: Plan, userId: number): Diagnostic[] {
  const asked = plan.requirements.find(({ kind }) => kind === "root")?.span ?? plan.privileges[0]?.spans[0];
  if (asked === undefined) return [];
  const why = plan.privileges.length === 0 ? "" : `, to ${privilegesText(plan)}`;
  return [
    {
      code: "needs-root",
      severity: "error",
      span: asked,
      message: `you are user ${userId}, and this needs root${why}`,
      help: lacksRealRoot(plan).length > 0 ? AS_ROOT : `${AS_ROOT}, or without: \`ctrc run --rootless …\``,
    },
  ];
}

const AS_ROOT = "run it as root: `sudo ctrc run …`";

/** What root of a user namespace cannot do; cells of the matrix that alone need it are left out of the run. */
function lacksRealRoot({ privileges, needs }: Plan): Diagnostic[] {
  return privileges.flatMap((privilege) => {
    const { spans, rootless, need } = privilege;
    const [span] = spans;
    const isOfSomeCells =
      need !== undefined && !needs.some(({ kind, name }) => kind === need.kind && name === need.name);
    if (span === undefined || rootless !== "impossible" || isOfSomeCells) return [];
    return [
      {
        code: "needs-root",
        severity: "error",
        span,
        message: `only root can ${privilegeName(privilege)}, \`--rootless\` cannot`,
        help: AS_ROOT,
      },
    ];
  });
}

function helpFor(program: string): { help?: string } {
  const packages = packagesOf(program);
  return packages === undefined ? {} : { help: `install the ${packagesText(packages)}` };
}
