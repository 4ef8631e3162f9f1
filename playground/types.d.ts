/** The recipes of the project, which the build puts in. */
declare module "examples" {
  export const examples: readonly { readonly name: string; readonly text: string }[];
}

declare module "*.wasm" {
  const bytes: Uint8Array;
  export default bytes;
}
