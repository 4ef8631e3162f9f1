import {
  conflictingStatements,
  missingRoot,
  namespaceKindTwice,
  settingTwice,
} from "../../../diagnostics/conflicts.ts";
import { malformedValue } from "../../../diagnostics/values.ts";
import type {
  Container,
  EnvironmentVariable,
  Mount,
  Namespace,
  Network,
  Tmpfs,
  User,
} from "../../../types/declared.ts";
import type { Span } from "../../../types/span.ts";
import { known, type Text } from "../../../types/text.ts";
import type { Context } from "../context.ts";
import type { Entry } from "../entry.ts";
import type { ClauseMatch } from "../match.ts";
import { isTextual, plainText } from "../nodes.ts";
import { readEntry, type Values } from "../read-entry.ts";
import { buildNetwork } from "./namespace.ts";
import { timeoutOf } from "./timeout.ts";

/** A container while its settings are read. */
interface Draft {
  engine: Text;
  image: string | undefined;
  storage: string | undefined;
  cgroup: string | undefined;
  readonly namespaces: string[];
  network: Network | undefined;
  readonly mounts: Mount[];
  readonly tmpfs: Tmpfs[];
  readonly environment: EnvironmentVariable[];
  workdir: Text | undefined;
  hostname: Text | undefined;
  user: User | undefined;
  capabilities: readonly string[] | undefined;
  noNewPrivileges: boolean;
  seccomp: Text | undefined;
  apparmor: Text | undefined;
  readonly masked: Text[];
  boot: boolean;
  readOnly: boolean;
}

const SETTINGS: Readonly<Record<string, (draft: Draft, values: Values, entry: Entry) => void>> = {
  engine: (draft, values) => {
    draft.engine = values.text("engine");
  },
  image: (draft, values) => {
    draft.image = values.literal("image");
  },
  root: () => {},
  storage: (draft, values) => {
    draft.storage = values.literal("storage");
  },
  cgroup: (draft, values) => {
    draft.cgroup = values.literal("cgroup");
  },
  namespace: (draft, values) => {
    draft.namespaces.push(values.literal("namespace"));
  },
  network: (draft, values, entry) => {
    draft.network = buildNetwork(entry, values);
  },
  mount: (draft, values, entry) => {
    draft.mounts.push({
      source: values.text("source"),
      target: values.text("target"),
      readOnly: entry.match.clauses.some((each) => each.clause.words[0] === "read-only"),
      span: entry.statement.span,
    });
  },
  tmpfs: (draft, values, { statement }) => {
    const [target, sizeBytes] = [values.text("target"), values.optionalText("size")];
    draft.tmpfs.push({ target, sizeBytes, span: statement.span });
  },
  env: (draft, values, { statement }) => {
    const [name, value] = [values.literal("name"), values.text("value")];
    draft.environment.push({ name, value, span: statement.span });
  },
  workdir: (draft, values) => {
    draft.workdir = values.text("path");
  },
  hostname: (draft, values) => {
    draft.hostname = values.text("hostname");
  },
  user: (draft, values) => {
    const uid = values.text("uid");
    draft.user = { uid, gid: values.optionalText("gid") ?? uid };
  },
  capabilities: (draft, values) => {
    draft.capabilities = (values.list("capabilities") ?? []).map((text) => text.join(""));
  },
  "no-new-privileges": (draft, values) => {
    draft.noNewPrivileges = values.optionalLiteral("switch") !== "off";
  },
  seccomp: (draft, values) => {
    draft.seccomp = values.optionalText("profile") ?? ["unconfined"];
  },
  apparmor: (draft, values) => {
    draft.apparmor = values.optionalText("profile") ?? ["unconfined"];
  },
  mask: (draft, values) => {
    draft.masked.push(values.text("path"));
  },
  boot: (draft) => {
    draft.boot = true;
  },
  "read-only": (draft) => {
    draft.readOnly = true;
  },
};

export function buildContainer(
  entry: Entry,
  name: string,
  namespaces: readonly Namespace[],
  context: Context,
): Container {
  const draft: Draft = {
    engine: ["native"],
    image: undefined,
    storage: undefined,
    cgroup: undefined,
    namespaces: [],
    network: undefined,
    mounts: [],
    tmpfs: [],
    environment: [],
    workdir: undefined,
    hostname: undefined,
    user: undefined,
    capabilities: undefined,
    noNewPrivileges: true,
    seccomp: undefined,
    apparmor: undefined,
    masked: [],
    boot: false,
    readOnly: false,
  };
  const settingSpans: Record<string, Span> = {};
  for (const each of entry.entries) {
    settingSpans[each.keyword] ??= each.statement.span;
    const values = readEntry(each, context);
    if (values !== undefined) SETTINGS[each.keyword]?.(draft, values, each);
  }
  reportConflicts(entry, name, context);
  reportTwice(
    draft.environment.map(({ name: variable, span }) => ({ name: [variable], span })),
    "env",
    context,
  );
  const mounted = [...draft.mounts, ...draft.tmpfs].sort((a, b) => a.span.start - b.span.start);
  reportTwice(
    mounted.map(({ target, span }) => ({ name: target, span })),
    "mount",
    context,
  );
  reportNamespaces(name, namespaces, entry, context);
  reportMalformed(entry, draft, context);
  return { name, ...draft, timeoutNs: timeoutOf(entry, context), span: entry.statement.span, settingSpans };
}

/** What engines would take for different things, or refuse in words of their own. */
function reportMalformed(entry: Entry, { hostname }: Draft, { report }: Context): void {
  for (const { keyword, match } of entry.entries) {
    const target =
      match.positional.get("target")?.[0] ?? match.clauses.find(isAt)?.arguments.get("target")?.[0];
    const node = keyword === "mask" ? match.positional.get("path")?.[0] : target;
    const path = node !== undefined && isTextual(node) ? plainText(node.pieces) : undefined;
    if (node !== undefined && path !== undefined && /^\/+$/.test(path)) {
      const help = "name one that is below it: its own files are those of `image` or `root`";
      report(malformedValue(node.span, path, "a path below the container's root", help));
    }
    const written = keyword === "hostname" && hostname !== undefined ? known(hostname) : undefined;
    if (written !== undefined && !HOSTNAME.test(written)) {
      const help = "write letters, digits, `-` and `.`, a letter or digit at both ends, at most 64";
      const span = match.positional.get("hostname")?.[0]?.span ?? entry.statement.span;
      report(malformedValue(span, written, "a host name", help));
    }
  }
}

function isAt({ clause }: ClauseMatch): boolean {
  return clause.words[0] === "at";
}

/** As hostname(7) has it; the kernel keeps 64 bytes. */
const HOSTNAME = /^(?!.*\.\.)[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?$/;

function reportConflicts(entry: Entry, name: string, { report }: Context): void {
  const find = (keyword: string) => entry.entries.find((each) => each.keyword === keyword);
  const [root, image, storage] = [find("root"), find("image"), find("storage")];
  if (root !== undefined && image !== undefined) {
    const why = "a container has the host's files or those of an image";
    const [second, first] =
      root.statement.span.start > image.statement.span.start ? [root, image] : [image, root];
    const { keywordSpan } = second.statement;
    report(
      conflictingStatements(keywordSpan, second.keyword, first.keyword, first.statement.keywordSpan, why),
    );
  }
  if (root !== undefined && image === undefined && storage !== undefined) {
    const why = "what is written with the host's files goes to the host's files";
    report(
      conflictingStatements(
        storage.statement.keywordSpan,
        "storage",
        "root host",
        root.statement.keywordSpan,
        why,
      ),
    );
  }
  const understood = entry.sound && entry.entries.length === entry.statement.block?.statements.length;
  if (understood && root === undefined && image === undefined)
    report(missingRoot(entry.statement.keywordSpan, name));
}

/** Variables and mount points of which a container can have one each. */
function reportTwice(
  settings: readonly { readonly name: Text; readonly span: Span }[],
  keyword: string,
  { report }: Context,
): void {
  const firsts = new Map<string, Span>();
  for (const { name, span } of settings) {
    const text = known(name);
    const first = text === undefined ? undefined : firsts.get(text);
    if (text === undefined) continue;
    if (first === undefined) firsts.set(text, span);
    else report(settingTwice(span, keyword, text, first));
  }
}

/** A process is in one namespace of each kind. */
function reportNamespaces(
  name: string,
  namespaces: readonly Namespace[],
  entry: Entry,
  { report }: Context,
): void {
  const firsts = new Map<string, { readonly name: string; readonly span: Span }>();
  for (const each of entry.entries) {
    const { keywordSpan: span } = each.statement;
    const given = each.keyword === "namespace" ? each.match.positional.get("namespace")?.[0] : undefined;
    const piece = given?.kind === "word" ? given.pieces[0] : undefined;
    const namespace =
      piece?.kind === "text" ? namespaces.find((other) => other.name === piece.text) : undefined;
    const kinds = each.keyword === "network" ? ["network"] : (namespace?.kinds ?? []);
    for (const kind of kinds) {
      const first = firsts.get(kind);
      const source = namespace?.name ?? "network";
      if (first === undefined) firsts.set(kind, { name: source, span });
      else report(namespaceKindTwice(given?.span ?? span, name, kind, first.name, first.span));
    }
  }
}
