/** esbuild bundles YAML files as their text. */
declare module '*.yaml' {
  const text: string;
  export default text;
}
