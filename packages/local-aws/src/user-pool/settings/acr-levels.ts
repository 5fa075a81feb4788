/** A pool's names for the four authentication levels in the `acr` claim (AcrConfiguration). */
import { z } from "zod";
import { CognitoError, invalidParameter } from "../errors.js";
import { type Level, levels } from "../rules/authentication-level.js";

const defaultName = (level: Level): string => `urn:cognito:loa:${level}`;

const levelName = (level: Level) =>
  z
    .looseObject({
      AcrValue: z
        .string()
        .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,64}$/, "must be 1 to 64 characters without spaces or quotes"),
    })
    .default({ AcrValue: defaultName(level) });

/** Complete after parsing: every level has a name. */
export const acrConfiguration = z
  .strictObject({ Level1: levelName(1), Level2: levelName(2), Level3: levelName(3), Level4: levelName(4) })
  .prefault({});

export type AcrConfiguration = z.output<typeof acrConfiguration>;

export const acrName = (names: AcrConfiguration, level: Level): string => names[`Level${level}`].AcrValue;

/** Returns undefined if no level has the name now. */
export const levelNamed = (names: AcrConfiguration, name: string): Level | undefined =>
  levels.find((level) => acrName(names, level) === name);

/** Returns the known levels among the names of a request, in its order. */
export const levelsNamed = (names: AcrConfiguration, list: string): Level[] =>
  list.split(" ").flatMap((name) => levelNamed(names, name) ?? []);

/**
 * Throws InvalidParameterException if two levels have the same name, and FeatureUnavailableInTierException in
 * the Lite plan.
 */
export function checkAcrNames(names: AcrConfiguration, tier: string, place: string): void {
  if (new Set(levels.map((level) => acrName(names, level))).size < levels.length) {
    throw invalidParameter(`${place}: each AcrValue must be unique, including the default names`);
  }
  if (tier === "LITE" && levels.some((level) => acrName(names, level) !== defaultName(level))) {
    throw new CognitoError(
      "FeatureUnavailableInTierException",
      `${place}: AcrConfiguration needs the Essentials or Plus plan.`,
    );
  }
}
