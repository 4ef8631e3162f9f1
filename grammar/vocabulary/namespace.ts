import { argument, clause, keyword, settings, statement } from "./build.ts";
import type { ArgumentType, BlockRows, StatementRow } from "./schema.ts";

const SUBNET: ArgumentType = {
  kind: "literal",
  noun: "an IPv4 subnet",
  pattern: "((25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(\\.|(?=/))){4}/([89]|[12][0-9]|30)",
  form: 'an address and a prefix length from 8 to 30 in quotes, such as `"10.77.0.0/24"`',
};

const FIXED_ID: ArgumentType = { kind: "count", minimum: 0, maximum: 4_294_967_294, fixed: true };

/** Written in a `namespace` and in a `container` alike. */
export const networkRow: StatementRow = {
  keyword: "network",
  documentation: "A network namespace of its own, and what is in it.",
  forms: [
    {
      pattern: [keyword("none")],
      documentation: "Nothing: the loopback device is there and down.",
      example: "network none",
    },
    {
      pattern: [keyword("loopback")],
      documentation: "The loopback device, up. Nothing else.",
      example: "network loopback",
    },
    {
      pattern: [keyword("host")],
      documentation: "No namespace: the host's own network.",
      example: "network host",
    },
    {
      pattern: [keyword("veth"), argument("subnet", SUBNET)],
      documentation: "A pair of virtual Ethernet devices, one end on the host.",
      example: 'network veth "10.77.0.0/24"',
      notYetBuilt: "network veth",
    },
  ],
};

function kind(word: string, documentation: string): StatementRow {
  return statement(word, documentation, { pattern: [], example: word });
}

export const namespaceBlock: BlockRows = {
  name: "namespace",
  phrase: "a `namespace`",
  documentation:
    "Each line is a kind of namespace, named as in namespaces(7). What is not named stays each container's own.",
  statements: settings(
    networkRow,
    kind("pid", "Processes: who joins sees the others' and no more."),
    kind("mount", "Mounts."),
    kind("uts", "The host name."),
    kind("ipc", "System V objects and POSIX message queues."),
    kind("cgroup", "The root of the cgroup tree as it is seen inside."),
    statement(
      "user",
      "User and group ids. Without `map`, every id is mapped to itself. Files keep the owners that they have on the host: those that are not mapped look like nobody (65534), and root inside has no power over them. With docker and podman they have the same owners inside.",
      {
        pattern: [],
        clauses: [
          {
            ...clause(
              "map",
              "`COUNT` ids from `INSIDE` on are those from `OUTSIDE` on outside",
              argument("inside", FIXED_ID),
              argument("outside", FIXED_ID),
              argument("count", { kind: "count", minimum: 1, maximum: 4_294_967_295, fixed: true }),
            ),
            repeatable: true,
          },
        ],
        example: "user map 0 100000 65536",
      },
    ),
    kind("time", "The boot and monotonic clocks."),
  ),
};
