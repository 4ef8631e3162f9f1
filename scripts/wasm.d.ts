/** Bytes of a file, as esbuild puts them in. */
declare module "*.wasm" {
  const bytes: Uint8Array;
  export default bytes;
}
