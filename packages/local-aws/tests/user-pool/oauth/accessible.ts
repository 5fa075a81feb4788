/** Checks the accessibility of a page. Returns the faults. */
export function obstacles(page: string): string[] {
  const inputs = [...page.matchAll(/<input ([^>]*)>/g)].map(([, attributes = ""]) => attributes);
  const idOf = (attributes: string) => / ?id="([^"]*)"/.exec(attributes)?.[1] ?? "";
  const typed = inputs.filter((attributes) => !/type="(hidden|radio)"/.test(attributes));
  const unlabelled = typed.filter((attributes) => !page.includes(`<label for="${idOf(attributes)}">`));
  const radios = inputs.filter((attributes) => attributes.includes('type="radio"'));
  const namedRadios = [...page.matchAll(/<label><input type="radio" [^>]*> [^<]+<\/label>/g)];
  return [
    ...(/<html lang="[a-z]{2}">/.test(page) ? [] : ["the language"]),
    ...([...page.matchAll(/<h1>[^<]+<\/h1>/g)].length === 1 ? [] : ["one heading"]),
    ...(page.includes("<main>") ? [] : ["a main part"]),
    ...unlabelled.map((attributes) => `a label: ${attributes}`),
    ...(namedRadios.length === radios.length ? [] : ["names of choices"]),
    ...(radios.length === 0 || /<fieldset><legend>[^<]+<\/legend>/.test(page) ? [] : ["a legend"]),
    ...(/<button[^>]*><\/button>/.test(page) ? ["the words of a button"] : []),
  ];
}
