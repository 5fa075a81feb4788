/** The output of `npm start`: addresses, seed users and first commands. */
import type { StackDescription } from "./description.js";

const bold = (text: string): string => (process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text);
const faint = (text: string): string => (process.stdout.isTTY ? `\u001b[2m${text}\u001b[0m` : text);

export const panel = (stack: StackDescription, wantedPort: number): string => {
  const { site, inbox, triggers, events, ...services } = stack.urls;
  const taken = wantedPort !== 0 && !site.endsWith(`:${wantedPort}`);
  return [
    "",
    bold(`${stack.name} is running`) + faint(`  ready in ${(stack.readyInMs / 1000).toFixed(1)} s`),
    ...(taken ? [`Port ${wantedPort} is taken; another was chosen.`] : []),
    "",
    `  ${bold("start page")}   ${site}`,
    `  ${bold("inbox")}        ${inbox}`,
    `  ${bold("triggers")}     ${triggers}`,
    `  ${bold("events")}       ${events}`,
    ...Object.entries(services).map(([name, url]) => faint(`  ${name.padEnd(12)} ${url}`)),
    "",
    bold("Users of the legacy system"),
    ...stack.users.map(
      ({ email, password, note }) => `  ${email.padEnd(20)} ${password.padEnd(16)} ${faint(note)}`,
    ),
    bold("Accounts"),
    ...stack.accounts.map(
      ({ systemAccountId, visibleAccountId, cellId, name }) =>
        `  ${systemAccountId.padEnd(20)} ${visibleAccountId.padEnd(16)} ${faint(`${name}, ${cellId}`)}`,
    ),
    "",
    bold("Try this"),
    ...stack.tryThis.flatMap(({ title, command }, index) => [`  ${index + 1}. ${title}`, `     ${command}`]),
    "",
    faint(
      `npm run story -- --site ${site} plays the whole story of a user against this stack, and npm run try-auth each way into the API. Ctrl-C stops everything.`,
    ),
    "",
  ].join("\n");
};
