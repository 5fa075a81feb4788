import { describe, it } from "@jest/globals";
import fc from "../../../../packages/local-aws/tests/support/property.js";
import { anyHistory } from "../../../support/directory-arbitraries.js";
import { playHistory } from "../../../support/directory-histories.js";
import type { Step } from "../../../support/directory-steps.js";

it("nothing from before an ending counts after it, in a thousand histories", async () => {
  const histories = anyHistory({ minLength: 1, maxLength: 16 });
  await fc.assert(fc.asyncProperty(histories, playHistory), { numRuns: 1000 });
}, 120_000);

/** The shortest histories that showed a difference between model and product. */
describe("a merge gives the kept user nothing that had ended for the duplicate, and all that had not", () => {
  const account = "acc-2";
  const enters = (who: string): Step[] => [
    { kind: "invite", by: "grace", who, account, role: "Admin" },
    { kind: "accept", who, account },
  ];
  const twinLeaves: Step = { kind: "remove", by: "twin", who: "twin", account };
  const twinInvites: Step = { kind: "invite", by: "twin", who: "linus", account, role: "Viewer" };
  const linusAccepts: Step = { kind: "accept", who: "linus", account };
  const twinRotates: Step = { kind: "rotateKey", by: "twin", key: 0 };
  const both = [...enters("joan"), ...enters("twin")];
  const own: Step = { kind: "own", by: "grace", who: "twin", account, resource: "invoice/1" };
  const merge: Step = { kind: "merge" };

  it.each<[string, readonly Step[]]>([
    ["the ownership of a resource", [...both, own, twinLeaves, ...enters("twin"), merge]],
    [
      "an invitation from before a departure",
      [...both, twinInvites, twinLeaves, ...enters("twin"), merge, linusAccepts],
    ],
    [
      "an invitation from before a suspension of the membership",
      [
        ...both,
        twinInvites,
        { kind: "suspend", by: "grace", who: "twin", account },
        { kind: "reinstate", by: "grace", who: "twin", account },
        merge,
        linusAccepts,
      ],
    ],
    [
      "an invitation from before a suspension of the user, also of one whose membership moves",
      [
        ...enters("twin"),
        twinInvites,
        { kind: "suspendUser", who: "twin" },
        { kind: "reinstateUser", who: "twin" },
        merge,
        linusAccepts,
      ],
    ],
    [
      "a secret of an API key that the duplicate issued after the return, of an older key",
      [
        ...both,
        { kind: "issueKey", by: "twin", account, role: "Viewer" },
        twinLeaves,
        ...enters("twin"),
        twinRotates,
        merge,
      ],
    ],
  ])("%s", (_, history) => playHistory(history));
});
