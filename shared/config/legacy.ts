/** The system that people migrate from. */
import { type Environment, required, secureAddress, whole } from "./reading.js";

/** Undefined where a stage says that there is no such system. */
export const legacy = (environment: Environment) => {
  const pauseMs = whole(environment, "LEGACY_PAUSE_MS", 10_000);
  const { LEGACY_SYSTEM, LEGACY_TABLE } = environment;
  if (LEGACY_SYSTEM === "none") return undefined;
  if (LEGACY_SYSTEM === "table") {
    if (!LEGACY_TABLE) required(environment, "LEGACY_TABLE");
    return { kind: "table" as const, table: LEGACY_TABLE ?? "", pauseMs };
  }
  const [kind, url = "", secret = ""] = required(
    environment,
    "LEGACY_SYSTEM",
    "LEGACY_SYSTEM_URL",
    "LEGACY_SYSTEM_SECRET",
  );
  if (kind !== "http") throw new Error("LEGACY_SYSTEM is neither none, http nor table");
  return {
    kind: "http" as const,
    url: secureAddress("LEGACY_SYSTEM_URL", url),
    secret,
    deadlineMs: whole(environment, "LEGACY_DEADLINE_MS", 3000),
    pauseMs,
  };
};
