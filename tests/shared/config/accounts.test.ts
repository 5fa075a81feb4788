/** Accounts, access, sessions and external providers. */
import { describe, expect, it } from "@jest/globals";
import * as config from "../../../shared/config/index.js";
import { type Misspelt, refusedAlone } from "../../support/settings.js";

const ACCOUNTS = { ACCOUNT_CREATION: "operators", DEFAULT_CELL: "cell-1" };
const ACCESS = { ACCESS_CACHE_SECONDS: "30", TOKEN_REVOCATION: "cached" };

const misspelt: readonly Misspelt[] = [
  [config.accounts, ACCOUNTS, "ACCOUNT_CREATION", "operator", "takes operators or open"],
  [config.accounts, ACCOUNTS, "DEFAULT_CELL", "Cell 1", "takes small letters, digits and hyphens"],
  [config.session, {}, "REFRESH_TOKEN_DAYS", "0", "takes a whole number from 1 to 3650"],
  [config.federationPolicy, {}, "FEDERATION_HOSTED_DOMAINS", "@x.org", "takes domains"],
  [config.access, ACCESS, "ACCESS_CACHE_SECONDS", "61", "takes a whole number from 0 to 60"],
  [config.access, ACCESS, "TOKEN_REVOCATION", "never", "takes cached, immediate or lifetime"],
];

it.each(misspelt)(
  "a wrong setting is named with what it takes: %#",
  (concern, others, setting, value, words) => {
    expect(refusedAlone(concern, others, setting, value)).toContain(words);
  },
);

describe("the values of sound settings", () => {
  it("are the seconds of the cache, and the time when the end of a session takes effect", () => {
    expect(config.access(ACCESS)).toEqual({ cacheMs: 30_000, revocation: "cached" });
  });
});
