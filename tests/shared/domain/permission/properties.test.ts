import { expect, it } from "@jest/globals";
import fc from "../../../../packages/local-aws/tests/support/property.js";
import { decide, explain, heldUntil } from "../../../../shared/domain/permission/decide.js";
import { type Grant, isCurrent } from "../../../../shared/domain/permission/grant.js";
import { accountOf, membershipOf, profileOf } from "../../../support/users.js";
import { grantOf, NOW_SECONDS, now, questionOf, settings } from "./questions.js";

const grant: fc.Arbitrary<Grant> = fc
  .record({
    systemAccountId: fc.constantFrom("acc-1", "acc-2"),
    resource: fc.constantFrom("invoice/2025-1", "invoice/2025-2", "report/2025-1"),
    grantee: fc.constantFrom(
      ...["user:usr_ada", "user:usr_grace", "team:team_1", "team:team_2"],
      ...["group:finance", "group:sales", "role:Viewer", "role:Manager"],
    ),
    actions: fc.subarray(["read", "write", "admin", "approve"]),
    expiresAtSeconds: fc.option(fc.integer({ min: NOW_SECONDS - 2, max: NOW_SECONDS + 2 }), {
      nil: undefined,
    }),
  })
  .map(grantOf);
const question = fc
  .record({
    role: fc.constantFrom("Admin", "Manager", "Viewer", "Owner"),
    status: fc.constantFrom("ACTIVE", "ACTIVE", "SUSPENDED") as fc.Arbitrary<"ACTIVE">,
    action: fc.constantFrom("read", "write", "admin", "approve"),
    ownerId: fc.constantFrom(undefined, "usr_ada", "usr_grace"),
    department: fc.constantFrom(undefined, "Finance"),
    teams: fc.subarray(["team_1", "team_2"]),
    mine: fc.subarray(["team_1", "team_2"]),
    grants: fc.array(grant, { maxLength: 5 }),
  })
  .map(({ role, status, action, ownerId, department, teams, mine, grants }) =>
    questionOf({
      standing: {
        profile: profileOf({ groups: ["finance"] }),
        membership: membershipOf({ role, status }),
        account: accountOf(),
      },
      affiliation: { department: "Finance", projects: [], teams: mine },
      facts: { ownerId, department },
      ...{ action, teams, grants },
    }),
  );

it("an additional grant never removes a permission", () => {
  fc.assert(
    fc.property(question, grant, (asked, more) => {
      const before = decide(asked, settings, now);
      const after = decide({ ...asked, grants: [...asked.grants, more] }, settings, now);
      expect(before.allowed && !after.allowed).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

it("the order in which grants were read changes nothing", () => {
  fc.assert(
    fc.property(question, (asked) => {
      const turned = { ...asked, grants: [...asked.grants].reverse() };
      expect(explain(turned, settings, now)).toEqual(explain(asked, settings, now));
    }),
  );
});

it("a grant of another account, another resource or another grantee changes nothing at all", () => {
  fc.assert(
    fc.property(question, grant, (asked, more) => {
      const foreign =
        more.systemAccountId !== "acc-1" ||
        more.resource !== asked.resource ||
        ["user:usr_grace", "group:sales"].includes(more.grantee);
      fc.pre(foreign);
      const with_ = { ...asked, grants: [...asked.grants, more] };
      expect(explain(with_, settings, now)).toEqual(explain(asked, settings, now));
    }),
    { numRuns: 500 },
  );
});

it("an expired grant permits nothing, and a grant is valid until the second before its expiry", () => {
  fc.assert(
    fc.property(question, (asked) => {
      const current = { ...asked, grants: asked.grants.filter((each) => isCurrent(each, now)) };
      const explained = explain(asked, settings, now);
      expect(decide(current, settings, now).allowed).toBe(explained.decision.allowed);
      const until = heldUntil(explained);
      if (until === undefined || until === Number.POSITIVE_INFINITY) return;
      expect(decide(asked, settings, new Date(until * 1000 - 1)).allowed).toBe(true);
      expect(decide(asked, settings, new Date(until * 1000)).allowed).toBe(false);
    }),
    { numRuns: 1000 },
  );
});

it("a user who is not an ACTIVE member of an ACTIVE account may do nothing, for any grants", () => {
  fc.assert(
    fc.property(question, (asked) => {
      const status = asked.standing.membership?.status;
      if (status === "ACTIVE") return;
      const reason = status === "REMOVED" ? "not_a_member" : "membership_inactive";
      expect(decide(asked, settings, now)).toEqual({ allowed: false, reason });
    }),
  );
});

it("the role that administers an account may do everything in it", () => {
  fc.assert(
    fc.property(question, (asked) => {
      const standing = { ...asked.standing, membership: membershipOf({ role: "Admin" }) };
      expect(decide({ ...asked, standing }, settings, now).allowed).toBe(true);
    }),
  );
});
