import type { Engine } from "../types/engine.ts";
import { native } from "./native/native.ts";

/** Every engine; a new one is a folder here and a line in this list. */
export const engines: readonly Engine[] = [native];

/** The engine of containers that name none. */
export const defaultEngine = native.name;
