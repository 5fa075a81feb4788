import { it } from "@jest/globals";
import fc from "../../../../packages/local-aws/tests/support/property.js";
import { anyHistory, playHistory } from "../../../support/directory-histories.js";

it("nothing from before an ending counts after it, in a thousand histories", async () => {
  const histories = anyHistory({ minLength: 1, maxLength: 16 });
  await fc.assert(fc.asyncProperty(histories, playHistory), { numRuns: 1000 });
}, 120_000);
