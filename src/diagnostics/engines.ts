import type { Diagnostic } from "../types/diagnostic.ts";
import type { Span } from "../types/span.ts";
import { listOf } from "./lists.ts";

/**
 * A container asks for something that its engine cannot give.
 * @param what it cannot give, after `cannot`: `join the mount namespace of …`
 */
export function engineCannot(span: Span, engine: string, what: string, help: string): Diagnostic {
  return {
    code: "engine-cannot",
    severity: "error",
    span,
    message: `the engine \`${engine}\` cannot ${what}`,
    help,
  };
}

/** A storage driver that makes its volumes on a device, which the storage does not name. */
export function storageWithoutDevice(span: Span, name: string, driver: string): Diagnostic {
  return {
    code: "storage-without-device",
    severity: "error",
    span,
    message: `the storage \`${name}\` has the driver \`${driver}\` and no device`,
    help: `name the block device, such as \`device "/dev/sdb"\`: what is on it is lost`,
  };
}

/**
 * A setting of a storage that means nothing to any driver that it has.
 * @param why it does not
 */
export function settingIgnored(
  span: Span,
  setting: string,
  drivers: readonly string[],
  why: string,
): Diagnostic {
  return {
    code: "setting-ignored",
    severity: "warning",
    span,
    message: `\`${setting}\` means nothing to the storage driver${drivers.length > 1 ? "s" : ""} ${listOf(drivers)}: ${why}`,
    help: "leave it out",
  };
}

/** An engine that keeps containers' files in another way than the storage does. */
export function engineWithoutDriver(
  span: Span,
  container: string,
  engine: { readonly name: string; readonly storageDrivers: readonly string[] },
  driver: string,
): Diagnostic {
  const others = engine.storageDrivers.map((name) => `\`${name}\``).join(", ");
  return {
    code: "engine-without-driver",
    severity: "error",
    span,
    message: `the engine \`${engine.name}\` of \`${container}\` cannot use the storage driver \`${driver}\``,
    help: `it can use ${others}`,
  };
}
