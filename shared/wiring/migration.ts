/** The legacy system, and what its users become. */
import { dynamoEntitlements } from "../adapters/dynamo/migration/entitlements.js";
import { dynamoLegacyLookupResults } from "../adapters/dynamo/migration/legacy-lookup-results.js";
import { withCircuitBreaker } from "../adapters/legacy/circuit-breaker.js";
import { httpLegacySystem } from "../adapters/legacy/http-system.js";
import { noLegacySystem } from "../adapters/legacy/no-system.js";
import { dynamoLegacyTable } from "../adapters/legacy/table-system.js";
import { systemClock } from "../adapters/node/system-clock.js";
import * as config from "../config/index.js";
import { audit, directory, minimumDuration, pseudonyms, random } from "./base.js";
import { deadline, directoryStore, documents, guardStore, poolDirectory, secrets } from "./clients.js";
import { env } from "./environment.js";
import { answerFloors, outages, throttle } from "./guards.js";
import { composed, once } from "./provider.js";
import { answerFloor, legacyMapping } from "./settings.js";

export const entitlements = /* @__PURE__ */ once(() => dynamoEntitlements(directoryStore()));
export const legacyLookupResults = /* @__PURE__ */ once(() => dynamoLegacyLookupResults(guardStore()));
const legacySystem = (reports: boolean) =>
  composed({ settings: () => config.legacy(env), outages }, ({ settings, outages }) => {
    if (settings === undefined) return noLegacySystem();
    const system =
      settings.kind === "table"
        ? dynamoLegacyTable({ documents: documents(), table: settings.table })
        : httpLegacySystem(settings, { secrets: secrets(), deadline: deadline(), clock: systemClock });
    return withCircuitBreaker(system, {
      ...{ clock: systemClock, outages, reports },
      pauseMs: settings.pauseMs,
    });
  });
export const legacy = /* @__PURE__ */ legacySystem(true);
/** UserMigration asks only about names that the pool does not have. */
const unreportedLegacy = /* @__PURE__ */ legacySystem(false);
/** For functions that call the legacy system at every invocation: its secret is fetched ahead of the call. */
const expectedLegacy = /* @__PURE__ */ composed(
  { settings: () => config.legacy(env), legacy: unreportedLegacy },
  ({ settings, legacy }) => {
    // The call itself fetches the secret again, and reports the failure.
    if (settings?.kind === "http")
      secrets()
        .value(settings.secret)
        .catch(() => undefined);
    return legacy;
  },
);

export const migrationPorts = {
  answerFloors,
  audit,
  directory,
  legacyMapping,
  minimumDuration,
  outages,
  poolDirectory,
  pseudonyms,
  random,
  throttle,
  floor: answerFloor,
  legacy: expectedLegacy,
};
export const legacyIdentityPorts = {
  audit,
  directory,
  entitlements,
  legacy,
  legacyMapping,
  pseudonyms,
  random,
};
export const legacyIdPorts = { directory };
