/** Packages the service into .local/package, unless what is there is up to date. */
import { join } from "node:path";
import { packageService } from "../local/packaging/package-service.js";

await packageService(join(import.meta.dirname, ".."));
