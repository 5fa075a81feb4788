import { describe, expect, it } from "@jest/globals";
import fc from "../../../packages/local-aws/tests/support/property.js";
import type { Membership, MembershipStatus } from "../../../shared/domain/account.js";
import { judgeMemberAct, type MemberAct } from "../../../shared/domain/member-rules.js";
import { DEFAULT_ROLES } from "../../../shared/domain/role.js";
import { membershipOf } from "../../support/users.js";

const owner = membershipOf({ role: "Admin", owner: true });
const admin = membershipOf({ userId: "usr_grace", role: "Admin" });
const viewer = membershipOf({ userId: "usr_joan", role: "Viewer" });
const judge = (by: Membership, target: Membership, act: MemberAct, ownerCount = 1) =>
  judgeMemberAct(by, target, act, { roles: DEFAULT_ROLES, ownerCount });

describe("the change of a member", () => {
  it.each([
    ["ACTIVE", "suspend", "SUSPENDED"],
    ["SUSPENDED", "suspend", "unchanged"],
    ["INVITED", "suspend", "not_in_this_state"],
    ["REMOVED", "suspend", "not_in_this_state"],
    ["SUSPENDED", "reinstate", "ACTIVE"],
    ["ACTIVE", "reinstate", "unchanged"],
    ["INVITED", "reinstate", "not_in_this_state"],
    ["REMOVED", "reinstate", "not_in_this_state"],
    ["ACTIVE", "remove", "REMOVED"],
    ["SUSPENDED", "remove", "REMOVED"],
    ["INVITED", "remove", "REMOVED"],
    ["REMOVED", "remove", "unchanged"],
  ] as const)("who is %s, by %s: %s", (status, kind, outcome) => {
    const verdict = judge(admin, { ...viewer, status }, { kind });
    const reached =
      verdict.kind === "change"
        ? verdict.after.status
        : verdict.kind === "refused"
          ? verdict.reason
          : verdict.kind;
    expect(reached).toBe(outcome);
  });

  it("keeps the role through suspension and back", () => {
    const suspended = judge(admin, viewer, { kind: "suspend" });
    expect(suspended).toEqual({ kind: "change", after: { ...viewer, status: "SUSPENDED" } });
  });
});

describe("an owner", () => {
  it.each<MemberAct>([{ kind: "role", role: "Viewer" }, { kind: "suspend" }, { kind: "remove" }])(
    "is changed by owners alone, and never when they are the last: %j",
    (act) => {
      expect(judge(admin, owner, act, 2)).toEqual({ kind: "refused", reason: "owner_required" });
      expect(judge(owner, owner, act, 1)).toEqual({ kind: "refused", reason: "last_owner" });
      expect(judge(owner, owner, act, 2)).toMatchObject({ kind: "change" });
      expect(judge(owner, owner, act, 2)).not.toHaveProperty("after.owner");
    },
  );

  it("stays one when nothing changes", () => {
    expect(judge(owner, owner, { kind: "role", role: "Admin" })).toEqual({ kind: "unchanged" });
    expect(judge(owner, owner, { kind: "reinstate" })).toEqual({ kind: "unchanged" });
  });
});

it("a user cannot give a role above their own", () => {
  const manager = membershipOf({ userId: "usr_mary", role: "Manager" });
  expect(judge(manager, viewer, { kind: "role", role: "Admin" })).toEqual({
    kind: "refused",
    reason: "role_too_low",
  });
  expect(judge(manager, viewer, { kind: "role", role: "Nothing" })).toEqual({
    kind: "refused",
    reason: "role_too_low",
  });
});

it("after every change an owner is an ACTIVE Admin, and no user becomes an owner by it", () => {
  const statuses: MembershipStatus[] = ["INVITED", "ACTIVE", "SUSPENDED", "REMOVED"];
  const roles = ["Admin", "Manager", "Viewer"];
  const member = fc
    .record({ role: fc.constantFrom(...roles), status: fc.constantFrom(...statuses) })
    .map((change) => membershipOf(change));
  const target = fc.oneof(member, fc.constant(owner));
  const act = fc.oneof(
    fc.constantFrom<MemberAct>({ kind: "suspend" }, { kind: "reinstate" }, { kind: "remove" }),
    fc.constantFrom(...roles).map((role): MemberAct => ({ kind: "role", role })),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(owner, admin),
      target,
      act,
      fc.integer({ min: 1, max: 3 }),
      (by, of, what, count) => {
        const verdict = judge(by, of, what, count);
        if (verdict.kind !== "change") return;
        const { after } = verdict;
        if (after.owner === true)
          expect([of.owner, after.role, after.status]).toEqual([true, "Admin", "ACTIVE"]);
        if (of.owner === true && after.owner !== true) expect(count).toBeGreaterThan(1);
      },
    ),
  );
});
