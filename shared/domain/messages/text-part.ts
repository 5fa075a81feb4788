/** The text part of a letter: what the HTML part says, a value on a line of its own. */
import { fill, oneLine } from "./fill.js";
import type { Letter } from "./letter.js";

export const textPart = (letter: Letter): string => {
  const { heading, intro, secret, facts, actions, notes, support, brand } = letter;
  return [
    oneLine(brand.name, 32),
    heading,
    intro,
    ...(facts.length > 0 ? [facts.map(({ label, value }) => `${label}: ${value}`).join("\n")] : []),
    // Not indented: what is copied from here is typed as it stands.
    ...(secret ? [`${secret.label}:\n${secret.value}`] : []),
    ...actions.map(({ label, href }) => `${label}:\n${href}`),
    ...notes,
    fill(support, { support: oneLine(brand.supportAddress) }),
  ]
    .join("\n\n")
    .concat("\n");
};
