/** A file as text: vite knows the `?raw` of the name, and so does our esbuild plug-in. */
declare module "*.sh?raw" {
  const text: string;
  export default text;
}

declare module "*.md?raw" {
  const text: string;
  export default text;
}

declare module "*.css?raw" {
  const text: string;
  export default text;
}
