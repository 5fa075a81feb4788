/** `users expire`. */
import { type Expiry, expireUnconfirmed } from "../../shared/flows/operator/expire-unconfirmed.js";
import { command, UsageError } from "../command.js";

const DEFAULT_DAYS = "7";
const MOST_DAYS = 3650;
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
  options: { days: { type: "string", default: DEFAULT_DAYS }, apply: { type: "boolean", default: false } },
  run: async ({ values, ports }) => {
    const days = Number(values.days);
    if (!Number.isSafeInteger(days) || days < 1 || days > MOST_DAYS)
      throw new UsageError(`--days takes a whole number from 1 to ${MOST_DAYS}`);
    const before = new Date(ports.clock.now().getTime() - days * DAY_MS);
    const users: Expiry[] = [];
    for await (const step of expireUnconfirmed(ports, { before, apply: values.apply === true }))
      users.push(step);
    const text = users.map(
      ({ username, email, outcome }) => `${username}  ${email ?? "no address"}  ${WORDS[outcome]}`,
    );
    return { json: { days, users }, text: [...text, `${users.length} users`] };
  },
});
