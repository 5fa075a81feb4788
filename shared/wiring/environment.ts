/** The environment of the function: read here only, and given to the concerns of the configuration. */
import type { Environment } from "../config/index.js";

export const env: Environment = process.env;
