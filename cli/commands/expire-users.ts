/** `users expire`. */
import { flag, wholeNumber } from "local-aws/command-line";
import { type Expiry, expireUnconfirmed } from "../../shared/flows/operator/expire-unconfirmed.js";
import { command } from "../command.js";

const DAY_MS = 24 * 60 * 60 * 1000;

const WORDS: Record<Expiry["outcome"], string> = {
  would_expire: "would be removed",
  expired: "removed",
  kept: "kept: confirmed, suspended or added to an account in the meantime",
};

export const usersExpire = command({
  name: "users expire",
  usage: "[--days N] [--apply]",
  about: "lists sign-ups not confirmed within --days (default: 7); --apply removes them",
  options: {
    days: wholeNumber("the least age of a sign-up", 7, { least: 1, most: 3650 }),
    apply: flag("removes them"),
  },
  run: async ({ values, ports }) => {
    const { days, apply } = values;
    const before = new Date(ports.clock.now().getTime() - days * DAY_MS);
    const users: Expiry[] = [];
    for await (const step of expireUnconfirmed(ports, { before, apply })) users.push(step);
    const text = users.map(
      ({ username, email, outcome }) => `${username}  ${email ?? "no address"}  ${WORDS[outcome]}`,
    );
    return { json: { days, users }, text: [...text, `${users.length} users`] };
  },
});
