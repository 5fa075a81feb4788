/** A user whose identity is linked, but whose entitlements an interrupted run left behind. */
import { describe, expect, it } from "@jest/globals";
import { auditEvent, userSubject } from "../../../../shared/domain/audit-event.js";
import { claimRequested } from "../../../../shared/flows/migration/claim-legacy-identity.js";
import { linkApprovedLegacyIdentity } from "../../../../shared/flows/migration/link-approved-legacy-identity.js";
import { type MemoryPorts, memoryPorts } from "../../../../shared/memory/ports.js";
import { ada, NOW, profileOf, SUB } from "../../../support/users.js";

const entitlements = { memberships: [], groups: ["beta"], attributes: {} };
const stage = (userId: string) => {
  const legacyId = ada.id;
  const ports = memoryPorts({ now: NOW, legacyUsers: [ada], profiles: [profileOf({ legacyId })] });
  const identity = { legacyId, userId, email: ada.email, state: "LINKED", sub: SUB, entitlements } as const;
  ports.directory.legacyIdentities.set(legacyId, identity);
  return ports;
};
const groupsOf = ({ directory }: MemoryPorts) => directory.profiles.get("usr_ada")?.groups;

const RUNS: Readonly<Record<string, (ports: MemoryPorts) => Promise<unknown>>> = {
  "the next sign-in with a provider": (ports) => {
    const user = { userName: "google_117", sub: SUB, email: ada.email, emailVerifiedByProvider: true };
    return linkApprovedLegacyIdentity(ports, user);
  },
  "the next claim": async (ports) => {
    const details = { userId: "usr_ada", sub: SUB, email: ada.email };
    const event = auditEvent("migration.claim_requested", {
      ...{ subject: userSubject("usr_ada"), key: SUB, at: new Date(NOW), details },
    });
    const other = auditEvent("user.confirmed", {
      subject: event.subject,
      key: SUB,
      at: new Date(NOW),
      details,
    });
    expect(await claimRequested(ports, [other, event])).toEqual([]);
    return "settled";
  },
};

describe.each(Object.entries(RUNS))("%s", (_, run) => {
  it("applies them, and does not call the legacy system", async () => {
    const ports = stage("usr_ada");
    expect(await run(ports)).toBe("settled");
    expect(groupsOf(ports)).toEqual(["beta"]);
    expect(ports.audit.events).toMatchObject([
      { type: "migration.entitled", details: { userId: "usr_ada", reason: "groups beta" } },
    ]);
    expect(ports.legacy.calls).toBe(0);
  });

  it("applies none of an identity that is another user's by now", async () => {
    const ports = stage("usr_b");
    expect(await run(ports)).toBe("settled");
    expect([groupsOf(ports), ports.audit.events, ports.legacy.calls]).toEqual([[], [], 0]);
  });
});
