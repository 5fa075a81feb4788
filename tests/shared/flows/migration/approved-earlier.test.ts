/** Federated users whose identity an earlier run approved or linked. */
import { describe, expect, it } from "@jest/globals";
import { auditEvent, userSubject } from "../../../../shared/domain/audit/audit-event.js";
import {
  approveFederatedUser,
  claimRequested,
} from "../../../../shared/flows/migration/claim-legacy-identity.js";
import { linkApprovedLegacyIdentity } from "../../../../shared/flows/migration/link-approved-legacy-identity.js";
import { type MemoryPorts, memoryPorts } from "../../../../shared/memory/ports.js";
import { ada, NOW, profileOf, SUB } from "../../../support/users.js";

const entitlements = { memberships: [], groups: ["beta"], attributes: {} };
const stage = (userId: string, state: "APPROVED" | "LINKED" = "LINKED") => {
  const legacyId = ada.id;
  const ports = memoryPorts({ now: NOW, legacyUsers: [ada], profiles: [profileOf({ legacyId })] });
  const identity = { legacyId, userId, email: ada.email, state, sub: SUB, entitlements };
  ports.directory.legacyIdentities.set(legacyId, identity);
  return ports;
};
const approvedFor = async ({ pseudonyms }: MemoryPorts) => {
  const address = await pseudonyms.of(ada.email);
  return { kind: "approved", address, legacyId: ada.id, userId: "usr_ada" } as const;
};
const groupsOf = ({ directory }: MemoryPorts) => directory.profiles.get("usr_ada")?.groups;

const RUNS: Readonly<Record<string, (ports: MemoryPorts) => Promise<unknown>>> = {
  "the next sign-in with a provider": (ports) => {
    const user = {
      ...{ userPoolId: "us-east-1_Example01", userName: "google_117" },
      ...{ sub: SUB, email: ada.email, emailVerifiedByProvider: true },
    };
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

  it("links an identity that was only approved, and then applies them", async () => {
    const ports = stage("usr_ada", "APPROVED");
    const result = await approvedFor(ports);
    await ports.legacyLookupResults.keep("google_117", result);
    expect(await run(ports)).toBe("settled");
    expect(ports.directory.legacyIdentities.get(ada.id)).toMatchObject({ state: "LINKED", sub: SUB });
    expect(groupsOf(ports)).toEqual(["beta"]);
  });
});

it.each([
  ["federated", "EXTERNAL_PROVIDER", false],
  ["gone", undefined, true],
])(
  "a new federated user, who proves no password, asks for an identity whose pool user is %s",
  async (_, status, isKept) => {
    const ports = stage("usr_ada");
    const holder = { username: "google_9", sub: SUB, enabled: true, emailVerified: true, email: ada.email };
    if (status !== undefined)
      ports.poolDirectory.users.set("google_9", { ...holder, status, userId: undefined, identities: [] });
    const user = { userPoolId: "us-east-1_Example01", userName: "google_117", email: ada.email };
    await approveFederatedUser(ports, user);
    const kept = await ports.legacyLookupResults.of("google_117");
    expect(kept).toEqual(isKept ? await approvedFor(ports) : undefined);
  },
);
