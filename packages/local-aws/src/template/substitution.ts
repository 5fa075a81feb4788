/**
 * Text of `Fn::Sub`: `${Name}` and `${Resource.Attribute}` are replaced, `${!Literal}` becomes `${Literal}`.
 */
const VARIABLE = /\$\{([^}]*)\}/g;

export const substitute = (template: string, textOf: (name: string) => string): string =>
  template.replaceAll(VARIABLE, (_, name: string) =>
    name.startsWith("!") ? `\${${name.slice(1)}}` : textOf(name.trim()),
  );

/** The names that `substitute` would look up. */
export const variablesIn = (template: string): readonly string[] =>
  [...template.matchAll(VARIABLE)]
    .map(([, name = ""]) => name.trim())
    .filter((name) => !name.startsWith("!"));
