/** The flows of the product behind the steps of `directory-model.ts`, on memory ports. */
import type { UserActor } from "../../shared/domain/actor.js";
import { auditEvent, userSubject } from "../../shared/domain/audit/audit-event.js";
import { callerFrom } from "../../shared/domain/caller.js";
import { stepUpId } from "../../shared/domain/challenge/one-time-ticket.js";
import { AuthError } from "../../shared/domain/errors.js";
import type { PoolUser } from "../../shared/domain/pool-user.js";
import { acceptInvitation } from "../../shared/flows/accounts/answer-invitation.js";
import { closeAccount } from "../../shared/flows/accounts/change-account.js";
import { changeMember } from "../../shared/flows/accounts/change-member.js";
import { inviteMember } from "../../shared/flows/accounts/invite-member.js";
import { inviteUser } from "../../shared/flows/accounts/invite-user.js";
import { issueApiKey } from "../../shared/flows/api-key/issue-api-key.js";
import { rotateApiKey } from "../../shared/flows/api-key/rotate-api-key.js";
import {
  addToTeam,
  createTeam,
  deleteTeam,
  removeFromTeam,
} from "../../shared/flows/permission/change-team.js";
import { describeResource } from "../../shared/flows/permission/describe-resource.js";
import { grantPermission } from "../../shared/flows/permission/grant-permission.js";
import { issueClaims } from "../../shared/flows/sign-in/issue-claims.js";
import { memoryPorts } from "../../shared/memory/ports.js";
import { directoryOperator } from "./directory-operator.js";
import {
  ACCOUNTS,
  type ActionName,
  addressOf,
  FOUNDERS,
  type GRANTEES,
  PEOPLE,
  type RoleName,
  STAFF,
  type Step,
  TWINS,
} from "./directory-steps.js";
import { notices, PLAIN_CLAIMS } from "./triggers.js";
import { accountOf, membershipOf, NOW, profileOf } from "./users.js";

const PURPOSES = ["close-account", "api-keys"] as const;

export const directoryProduct = () => {
  const memory = memoryPorts({
    now: NOW,
    profiles: PEOPLE.map((who) =>
      profileOf({
        ...{ userId: who, email: addressOf(who), sub: `sub-${who}` },
        ...{ membershipCount: FOUNDERS.some(([founder]) => founder === who) ? 1 : 0 },
        groups: STAFF.includes(who) ? ["staff"] : [],
      }),
    ),
    poolUsers: PEOPLE.map(poolUserOf),
    accounts: ACCOUNTS.map((systemAccountId) =>
      accountOf({ systemAccountId, visibleAccountId: systemAccountId }),
    ),
    memberships: FOUNDERS.map(([userId, systemAccountId]) =>
      membershipOf({ userId, systemAccountId, role: "Admin", owner: true }),
    ),
  });
  const unlimited = {
    take: async () => ({ allowed: true as const, attemptNumber: 1 }),
    refund: async () => undefined,
  };
  const ports = {
    ...memory,
    throttle: unlimited as unknown as typeof memory.throttle,
    notices,
  };
  const operate = directoryOperator(memory);
  const tokens = new Map<string, string>();
  const teams = new Map<string, string>();
  const keyIds: string[] = [];
  const signedInAt = new Map<string, number>();
  let requests = 0;

  const actor = (who: string, systemAccountId?: string): UserActor => {
    requests += 1;
    return {
      credential: "token",
      ...{ userId: who, sub: `sub-${who}`, sessionId: "session-1", username: who, email: addressOf(who) },
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
  const granteeOf = (to: (typeof GRANTEES)[number], who: string, account: string): string => {
    const team = `team:${teams.get(account) ?? "team_0"}`;
    return { user: `user:${who}`, team, group: "group:staff", role: "role:Viewer" }[to];
  };
  const changeTeam = async (step: Extract<Step, { kind: `${string}Team` }>): Promise<void> => {
    const { account, by } = step;
    const held = teams.get(account);
    if (step.kind === "createTeam") {
      if (held !== undefined) throw new AuthError("conflict");
      teams.set(account, (await createTeam(ports, actor(by, account), "Team")).teamId);
      return;
    }
    const teamId = held ?? "team_0";
    if (!("who" in step)) {
      await deleteTeam(ports, actor(by, account), teamId);
      teams.delete(account);
      return;
    }
    const change = step.kind === "joinTeam" ? addToTeam : removeFromTeam;
    await change(ports, actor(by, account), { teamId, userId: step.who });
  };
  const grant = (step: Extract<Step, { kind: "grant" }>) => {
    const { by, who, account, resource, action, hours, to = "user" } = step;
    const now = ports.clock.now().getTime() / 1000;
    const expiry = hours === undefined ? {} : { expiresAtSeconds: now + hours * 3600 };
    return grantPermission(ports, actor(by, account), {
      ...{
        resource,
        grantee: granteeOf(to, who, account),
        actions: [action satisfies ActionName],
        ...expiry,
      },
    });
  };
  const invite = async (step: Extract<Step, { kind: "invite" }>): Promise<void> => {
    const { by, who, account, role } = step;
    await inviteMember(ports, actor(by, account), { email: addressOf(who), role, validDays: 90 });
    tokens.set(`${addressOf(who)} ${account}`, mailed());
  };
  const operatorInvite = async (step: Extract<Step, { kind: "operatorInvite" }>): Promise<void> => {
    const { who, account, role } = step;
    const made = { email: addressOf(who), systemAccountId: account, role, validSeconds: 90 * 86_400 };
    const { token } = await inviteUser(ports, { ...made, inviter: { operator: "ops" } });
    tokens.set(`${addressOf(who)} ${account}`, token);
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
  /** Does the step. Returns the text of a key that it made. @throws AuthError of the flow. */
  const run = async (step: Step): Promise<string | undefined> => {
    switch (step.kind) {
      case "invite":
        return void (await invite(step));
      case "operatorInvite":
        return void (await operatorInvite(step));
      case "accept": {
        const token = tokens.get(`${addressOf(step.who)} ${step.account}`) ?? "invite_0";
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
      case "signIn":
        return void (await signIn(step.who));
      case "createTeam":
      case "deleteTeam":
      case "joinTeam":
      case "leaveTeam":
        return void (await changeTeam(step));
      case "wait":
        return ports.clock.advance(step.hours * 3_600_000) as undefined;
      default:
        return void (await operate(step));
    }
  };
  const isInPool = async (who: string): Promise<boolean> =>
    (await ports.poolPresence.bySub(`sub-${who}`))?.enabled === true;
  /** The claims of a token that the user gets now. */
  const claimsOf = async (who: string) => {
    if (!(await isInPool(who))) return undefined;
    const user = {
      sub: `sub-${who}`,
      userId: who,
      email: addressOf(who),
      emailVerified: true,
      attributes: {},
    };
    const deps = { ...ports, claimPolicy: PLAIN_CLAIMS };
    return issueClaims(deps, { user, scopes: [], clientId: "" }).then(
      (changes) => changes.claims,
      () => undefined,
    );
  };
  const signIn = async (who: string): Promise<void> => {
    if ((await claimsOf(who)) === undefined) throw new AuthError("invalid_credentials");
    signedInAt.set(who, ports.clock.now().getTime() / 1000);
  };
  /** Whether the session of the user's last sign-in has ended. */
  const isSessionEnded = async (who: string): Promise<boolean> => {
    const authenticatedAtSeconds = signedInAt.get(who) ?? Date.parse(NOW) / 1000;
    const session = { sessionId: `session-${who}`, sub: `sub-${who}`, authenticatedAtSeconds };
    return (await ports.access.read({ userId: who, session })).sessionEnded;
  };
  /** Seconds since the start. */
  const seconds = (): number => (ports.clock.now().getTime() - Date.parse(NOW)) / 1000;
  return { ports, run, claimsOf, isSessionEnded, seconds };
};

/** A native user, except for the duplicate, who signs in with a provider. */
const poolUserOf = (who: string): PoolUser => ({
  ...{ username: `sub-${who}`, sub: `sub-${who}`, userId: undefined, email: addressOf(who) },
  ...{ enabled: true, emailVerified: true },
  ...(who === TWINS.duplicate
    ? { status: "EXTERNAL_PROVIDER", identities: [{ provider: "Google", subject: who }] }
    : { status: "CONFIRMED", identities: [] }),
});
