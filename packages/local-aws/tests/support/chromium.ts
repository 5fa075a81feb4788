/** Which browser the tests use, and whether its absence is a failure. Also read by the reporter, outside of a test. */
import { existsSync } from "node:fs";

export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** False where browser tests are to be skipped. With REQUIRE_BROWSER they run, and fail without a browser. */
export const browserTestsRun = process.env.REQUIRE_BROWSER !== undefined || existsSync(CHROMIUM);
