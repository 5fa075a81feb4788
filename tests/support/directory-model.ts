/**
 * A model of the directory for random histories: who is in which account, what they were given, what still counts, and
 * why. The product compares times; the model marks at every ending what ends with it. To add a step, add its kind to
 * `directory-steps.ts`, `directory-rules.ts`, `directory-effects.ts`, the product, and the arbitrary.
 */
import {
  ACCOUNTS,
  type ActionName,
  addressOf,
  atLeast,
  BY_ROLE,
  contains,
  PEOPLE,
  type RoleName,
  STAFF,
  TWINS,
} from "./directory-steps.js";

export type Member = { role: RoleName; status: "ACTIVE" | "SUSPENDED"; owner: boolean };
/** `endedFor`: the users for whom it ended, because they left the account; `user <name>`: because of the user's suspension. */
type Given = { readonly endedFor: Set<string> };
export type Invitation = Given & { by: string | undefined; readonly role: RoleName; used: boolean };
export type Grant = Given & { readonly action: ActionName; readonly until: number };
export type Ownership = Given & { readonly who: string };
export type Secret = Given & { readonly text: string; issuer: string; readonly until: number };
export type ModelKey = {
  readonly account: string;
  readonly role: RoleName;
  revoked: boolean;
  current: Secret;
  previous?: Secret;
};

export const at = (...names: string[]): string => names.join(" ");
const FOREVER = Number.POSITIVE_INFINITY;

export class DirectoryModel {
  now = 0; // seconds
  readonly closed = new Set<string>();
  readonly disabled = new Set<string>();
  readonly erased = new Set<string>();
  readonly merged = new Set<string>();
  readonly pool = new Map<string, "enabled" | "disabled" | "missing">(PEOPLE.map((who) => [who, "enabled"]));
  /** Whom the pool ended, until an operator reinstates them; and who is reinstated without a pool user. */
  readonly ended = new Set<string>();
  readonly forgiven = new Set<string>();
  /** Whose session of the last sign-in has not ended. */
  readonly sessions = new Set<string>(PEOPLE);
  /** By user and account. */
  readonly members = new Map<string, Member>();
  readonly known = new Set<string>();
  readonly inTeam = new Set<string>();
  /** Accounts with a team. */
  readonly teams = new Set<string>();
  /** By address and account. */
  readonly invitations = new Map<string, Invitation>();
  /** By account, resource and grantee. */
  readonly grants = new Map<string, Grant>();
  /** By account and resource. */
  readonly owners = new Map<string, Ownership>();
  readonly keys: ModelKey[] = [];

  join(who: string, account: string, role: RoleName, owner = false): void {
    this.members.set(at(who, account), { role, status: "ACTIVE", owner });
    this.known.add(at(who, account));
  }

  member(who: string, account: string): Member | undefined {
    return this.members.get(at(who, account));
  }

  lives(who: string): boolean {
    return !this.erased.has(who) && !this.disabled.has(who);
  }

  signsIn(who: string): boolean {
    return this.lives(who) && this.pool.get(who) === "enabled";
  }

  /** The membership, if the user may act in the account. */
  active(who: string, account: string): Member | undefined {
    const member = this.member(who, account);
    return this.lives(who) && !this.closed.has(account) && member?.status === "ACTIVE" ? member : undefined;
  }

  isAdmin(who: string, account: string): boolean {
    return this.active(who, account)?.role === "Admin";
  }

  invitation(who: string, account: string): Invitation | undefined {
    return this.invitations.get(at(addressOf(who), account));
  }

  ownerCount(account: string): number {
    return [...this.members].filter(([place, { owner }]) => owner && place.endsWith(` ${account}`)).length;
  }

  /** When the right to the action ends; undefined without one. */
  rightUntil(who: string, account: string, resource: string, action: ActionName): number | undefined {
    const ends = this.sources(who, account, resource)
      .filter(([, held, until]) => contains(held, action) && until > this.now)
      .map(([, , until]) => until);
    return ends.length === 0 ? undefined : Math.max(...ends);
  }

  /** The rule that allows the action, or the reason why none does. */
  why(who: string, account: string, resource: string, action: ActionName): string {
    const member = this.member(who, account);
    if (this.erased.has(who)) return "user_unknown";
    if (this.disabled.has(who)) return "user_inactive";
    if (member === undefined) return "not_a_member";
    if (member.status !== "ACTIVE") return "membership_inactive";
    if (this.closed.has(account)) return "account_inactive";
    const fitting = this.sources(who, account, resource).filter(([, held]) => contains(held, action));
    const [rule] = fitting.find(([, , until]) => until > this.now) ?? [];
    return rule ?? (fitting.length > 0 ? "expired" : "no_rule");
  }

  /** What gives the user rights to the resource, in the order of the rules. */
  private sources(who: string, account: string, resource: string): [string, ActionName, number][] {
    const member = this.active(who, account);
    if (member === undefined) return [];
    const owner = this.owners.get(at(account, resource));
    const granted = (rule: string, grantee: string): [string, ActionName, number][] => {
      const grant = this.grants.get(at(account, resource, grantee));
      // A grant to a team, a group or a role is not one to the user.
      const ended = rule === "user_grant" && grant?.endedFor.has(who) === true;
      return grant === undefined || ended ? [] : [[rule, grant.action, grant.until]];
    };
    return [
      ...(owner?.who === who && !owner.endedFor.has(who)
        ? ([["owner", "admin", FOREVER]] as [string, ActionName, number][])
        : []),
      ...granted("user_grant", `user:${who}`),
      ...(this.inTeam.has(at(who, account)) ? granted("team_grant", "team") : []),
      ...(STAFF.includes(who) ? granted("group_grant", "group:staff") : []),
      ...granted("role_grant", `role:${member.role}`),
      ["role_default", BY_ROLE[member.role], FOREVER],
    ];
  }

  /** Whether a key's text is valid. */
  admits(key: ModelKey, { issuer, endedFor, until }: Secret): boolean {
    const member = this.active(issuer, key.account);
    if (key.revoked || until <= this.now || endedFor.has(issuer)) return false;
    return member !== undefined && atLeast(member.role, key.role);
  }

  /** Leaving or removal: everything to and from the user in the account ends for them. */
  gone(who: string, account: string): void {
    this.members.delete(at(who, account));
    this.inTeam.delete(at(who, account));
    for (const given of this.givenIn(account)) given.endedFor.add(who);
  }

  /** Suspension of a membership: what the user offered ends, the rest only pauses. */
  pausedIn(who: string, account: string): void {
    for (const invitation of this.invitationsIn(account)) invitation.endedFor.add(who);
  }

  /** Suspension of the user, who may have been suspended before. */
  suspended(who: string): void {
    this.sessions.delete(who);
    if (this.disabled.has(who)) return;
    this.disabled.add(who);
    for (const invitation of this.invitations.values()) invitation.endedFor.add(`user ${who}`);
  }

  /** The ending of a user: beside the suspension, keys and open invitations end for good. */
  endRights(who: string): void {
    this.sessions.delete(who);
    for (const key of this.keys)
      if (key.current.issuer === who && this.member(who, key.account)) key.revoked = true;
    for (const [place, { by, used }] of this.invitations)
      if (!used && (by === who || place.startsWith(`${addressOf(who)} `))) this.invitations.delete(place);
  }

  /** The directory compares the user with the pool. */
  followPool(who: string): void {
    const state = this.pool.get(who);
    if (this.erased.has(who) || this.merged.has(who) || this.ended.has(who) || state === "enabled") return;
    if (state === "missing" ? this.forgiven.has(who) : this.disabled.has(who)) return;
    this.ended.add(who);
    // A later time than that of an earlier suspension.
    for (const invitation of this.invitations.values()) invitation.endedFor.add(`user ${who}`);
    this.disabled.add(who);
    this.endRights(who);
  }

  /** With the profile that was merged into the user. */
  erase(who: string): void {
    if (who === TWINS.kept && this.merged.delete(TWINS.duplicate)) this.erase(TWINS.duplicate);
    this.endRights(who);
    this.erased.add(who);
    this.pool.set(who, "missing");
    for (const account of ACCOUNTS) {
      for (const places of [this.members, this.known, this.inTeam]) places.delete(at(who, account));
      this.invitations.delete(at(addressOf(who), account));
    }
  }

  givenIn(account: string): Given[] {
    const there = ([place]: [string, Given]) => place.startsWith(`${account} `);
    const secrets = this.keys
      .filter((key) => key.account === account)
      .flatMap(({ current, previous }) => [current, ...(previous === undefined ? [] : [previous])]);
    const placed = [...this.grants, ...this.owners].filter(there).map(([, given]) => given);
    return [...this.invitationsIn(account), ...placed, ...secrets];
  }

  invitationsIn(account: string): Invitation[] {
    return [...this.invitations].filter(([place]) => place.endsWith(` ${account}`)).map(([, each]) => each);
  }
}
