/** Packages the service into .local/package unless the package is up to date. */
import { join } from "node:path";
import { packageService } from "../local/packaging/package-service.js";

await packageService(join(import.meta.dirname, ".."));
