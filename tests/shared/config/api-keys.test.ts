import { describe, expect, it } from "@jest/globals";
import { readTemplateFile } from "../../../packages/local-aws/src/template/template-text.js";
import * as config from "../../../shared/config/index.js";
import { isPastSunset } from "../../../shared/domain/api-key/legacy-api-key.js";
import { isDay } from "../../../shared/domain/timestamp.js";

type Settings = { readonly params: Readonly<Record<"default" | "local", Readonly<Record<string, unknown>>>> };

const taken = {
  STAGE: "prod",
  LEGACY_KEYS: "http",
  LEGACY_KEYS_SUNSET: "2026-06-30",
  LEGACY_KEYS_ROLE: "Viewer",
  LEGACY_KEYS_SECRET: "identity-lifecycle/prod/legacy-keys",
  LEGACY_SYSTEM_URL: "https://legacy.example.com",
  LEGACY_SYSTEM_SECRET: "identity-lifecycle/prod/legacy-system",
  LEGACY_DEADLINE_MS: "2000",
  LEGACY_PAUSE_MS: "10000",
};

describe("keys of the legacy system", () => {
  it("are refused unless the stage accepts them, and then need no settings", () => {
    const { params } = readTemplateFile("serverless.yml") as Settings;
    expect([params.default.legacyKeys, params.local.legacyKeys]).toEqual(["off", "http"]);
    const environment = {
      STAGE: "prod",
      LEGACY_KEYS: "off",
      LEGACY_DEADLINE_MS: "2000",
      LEGACY_PAUSE_MS: "10000",
    };
    expect(config.legacyApiKeys(environment)).toBeUndefined();
    expect(config.apiKeyPolicy(environment)).toEqual({ stage: "prod", legacy: undefined });
  });

  it("need a last day, and a role of the stage", () => {
    expect(config.apiKeyPolicy(taken).legacy).toEqual({ sunset: "2026-06-30", role: "Viewer" });
    expect(() => config.apiKeyPolicy({ ...taken, LEGACY_KEYS_SUNSET: "" })).toThrow(
      "LEGACY_KEYS_SUNSET is missing; LEGACY_KEYS is http",
    );
    expect(() => config.apiKeyPolicy({ ...taken, LEGACY_KEYS_SUNSET: "soon" })).toThrow("takes a day");
    expect(() => config.apiKeyPolicy({ ...taken, LEGACY_KEYS_ROLE: "Owner" })).toThrow("is not a role");
  });

  it("are asked about at a safe address alone, which is named", () => {
    expect(config.legacyApiKeys(taken)).toMatchObject({ deadlineMs: 2_000, pauseMs: 10_000 });
    expect(() => config.legacyApiKeys({ ...taken, LEGACY_KEYS: "htpp" })).toThrow(
      "LEGACY_KEYS takes off or http",
    );
    expect(() => config.legacyApiKeys({ ...taken, LEGACY_SYSTEM_URL: "http://legacy.example.com" })).toThrow(
      "LEGACY_SYSTEM_URL",
    );
    const { LEGACY_KEYS_SECRET, LEGACY_SYSTEM_URL, ...rest } = taken;
    expect(() => config.legacyApiKeys(rest)).toThrow(
      "LEGACY_SYSTEM_URL is missing; LEGACY_KEYS is http. LEGACY_KEYS_SECRET is missing; LEGACY_KEYS is http",
    );
    expect([LEGACY_KEYS_SECRET, LEGACY_SYSTEM_URL]).not.toContain(undefined);
  });
});

it.each(["", "a_b", "ä", "x".repeat(33), "a\nb"])("a stage %j cannot be named in a key", (STAGE) => {
  expect(() => config.issuedApiKeys({ STAGE })).toThrow(/STAGE/);
});

it.each([
  ["2026-06-30", true],
  ["2024-02-29", true],
  ["2025-02-29", false],
  ["2025-13-01", false],
  ["2025-6-30", false],
  ["2025-06-30T00:00:00Z", false],
  ["30.06.2025", false],
  ["", false],
])("%j is a day: %p", (text, expected) => {
  expect(isDay(text)).toBe(expected);
});

it.each([
  ["2026-06-29T23:59:59.999Z", false],
  ["2026-06-30T00:00:00.000Z", false],
  ["2026-06-30T23:59:59.999Z", false],
  ["2026-07-01T00:00:00.000Z", true],
])("at %s the last day 2026-06-30 is over: %p", (now, expected) => {
  expect(isPastSunset("2026-06-30", new Date(now))).toBe(expected);
});
