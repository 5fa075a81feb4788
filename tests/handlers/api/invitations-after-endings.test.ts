/** An invitation counts only if it began after the last ending of both users, and while its inviter could still make it. */
import { describe, expect, it } from "@jest/globals";
import type { Membership, UserProfile } from "../../../shared/domain/account.js";
import { acceptInvitations } from "../../../shared/flows/accounts/accept-invitations.js";
import { inviteUser } from "../../../shared/flows/accounts/invite-user.js";
import { admitSignUp } from "../../../shared/flows/sign-up/admit-sign-up.js";
import { type AccountsApi, accountsApi, type Call } from "../../support/accounts-api.js";
import { notices, openRules } from "../../support/triggers.js";
import { membershipOf, profileOf } from "../../support/users.js";

const INVITE = "POST /api/accounts/{account_id}/invitations";
const MEMBER = "PATCH /api/accounts/{account_id}/members/{user_id}";
const REMOVE = "DELETE /api/accounts/{account_id}/members/{user_id}";
const ACCEPT = "POST /api/invitations/accept";
const invalid = { status: 400, body: { code: "invitation_invalid" } };

const mary = profileOf({
  userId: "usr_mary",
  email: "mary@example.com",
  sub: "sub-mary",
  membershipCount: 0,
});
const world = () => {
  const api = accountsApi({
    profiles: [
      ...["ada", "grace"].map((name) =>
        profileOf({ userId: `usr_${name}`, email: `${name}@example.com`, sub: `sub-${name}` }),
      ),
      mary,
    ],
    memberships: [
      membershipOf({ role: "Admin", owner: true }),
      membershipOf({ userId: "usr_grace", role: "Admin" }),
    ],
  });
  const at = async (name: string, route: string, change: Call = {}) => {
    api.ports.clock.advance(1000);
    return api.call(name, route, { pathParameters: { account_id: "acc-1" }, ...change });
  };
  const token = () => /invite_[0-9a-f]{32}/.exec(api.ports.messenger.sent.at(-1)?.text ?? "")?.[0] ?? "";
  const invite = async (by: string, email: string, role = "Admin") => {
    expect(await at(by, INVITE, { body: { email, role, valid_days: 90 } })).toMatchObject({ status: 202 });
    return token();
  };
  const about = (name: string) => ({ account_id: "acc-1", user_id: `usr_${name}` });
  return {
    ...api,
    invite,
    accept: (name: string, mailed: string) =>
      at(name, ACCEPT, { body: { token: mailed }, pathParameters: {} }),
    demote: (name: string) => at("ada", MEMBER, { pathParameters: about(name), body: { role: "Viewer" } }),
    step: (name: string, to: "suspend" | "reinstate") =>
      at("ada", `POST /api/accounts/{account_id}/members/{user_id}/${to}`, { pathParameters: about(name) }),
    remove: (by: string, name: string) => at(by, REMOVE, { pathParameters: about(name) }),
  };
};
type World = ReturnType<typeof world>;
const statusOf = async ({ ports }: AccountsApi, name: string): Promise<Membership | undefined> =>
  (await ports.directory.standing(`usr_${name}`, "acc-1")).membership;
const ofProfile = ({ ports }: AccountsApi, name: string, change: Partial<UserProfile>) => {
  const held = ports.directory.profiles.get(`usr_${name}`);
  if (held) ports.directory.profiles.set(held.userId, { ...held, ...change });
};

describe("an invitation of the inviter's own address", () => {
  it.each(["ada", "grace"])("does not bring the inviter back who was removed by %s", async (by) => {
    const api = world();
    const mailed = await api.invite("grace", "grace@example.com");
    expect((await api.remove(by, "grace")).status).toBe(204);
    expect(await api.accept("grace", mailed)).toMatchObject(invalid);
    expect(await statusOf(api, "grace")).toMatchObject({ status: "REMOVED" });
  });
});

describe("an invitation from before the invited user left", () => {
  it("does not bring the user back, whoever made it", async () => {
    const api = world();
    const before = await api.invite("ada", "grace@example.com");
    const operators = await inviteUser(api.ports, {
      ...{ email: "mary@example.com", systemAccountId: "acc-1", role: "Admin", validSeconds: 9_000_000 },
      inviter: { operator: "ops" },
    });
    await api.remove("ada", "grace");
    expect(await api.accept("grace", before)).toMatchObject(invalid);
    const first = await api.accept("mary", operators.token);
    expect(first.status).toBe(200);
    expect(await api.accept("grace", await api.invite("ada", "grace@example.com", "Viewer"))).toMatchObject({
      status: 200,
      body: { role: "Viewer" },
    });
  });
});

describe("an invitation", () => {
  const endings: readonly (readonly [string, (api: World) => Promise<unknown>])[] = [
    ["was demoted", (api) => api.demote("grace")],
    ["was suspended", (api) => api.step("grace", "suspend")],
    [
      "was suspended and reinstated",
      async (api) => {
        await api.step("grace", "suspend");
        await api.step("grace", "reinstate");
      },
    ],
    ["was removed", (api) => api.remove("ada", "grace")],
    ["left", (api) => api.remove("grace", "grace")],
    [
      "was removed and came back",
      async (api) => {
        await api.remove("ada", "grace");
        const back = await api.accept("grace", await api.invite("ada", "grace@example.com"));
        expect(back.status).toBe(200);
      },
    ],
    ["was suspended as a user", async (api) => ofProfile(api, "grace", { status: "SUSPENDED" })],
    [
      "was suspended as a user and reinstated",
      async (api) => ofProfile(api, "grace", { suspendedAt: api.ports.clock.now().toISOString() }),
    ],
  ];
  it.each(endings)(
    "does not count if its inviter %s: by its token, at sign-in, at sign-up",
    async (_, end) => {
      const api = world();
      const mailed = await api.invite("grace", "mary@example.com");
      await end(api);
      expect(await api.accept("mary", mailed)).toMatchObject(invalid);
      await acceptInvitations(api.ports, { userId: "usr_mary", email: mary.email, emailVerified: true });
      expect(await statusOf(api, "mary")).toBeUndefined();
      const attempt = {
        ...{ email: "mary@example.com", userName: "mary", clientId: "client", languages: [] },
        ...{ captchaToken: undefined, invitationToken: mailed },
      };
      const registrationRules = { ...openRules, access: "invited" } as const;
      await expect(admitSignUp({ ...api.ports, notices, registrationRules }, attempt)).rejects.toMatchObject({
        code: "invitation_required",
      });
    },
  );

  it("counts while its inviter has at least its role", async () => {
    const api = world();
    const mailed = await api.invite("grace", "mary@example.com", "Viewer");
    await api.demote("grace");
    expect(await api.accept("mary", mailed)).toMatchObject({ status: 200 });
  });

  it("does not count for a user who was suspended since", async () => {
    const api = world();
    const mailed = await api.invite("ada", "mary@example.com");
    ofProfile(api, "mary", { suspendedAt: api.ports.clock.now().toISOString() });
    expect(await api.accept("mary", mailed)).toMatchObject(invalid);
  });
});
