/**
 * What an editor can ask about recipes, without an editor: functions of text. The server, the playground and the tests
 * are written on them.
 */
export { type Analysis, analyse, rangeOf } from "./analysis.ts";
export { complete } from "./completion.ts";
export { definition, type FileLocation, references } from "./definition.ts";
export { clientDiagnostic, diagnose } from "./diagnostics.ts";
export { documentSymbols } from "./document-symbols.ts";
export { type FileSource, Files } from "./files.ts";
export { foldingRanges } from "./folding.ts";
export { formatting } from "./formatting.ts";
export { type Highlight, highlights } from "./highlights.ts";
export { hover } from "./hover.ts";
export { quickFixes } from "./quick-fixes.ts";
export { type FileEdit, RenameRefused, rename, renamed } from "./rename.ts";
export { LEGEND, semanticTokens } from "./semantic-tokens.ts";
