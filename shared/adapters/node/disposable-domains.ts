/**
 * The public list of github.com/disposable-email-domains (CC0), from the npm package that tracks it. It is
 * parsed on first use, because most invocations of a bundle never need it.
 */
import { domainToASCII } from "node:url";
import { disposableEmailBlocklistSet } from "disposable-email-domains-js";
import type { DisposableDomains } from "../../ports/sign-up.js";

export const listedDisposableDomains = (): DisposableDomains => {
  let listed: ReadonlySet<string> | undefined;
  return {
    includes: (domain) => {
      listed ??= disposableEmailBlocklistSet();
      const labels = domainToASCII(domain).toLowerCase().split(".");
      // The top-level domain alone is not looked up.
      for (let from = 0; from < labels.length - 1; from += 1)
        if (listed.has(labels.slice(from).join("."))) return true;
      return false;
    },
  };
};
