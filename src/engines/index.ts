import type { Engine } from "../types/engine.ts";
import { bwrap } from "./bwrap/bwrap.ts";
import { crun } from "./crun/crun.ts";
import { docker } from "./docker/docker.ts";
import { lxc } from "./lxc/lxc.ts";
import { native } from "./native/native.ts";
import { nspawn } from "./nspawn/nspawn.ts";
import { podman } from "./podman/podman.ts";
import { rkt } from "./rkt/rkt.ts";
import { runc } from "./runc/runc.ts";

/** Every engine; a new one is a folder here and a line in this list. */
export const engines: readonly Engine[] = [native, docker, podman, lxc, nspawn, runc, crun, bwrap, rkt];

/** The engine of containers that name none. */
export const defaultEngine = native.name;
