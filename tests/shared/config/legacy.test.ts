/** The system that users migrate from. */
import { describe, expect, it } from "@jest/globals";
import type { Concern } from "../../../shared/config/concern.js";
import * as config from "../../../shared/config/index.js";
import { type Misspelt, refusalOf, refusedAlone } from "../../support/settings.js";

const LEGACY = {
  LEGACY_SYSTEM: "http",
  LEGACY_SYSTEM_URL: "https://legacy.example.com",
  LEGACY_SYSTEM_SECRET: "identity-lifecycle/prod/legacy-system",
  LEGACY_TABLE: "",
  LEGACY_DEADLINE_MS: "3000",
  LEGACY_PAUSE_MS: "10000",
};

const misspelt: readonly Misspelt[] = [
  [config.legacy, LEGACY, "LEGACY_SYSTEM", "htp", "takes none, http or table"],
  [config.legacy, LEGACY, "LEGACY_SYSTEM_URL", "http://legacy.example.com", "takes a URL with https"],
  [config.legacy, LEGACY, "LEGACY_SYSTEM_URL", "https://user:pass@example.com", "without user name"],
  [config.legacy, LEGACY, "LEGACY_PAUSE_MS", "1e3", "takes a whole number"],
  [config.legacy, LEGACY, "LEGACY_DEADLINE_MS", "5000", "takes a whole number from 100 to 4000"],
  [config.legacyApiKeys, { ...LEGACY, LEGACY_KEYS_SECRET: "k" }, "LEGACY_KEYS", "htpp", "takes off or http"],
];

it.each(misspelt)(
  "a wrong setting is named with what it takes: %#",
  (concern, others, setting, value, words) => {
    expect(refusedAlone(concern, others, setting, value)).toContain(words);
  },
);

it("wrong, missing and contradictory settings are reported together", () => {
  const { LEGACY_PAUSE_MS, ...rest } = LEGACY;
  expect(LEGACY_PAUSE_MS).toBeDefined();
  const { message } = refusalOf(() =>
    config.legacy({ ...rest, LEGACY_DEADLINE_MS: "x", LEGACY_SYSTEM_URL: "" }),
  );

  expect(message).toBe(
    "LEGACY_DEADLINE_MS takes a whole number from 100 to 4000. " +
      "LEGACY_PAUSE_MS is missing; it takes a whole number from 0 to 600000. " +
      "LEGACY_SYSTEM_URL is missing; LEGACY_SYSTEM is http",
  );
});

it.each<readonly [Concern<unknown>, Readonly<Record<string, string>>, string]>([
  [
    config.legacy,
    { ...LEGACY, LEGACY_SYSTEM_URL: "" },
    "LEGACY_SYSTEM_URL is missing; LEGACY_SYSTEM is http",
  ],
  [
    config.legacy,
    { LEGACY_SYSTEM: "http", LEGACY_DEADLINE_MS: "3000", LEGACY_PAUSE_MS: "1" },
    "LEGACY_SYSTEM_URL is missing; LEGACY_SYSTEM is http. LEGACY_SYSTEM_SECRET is missing; LEGACY_SYSTEM is http",
  ],
  [config.legacy, { ...LEGACY, LEGACY_SYSTEM: "table" }, "LEGACY_TABLE is missing; LEGACY_SYSTEM is table"],
  ...["none", "http"].map(
    (LEGACY_SYSTEM) =>
      [
        config.legacy,
        { ...LEGACY, LEGACY_SYSTEM, LEGACY_TABLE: "users" },
        "LEGACY_TABLE is set, but LEGACY_SYSTEM is not table",
      ] as const,
  ),
  [
    config.apiKeyPolicy,
    { STAGE: "prod", LEGACY_KEYS: "off", LEGACY_KEYS_SUNSET: "2027-01-31" },
    "LEGACY_KEYS_SUNSET is set, but LEGACY_KEYS is off",
  ],
])("settings that contradict each other are named: %#", (concern, environment, words) => {
  expect(refusalOf(() => concern(environment)).message).toBe(words);
});

describe("the values of sound settings", () => {
  it("are a legacy system that answers over HTTP, or a table, or none", () => {
    expect(config.legacy(LEGACY)).toMatchObject({ kind: "http", deadlineMs: 3000, pauseMs: 10_000 });
    const times = { LEGACY_DEADLINE_MS: "3000", LEGACY_PAUSE_MS: "1" };
    expect(config.legacy({ ...times, LEGACY_SYSTEM: "table", LEGACY_TABLE: "users" })).toEqual({
      kind: "table",
      table: "users",
      pauseMs: 1,
    });
    expect(config.legacy({ ...times, LEGACY_SYSTEM: "none" })).toBeUndefined();
    // A stage may accept keys of a system that no users migrate from.
    expect(config.legacy({ ...LEGACY, LEGACY_SYSTEM: "none" })).toBeUndefined();
  });
});
