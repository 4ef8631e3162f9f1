import type { Problem } from "../types/problem.ts";
import { EXIT } from "./exit-status.ts";

/** Ends a command: printed as a problem, then the process ends with `exitStatus`. */
export class CommandFault extends Error {
  readonly code: string;
  readonly help: string | undefined;
  readonly exitStatus: number;

  constructor(code: string, message: string, help?: string, exitStatus: number = EXIT.misuse) {
    super(message);
    this.code = code;
    this.help = help;
    this.exitStatus = exitStatus;
  }

  problem(): Problem {
    const { code, message, help } = this;
    return { code, severity: "error", message, ...(help === undefined ? {} : { help }) };
  }
}

/** Ends a command whose reasons were printed already. */
export class Told extends Error {
  readonly exitStatus: number;

  constructor(exitStatus: number) {
    super("told already");
    this.exitStatus = exitStatus;
  }
}

/** The system's words for why a file could not be used. */
export function reasonOf(fault: unknown): string {
  const { code, message } = fault as NodeJS.ErrnoException;
  const words: Readonly<Record<string, string>> = {
    ENOENT: "there is no such file or directory",
    EACCES: "permission denied",
    EPERM: "permission denied",
    EISDIR: "it is a directory",
    ENOTDIR: "a part of its path is no directory",
    EEXIST: "it exists already",
    ENOSPC: "the disk is full",
    EROFS: "the file system is read-only",
    ENAMETOOLONG: "the name is too long",
    ELOOP: "too many symbolic links",
  };
  return words[code ?? ""] ?? message;
}
