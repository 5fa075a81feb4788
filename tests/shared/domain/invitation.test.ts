import { describe, expect, it } from "@jest/globals";
import { type Invitation, invitationStatus, isOpen } from "../../../shared/domain/invitation.js";
import { secondsAt } from "../../../shared/domain/seconds.js";
import { NOW } from "../../support/users.js";

const end = secondsAt(new Date(NOW)) + 60;
const invitation: Invitation = {
  invitationId: "inv_1",
  email: "mary@example.com",
  systemAccountId: "acc-1",
  role: "Viewer",
  invitedBy: "usr_ada",
  status: "PENDING",
  expiresAtSeconds: end,
};
const at = (seconds: number) => new Date(seconds * 1000);

describe("an invitation", () => {
  it.each([
    ["a millisecond before its end", end - 0.001, "PENDING", true],
    ["at its end", end, "EXPIRED", false],
    ["after its end", end + 3600, "EXPIRED", false],
  ])("%s has the status of its age, and is open only while PENDING (%d)", (_, seconds, status, open) => {
    expect(invitationStatus(invitation, at(seconds))).toBe(status);
    expect(isOpen(invitation, at(seconds))).toBe(open);
  });

  it.each(["ACCEPTED", "DECLINED", "REVOKED"] as const)("that is %s stays so after its end", (status) => {
    for (const seconds of [end - 1, end, end + 1]) {
      expect(invitationStatus({ ...invitation, status }, at(seconds))).toBe(status);
      expect(isOpen({ ...invitation, status }, at(seconds))).toBe(false);
    }
  });
});
