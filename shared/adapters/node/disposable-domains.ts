/**
 * The public list of github.com/disposable-email-domains (CC0), as the package that follows it has it.
 * It is parsed at the first question: most invocations of a bundle never ask.
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
      // Not the last label alone: nobody throws away a whole top-level domain.
      for (let from = 0; from < labels.length - 1; from += 1)
        if (listed.has(labels.slice(from).join("."))) return true;
      return false;
    },
  };
};
