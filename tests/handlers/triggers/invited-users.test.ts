/** Users with an invitation to an account: at sign-up, at its confirmation, at sign-in. */
import { describe, expect, it } from "@jest/globals";
import { postAuthentication } from "../../../handlers/triggers/post-authentication.js";
import { postConfirmation } from "../../../handlers/triggers/post-confirmation.js";
import { preSignUp } from "../../../handlers/triggers/pre-sign-up.js";
import type { RegistrationRules } from "../../../shared/domain/sign-up-policy.js";
import { inviteUser } from "../../../shared/flows/accounts/invite-user.js";
import { type MemorySeed, memoryPorts } from "../../../shared/memory/ports.js";
import { rejectionOf, thrownWords } from "../../support/public-words.js";
import { sampleEvent } from "../../support/sample-event.js";
import { googleOnly, notices, openRules } from "../../support/triggers.js";
import { accountOf, FIRST_ID, membershipOf, NOW, profileOf, SUB } from "../../support/users.js";

const invited = async (seed: MemorySeed = {}, email = "Ada@Example.com") => {
  const ports = memoryPorts({ now: NOW, accounts: [accountOf()], ...seed });
  const invitation = { systemAccountId: "acc-1", role: "Viewer", inviter: { operator: "ops" } } as const;
  const { token } = await inviteUser(ports, { ...invitation, email, validSeconds: 3600 });
  return { ports, token };
};
const types = ({ audit }: ReturnType<typeof memoryPorts>) => audit.events.map(({ type }) => type);

describe("an invitation", () => {
  it("returns its token once; neither the table nor an event contains it", async () => {
    const { ports, token } = await invited();
    expect(token).toMatch(/^invite_[0-9]{32}$/);
    expect(
      JSON.stringify([ports.audit.events, await ports.invitations.openFor("ada@example.com")]),
    ).not.toContain(token);
    expect(ports.audit.events).toMatchObject([
      {
        type: "membership.invited",
        subject: expect.stringMatching(/^pseudonym:/),
        details: { systemAccountId: "acc-1", reason: "Viewer by ops" },
      },
    ]);
  });

  it.each([
    ["invalid_request", { accounts: [accountOf()] }, "ada"],
    ["forbidden", { accounts: [] }, "ada@example.com"],
    ["forbidden", { accounts: [accountOf({ status: "CLOSED" })] }, "ada@example.com"],
  ] as const)("is %s if it is not possible", async (code, seed, email) => {
    await expect(invited(seed, email)).rejects.toMatchObject({ code });
  });
});

describe("a sign-up with the token of an invitation", () => {
  const signUp = (
    ports: ReturnType<typeof memoryPorts>,
    { token, email = "ada@example.com" }: { token?: string; email?: string },
    rules: Partial<RegistrationRules> = { access: "invited", invitedConfirm: "token" },
  ) =>
    preSignUp({
      ...ports,
      federationPolicy: googleOnly,
      notices,
      registrationRules: { ...openRules, ...rules },
    })(
      sampleEvent("pre-sign-up/sign-up", {
        request: {
          userAttributes: { email },
          validationData: token === undefined ? null : { invitation: token },
        },
      }),
    );
  const required = thrownWords("invitation_required");

  it("needs no code if the stage accepts the token as a proof of the address", async () => {
    const { ports, token } = await invited();
    expect((await signUp(ports, { token })).response).toEqual({
      autoConfirmUser: true,
      autoVerifyEmail: true,
      autoVerifyPhone: false,
    });
    // Delivered again, it is answered the same: only the membership uses the token up.
    expect((await signUp(ports, { token })).response).toMatchObject({ autoConfirmUser: true });
  });

  it("needs a code if the stage does not accept the token", async () => {
    const { ports, token } = await invited();
    const { response } = await signUp(ports, { token }, { access: "invited" });
    expect(response).toMatchObject({ autoConfirmUser: false, autoVerifyEmail: false });
  });

  it("is refused without the token, because an address alone proves nothing", async () => {
    const { ports } = await invited();
    expect((await rejectionOf(signUp(ports, {}))).message).toBe(required);
  });

  it.each(["invite_00000000000000000000000000000000", "", "x".repeat(2048)])(
    "is refused with a token like %.40s",
    async (token) => {
      const { ports } = await invited();
      expect((await rejectionOf(signUp(ports, { token }))).message).toBe(required);
    },
  );

  it("is refused for another address, and does not confirm it where sign-up is open", async () => {
    const { ports, token } = await invited();
    const email = "mallory@example.com";
    expect((await rejectionOf(signUp(ports, { token, email }))).message).toBe(required);
    const { response } = await signUp(ports, { token, email }, { invitedConfirm: "token" });
    expect(response).toMatchObject({ autoConfirmUser: false, autoVerifyEmail: false });
  });

  it("is refused when the invitation is over, was replaced or was accepted", async () => {
    const late = await invited();
    late.ports.clock.advance(3_600_000);
    expect((await rejectionOf(signUp(late.ports, late))).message).toBe(required);

    const replaced = await invited();
    const next = {
      email: "ada@example.com",
      systemAccountId: "acc-1",
      role: "Admin",
      inviter: { operator: "ops" },
    } as const;
    await inviteUser(replaced.ports, { ...next, validSeconds: 60 });
    expect((await rejectionOf(signUp(replaced.ports, replaced))).message).toBe(required);

    const used = await invited();
    await postConfirmation(used.ports)(sampleEvent("post-confirmation/confirm-sign-up"));
    expect((await rejectionOf(signUp(used.ports, used))).message).toBe(required);
  });

  it("is still subject to the rules for addresses", async () => {
    const { ports, token } = await invited();
    const rules = { deniedDomains: ["example.com"], access: "invited" } as const;
    expect((await rejectionOf(signUp(ports, { token }, rules))).message).toBe(thrownWords("sign_up_refused"));
  });
});

describe("a confirmed address", () => {
  it("is a member of the account that it was invited to, and ACTIVE after that", async () => {
    const { ports } = await invited();
    await postConfirmation(ports)(sampleEvent("post-confirmation/confirm-sign-up"));
    expect(await ports.directory.standing(FIRST_ID.replace(/1$/, "3"), "acc-1")).toMatchObject({
      profile: { status: "ACTIVE", membershipCount: 1, membershipVersion: 1, activeAccountId: "acc-1" },
      membership: { role: "Viewer", status: "ACTIVE" },
    });
    expect(types(ports)).toEqual([
      "membership.invited",
      "signup.requested",
      "membership.accepted",
      "user.confirmed",
    ]);
  });

  it("becomes a member once, also if the event is delivered late or again", async () => {
    const { ports } = await invited();
    const handler = postConfirmation(ports);
    const deliver = () => handler(sampleEvent("post-confirmation/confirm-sign-up"));
    await Promise.all(Array.from({ length: 5 }, deliver));
    await deliver();
    expect(types(ports).filter((type) => type === "membership.accepted")).toHaveLength(1);
    expect([...ports.directory.profiles.values()]).toMatchObject([{ membershipCount: 1 }]);
  });

  it("gets no membership while the address is not verified, also after a confirmation by an administrator", async () => {
    const { ports } = await invited();
    await postConfirmation(ports)(sampleEvent("post-confirmation/admin-confirm-sign-up"));
    expect([...ports.directory.profiles.values()]).toMatchObject([{ status: "ACTIVE", membershipCount: 0 }]);
  });
});

describe("a sign-in", () => {
  const signIn = (ports: ReturnType<typeof memoryPorts>, change = {}) =>
    postAuthentication(ports)(sampleEvent("post-authentication/sign-in", change));

  it("makes a user created by an administrator a member of the accounts that invited them", async () => {
    const { ports } = await invited();
    await signIn(ports);
    expect([...ports.directory.profiles.values()]).toMatchObject([{ membershipCount: 1 }]);
  });

  it("completes an interrupted confirmation and creates the membership", async () => {
    const { ports } = await invited({ profiles: [profileOf({ status: "UNCONFIRMED", membershipCount: 0 })] });
    await signIn(ports);
    await signIn(ports);
    expect([...ports.directory.profiles.values()]).toMatchObject([{ status: "ACTIVE", membershipCount: 1 }]);
    expect(types(ports)).toEqual(["membership.invited", "membership.accepted", "user.confirmed"]);
  });

  it("accepts no invitation for a user who is already in an account: they accept explicitly", async () => {
    const { ports } = await invited({ profiles: [profileOf({ membershipCount: 1 })] });
    await signIn(ports);
    expect(types(ports)).toEqual(["membership.invited"]);
  });

  it("accepts no membership that an operator made as INVITED", async () => {
    const ports = memoryPorts({
      accounts: [accountOf()],
      profiles: [profileOf({ membershipCount: 0 })],
      memberships: [membershipOf({ status: "INVITED" })],
    });
    await signIn(ports);
    expect((await ports.directory.standing("usr_ada", "acc-1")).membership).toMatchObject({
      status: "INVITED",
    });
  });

  it("accepts nothing for an address that is not verified", async () => {
    const { ports } = await invited({ profiles: [profileOf({ membershipCount: 0, sub: SUB })] });
    await signIn(ports, { request: { userAttributes: { email_verified: "false" } } });
    expect(types(ports)).toEqual(["membership.invited"]);
  });
});
