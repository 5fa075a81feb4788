/** The flows of the product behind the steps of `directory-model.ts`, on memory ports. */
import type { UserActor } from "../../shared/domain/actor.js";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { callerFrom } from "../../shared/domain/caller.js";
import { stepUpId } from "../../shared/domain/challenge/one-time-ticket.js";
import { AuthError } from "../../shared/domain/errors.js";
import { acceptInvitation } from "../../shared/flows/accounts/answer-invitation.js";
import { closeAccount } from "../../shared/flows/accounts/change-account.js";
import { changeMember } from "../../shared/flows/accounts/change-member.js";
import { inviteMember } from "../../shared/flows/accounts/invite-member.js";
import { inviteUser } from "../../shared/flows/accounts/invite-user.js";
import { issueApiKey } from "../../shared/flows/api-key/issue-api-key.js";
import { rotateApiKey } from "../../shared/flows/api-key/rotate-api-key.js";
import { nameOwner, stepAccount } from "../../shared/flows/operator/manage-accounts.js";
import { describeResource } from "../../shared/flows/permission/describe-resource.js";
import { grantPermission } from "../../shared/flows/permission/grant-permission.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import type { ActionName, RoleName, Step } from "./directory-steps.js";
import { notices } from "./triggers.js";
import { accountOf, membershipOf, NOW, profileOf } from "./users.js";

export const PEOPLE = ["ada", "grace", "joan", "linus"] as const;
export const ACCOUNTS = ["acc-1", "acc-2"] as const;
export const RESOURCES = ["invoice/1", "invoice/2"] as const;
/** Who owns each account at the start. */
export const FOUNDERS = [
  ["ada", "acc-1"],
  ["grace", "acc-2"],
] as const;

const emailOf = (who: string) => `${who}@example.com`;
const PURPOSES = ["close-account", "api-keys"] as const;

export const directoryProduct = () => {
  const memory = memoryPorts({
    now: NOW,
    profiles: PEOPLE.map((who) =>
      profileOf({ userId: who, email: emailOf(who), sub: `sub-${who}`, membershipCount: 0 }),
    ),
    accounts: ACCOUNTS.map((systemAccountId) =>
      accountOf({ systemAccountId, visibleAccountId: systemAccountId }),
    ),
    memberships: FOUNDERS.map(([userId, systemAccountId]) =>
      membershipOf({ userId, systemAccountId, role: "Admin", owner: true }),
    ),
  });
  for (const [who] of FOUNDERS) setProfile(memory, who, { membershipCount: 1 });
  const unlimited = {
    take: async () => ({ allowed: true as const, attemptNumber: 1 }),
    refund: async () => undefined,
  };
  const ports = {
    ...memory,
    throttle: unlimited as unknown as typeof memory.throttle,
    notices,
    operator: "ops",
  };
  const tokens = new Map<string, string>();
  const keyIds: string[] = [];
  let requests = 0;

  const actor = (who: string, systemAccountId?: string): UserActor => {
    requests += 1;
    return {
      credential: "token",
      ...{ userId: who, sub: `sub-${who}`, sessionId: "session-1", username: who, email: emailOf(who) },
      ...{ systemAccountId, visibleAccountId: systemAccountId, cellId: "cell-7", role: "Viewer" },
      scopes: ["aws.cognito.signin.user.admin"],
      caller: callerFrom({ requestId: `request-${requests}`, sourceIp: "203.0.113.10" }),
      route: "PUT /a/step",
    };
  };
  const proved = async (who: string, systemAccountId: string): Promise<void> => {
    requests += 1;
    for (const purpose of PURPOSES) {
      const id = stepUpId({ sub: `sub-${who}`, sessionId: "session-1", purpose, systemAccountId });
      const expiresAtSeconds = ports.clock.now().getTime() / 1000 + 300;
      const about = { subject: userSubject(who), key: `${purpose}/${requests}`, at: ports.clock.now() };
      await ports.tickets.issue(
        { id, kind: "step-up", sub: `sub-${who}`, expiresAtSeconds },
        auditEvent("stepup.completed", about),
      );
    }
  };
  const attempt = () => ({ act: `request-${requests}`, repeated: false });
  const mailed = () => /invite_[0-9a-f]{32}/.exec(ports.messenger.sent.at(-1)?.text ?? "")?.[0] ?? "";
  const grant = (step: Extract<Step, { kind: "grant" }>) => {
    const { by, who, account, resource, action, hours } = step;
    const now = ports.clock.now().getTime() / 1000;
    const expiry = hours === undefined ? {} : { expiresAtSeconds: now + hours * 3600 };
    return grantPermission(ports, actor(by, account), {
      ...{ resource, grantee: `user:${who}`, actions: [action satisfies ActionName], ...expiry },
    });
  };
  const invite = async (step: Extract<Step, { kind: "invite" }>): Promise<void> => {
    const { by, who, account, role } = step;
    await inviteMember(ports, actor(by, account), { email: emailOf(who), role, validDays: 90 });
    tokens.set(`${who} ${account}`, mailed());
  };
  const operatorInvite = async (step: Extract<Step, { kind: "operatorInvite" }>): Promise<void> => {
    const { who, account, role } = step;
    const made = { email: emailOf(who), systemAccountId: account, role, validSeconds: 90 * 86_400 };
    const { token } = await inviteUser(ports, { ...made, inviter: { operator: "ops" } });
    tokens.set(`${who} ${account}`, token);
  };
  const issueKey = async (by: string, account: string, role: RoleName): Promise<string> => {
    await proved(by, account);
    const wish = { name: "key", role, validDays: 366 };
    const { key, text } = await issueApiKey(ports, actor(by, account), wish, attempt());
    keyIds.push(key.keyId);
    return text;
  };
  const rotateKey = async (by: string, index: number): Promise<string> => {
    const keyId = keyIds[index];
    if (keyId === undefined) throw new AuthError("not_found");
    const account = (await ports.apiKeys.find(keyId))?.systemAccountId ?? "";
    await proved(by, account);
    const wish = { keyId, overlapSeconds: 3600, validDays: 366 };
    return (await rotateApiKey(ports, actor(by, account), wish, attempt())).text;
  };
  const named = async (who: string, systemAccountId: string): Promise<void> => {
    const outcome = await nameOwner(ports, { systemAccountId, userId: who, reason: "step" });
    if (outcome === "refused") throw new AuthError("conflict");
  };
  const reopened = async (systemAccountId: string): Promise<void> => {
    const outcome = await stepAccount(ports, { systemAccountId, step: "reopen", reason: "step" });
    if (outcome === "unchanged") throw new AuthError("conflict");
  };
  const profileStatus = (who: string, status: "ACTIVE" | "SUSPENDED"): void => {
    if (ports.directory.profiles.get(who)?.status === status) throw new AuthError("conflict");
    const at = ports.clock.now().toISOString();
    setProfile(ports, who, { status, ...(status === "SUSPENDED" && { suspendedAt: at }) });
  };

  /** Does the step. Returns the text of a key that it made. @throws AuthError of the flow. */
  const run = async (step: Step): Promise<string | undefined> => {
    switch (step.kind) {
      case "invite":
        return void (await invite(step));
      case "operatorInvite":
        return void (await operatorInvite(step));
      case "accept": {
        const token = tokens.get(`${step.who} ${step.account}`) ?? "invite_0";
        return void (await acceptInvitation(ports, actor(step.who), token));
      }
      case "promote":
      case "suspend":
      case "reinstate":
      case "remove": {
        const act =
          step.kind === "promote" ? ({ kind: "role", role: step.role } as const) : { kind: step.kind };
        return void (await changeMember(ports, actor(step.by, step.account), { userId: step.who, act }));
      }
      case "grant":
        return void (await grant(step));
      case "own": {
        const wanted = { resource: step.resource, facts: { ownerId: step.who } };
        return void (await describeResource(ports, actor(step.by, step.account), wanted));
      }
      case "issueKey":
        return issueKey(step.by, step.account, step.role);
      case "rotateKey":
        return rotateKey(step.by, step.key);
      case "close":
        await proved(step.by, step.account);
        return void (await closeAccount(ports, actor(step.by, step.account)));
      case "reopen":
        return void (await reopened(step.account));
      case "nameOwner":
        return void (await named(step.who, step.account));
      case "disable":
        return profileStatus(step.who, "SUSPENDED") as undefined;
      case "enable":
        return profileStatus(step.who, "ACTIVE") as undefined;
      case "wait":
        return ports.clock.advance(step.hours * 3_600_000) as undefined;
    }
  };
  return { ports, run };
};

const setProfile = (
  { directory }: Pick<ReturnType<typeof memoryPorts>, "directory">,
  who: string,
  change: object,
): void => {
  const held = directory.profiles.get(who);
  if (held) directory.profiles.set(who, { ...held, ...change });
};
