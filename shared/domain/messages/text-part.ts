/** The text part of a mail: the content of the HTML part, with each value on its own line. */
import { fill, oneLine } from "./fill.js";
import type { Letter } from "./letter.js";

export const textPart = (letter: Letter): string => {
  const { heading, intro, secret, facts, actions, notes, support, brand } = letter;
  return [
    oneLine(brand.name, 32),
    heading,
    intro,
    ...(facts.length > 0 ? [facts.map(({ label, value }) => `${label}: ${value}`).join("\n")] : []),
    // Not indented, because users copy this text as it is.
    ...(secret ? [`${secret.label}:\n${secret.value}`] : []),
    ...actions.map(({ label, href }) => `${label}:\n${href}`),
    ...notes,
    fill(support, { support: oneLine(brand.supportAddress) }),
  ]
    .join("\n\n")
    .concat("\n");
};
