/** Sign-ins by redirect in memory, and pages of the pool that answer as a test says. */
import type { RedirectTransaction } from "../domain/redirect-sign-in.js";
import { secondsAt } from "../domain/seconds.js";
import type { Clock } from "../ports/index.js";
import type { HostedPages, RedirectTransactions } from "../ports/redirects.js";

export const memoryRedirectTransactions = (clock: Clock): RedirectTransactions => {
  const rows = new Map<string, RedirectTransaction>();
  return {
    keep: async (id, transaction) => {
      rows.set(id, transaction);
    },
    take: async (id) => {
      const transaction = rows.get(id);
      rows.delete(id);
      const isValid = transaction !== undefined && transaction.expiresAtSeconds > secondsAt(clock.now());
      return isValid ? transaction : undefined;
    },
  };
};

export const memoryHostedPages = (answer: Awaited<ReturnType<HostedPages["redeem"]>>): HostedPages => ({
  authorizeUrl: (request) => {
    const given = Object.entries(request).filter((pair): pair is [string, string] => pair[1] !== undefined);
    return `https://pool.example.com/oauth2/authorize?${new URLSearchParams(given)}`;
  },
  redeem: async () => answer,
  logoutUrl: (returnTo) => `https://pool.example.com/logout?${new URLSearchParams({ logout_uri: returnTo })}`,
});
