import type { Command } from "commander";
import { createColors } from "picocolors";
import { examples, withStatus } from "../action.ts";
import type { Finding } from "../doctor/finding.ts";
import { EXIT } from "../exit-status.ts";
import { hasColor, print } from "../output.ts";
import { packagesText } from "../packages.ts";

export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .summary("say what this host can do, and what to install")
    .description(
      "Looks at engines, storage drivers, namespaces, cgroups and tools of this host, and names the packages of what is " +
        "missing. Changes nothing. Exit status 3 if no engine can run containers here.",
    )
    .option("--json", "print the findings as JSON")
    .addHelpText(
      "after",
      examples(
        ["ctrc doctor", "for people"],
        ["sudo ctrc doctor", "what root can do"],
        ["ctrc doctor --json", ""],
      ),
    )
    .action(withStatus(examine));
}

async function examine(options: { json?: true }): Promise<number> {
  const { examineHost } = await import("../doctor/host.ts");
  const findings = await examineHost();
  if (options.json === true) {
    print(`${JSON.stringify({ format: 1, findings }, undefined, 2)}\n`);
  } else {
    await printFindings(findings);
  }
  const hasEngine = findings.some(({ topic, available }) => topic === "engine" && available);
  return hasEngine ? EXIT.held : EXIT.hostLacks;
}

async function printFindings(findings: readonly Finding[]): Promise<void> {
  const { neutralise } = await import("../../execute/4-report/neutralise.ts");
  const colors = createColors(hasColor(process.stdout));
  const width = Math.max(...findings.map(({ name }) => name.length));
  let topic: string | undefined;
  for (const finding of findings) {
    if (finding.topic !== topic) {
      print(`${topic === undefined ? "" : "\n"}${colors.bold(finding.topic)}\n`);
      topic = finding.topic;
    }
    const mark = finding.available ? colors.green("yes") : colors.yellow("no ");
    const install = finding.packages === undefined ? "" : `; install the ${packagesText(finding.packages)}`;
    print(`  ${mark}  ${finding.name.padEnd(width)}  ${neutralise(finding.detail)}${install}\n`);
  }
}
