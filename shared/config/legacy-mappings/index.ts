/** The mappings that a stage can name with `legacyMapping`; docs/legacy-mapping.md says how to write one. */
import type { LegacyMapping } from "../../domain/legacy-mapping/mapping.js";
import { standard } from "../../domain/legacy-mapping/standard-mapping.js";
import { sample } from "./sample.js";

export const LEGACY_MAPPINGS: Readonly<Record<string, LegacyMapping>> = { standard, sample };
