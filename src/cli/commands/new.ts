import { writeFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Command } from "commander";
import { examples, withStatus } from "../action.ts";
import { EXIT } from "../exit-status.ts";
import { note } from "../output.ts";
import { CommandFault, reasonOf } from "../usage.ts";

export function addNew(program: Command): void {
  program
    .command("new")
    .summary("write a commented recipe to start from")
    .description(
      "Writes a small recipe that runs, with a comment on each of its parts. Never overwrites a file.",
    )
    .argument("<recipe>", "file to write; its name, `.ctr` left out, becomes the recipe's")
    .addHelpText("after", examples(["ctrc new first.ctr && ctrc run first.ctr", "write it, and see it run"]))
    .action(withStatus(writeRecipe));
}

async function writeRecipe(argument: string): Promise<number> {
  const file = argument.endsWith(".ctr") ? argument : `${argument}.ctr`;
  const name = basename(file, ".ctr");
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(name)) {
    throw new CommandFault(
      "name-not-allowed",
      `\`${name}\` cannot be the name of a recipe`,
      "a name begins with a lower-case letter and holds lower-case letters, digits and `-`, at most 32",
    );
  }
  try {
    await writeFile(file, starter(name), { flag: "wx" });
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === "EEXIST") {
      throw new CommandFault("would-overwrite", `\`${file}\` is there already`, "choose another name");
    }
    throw new CommandFault("cannot-write", `\`${file}\`: ${reasonOf(fault)}`, undefined, EXIT.stepFailed);
  }
  note(`wrote ${file}; run it with: ctrc run ${file}\n`);
  return EXIT.held;
}

function starter(name: string): string {
  return `# What this recipe shows, and what a good result looks like: write it here.
#
#   ctrc check ${name}.ctr    says what is wrong with it
#   ctrc run ${name}.ctr      runs it and reports
#   ctrc build ${name}.ctr    writes ${name}.sh, which runs without ctrc

recipe ${name} "A container that says hello, and what starting one costs"

# Values that can be changed when it runs: ctrc run --set rounds=50 ${name}.ctr
param rounds 10 "runs of the measure"

# Limits, by the names of the kernel's cgroup v2 files.
cgroup small {
  memory.max 64MiB
  pids.max   32
}

# A container is what a process may see. Unsaid: namespaces of its own, a network with only loopback, few capabilities.
container box {
  root   host  # the host's own files; or \`image NAME\`, see the language reference
  cgroup small
}

# A check holds or fails. What it sets up is taken down, however it ends.
check says-hello {
  run box $ echo hello
  expect stdout is "hello\\n"
}

# A measure runs its actions again and again, and keeps every single observation.
measure start-up {
  repeat \${rounds}
  warmup 1
  probe  time, cpu, memory
  run box $ true
}
`;
}
