/** The recipes of the project, which the build puts in. */
declare module "examples" {
  export const examples: readonly { readonly name: string; readonly text: string }[];
}
