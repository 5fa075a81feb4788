/**
 * A model of the directory for random histories: who is in which account, what they were given, and what still
 * counts. The product compares times; the model forgets at every ending what ends with it. To add a step, add its
 * kind here, to `directory-product.ts` and to the arbitrary of `directory-histories.ts`.
 */
import {
  type ActionName,
  atLeast,
  BY_ROLE,
  contains,
  type Grant,
  HOUR,
  type Invitation,
  type Member,
  type MemberStep,
  type ModelKey,
  type RoleName,
  type Secret,
  type Step,
} from "./directory-steps.js";

const at = (...names: string[]): string => names.join(" ");

export class DirectoryModel {
  now = 0; // seconds
  readonly closed = new Set<string>();
  readonly disabled = new Set<string>();
  readonly members = new Map<string, Member>();
  readonly invitations = new Map<string, Invitation>();
  readonly grants = new Map<string, Grant>();
  readonly owners = new Map<string, string>();
  readonly keys: ModelKey[] = [];
  readonly known = new Set<string>();

  join(who: string, account: string, role: RoleName, owner = false): void {
    this.members.set(at(who, account), { role, status: "ACTIVE", owner });
    this.known.add(at(who, account));
  }

  member(who: string, account: string): Member | undefined {
    return this.members.get(at(who, account));
  }

  /** The membership, if the user may act in the account. */
  active(who: string, account: string): Member | undefined {
    const member = this.member(who, account);
    const open = !this.disabled.has(who) && !this.closed.has(account);
    return open && member?.status === "ACTIVE" ? member : undefined;
  }

  ownerCount(account: string): number {
    return [...this.members].filter(([place, { owner }]) => owner && place.endsWith(` ${account}`)).length;
  }

  /** When the right to the action ends; undefined without one. */
  rightUntil(who: string, account: string, resource: string, action: ActionName): number | undefined {
    const member = this.active(who, account);
    if (!member) return undefined;
    if (this.owners.get(at(account, resource)) === who) return Number.POSITIVE_INFINITY;
    if (contains(BY_ROLE[member.role], action)) return Number.POSITIVE_INFINITY;
    const grant = this.grants.get(at(who, account, resource));
    return grant && contains(grant.action, action) && grant.until > this.now ? grant.until : undefined;
  }

  /** Whether a key's text is valid. */
  admits(key: ModelKey, secret: Secret & { readonly until?: number }): boolean {
    const issuer = secret.issuer === undefined ? undefined : this.active(secret.issuer, key.account);
    const current = secret.until === undefined || secret.until > this.now;
    return current && issuer !== undefined && atLeast(issuer.role, key.role);
  }

  /** Does the step, if it is allowed. `text`: the product's text of a new key. Returns whether it was allowed. */
  allows(step: Step): boolean {
    switch (step.kind) {
      case "invite":
        return this.isAdmin(step.by, step.account);
      case "operatorInvite":
        return !this.closed.has(step.account);
      case "accept":
        return this.mayAccept(step.who, step.account);
      case "promote":
      case "suspend":
      case "reinstate":
      case "remove":
        return this.mayChange(step);
      case "grant": {
        const until = step.hours === undefined ? Number.POSITIVE_INFINITY : this.now + step.hours * HOUR;
        const own = this.rightUntil(step.by, step.account, step.resource, "admin") ?? 0;
        return own >= until && this.member(step.who, step.account) !== undefined;
      }
      case "own": {
        const own = this.rightUntil(step.by, step.account, step.resource, "admin");
        return own === Number.POSITIVE_INFINITY && this.member(step.who, step.account) !== undefined;
      }
      case "issueKey":
        return this.isAdmin(step.by, step.account);
      case "rotateKey": {
        const key = this.keys[step.key];
        return key !== undefined && this.isAdmin(step.by, key.account);
      }
      case "close":
        return this.active(step.by, step.account)?.owner === true;
      case "reopen":
        return this.closed.has(step.account);
      case "nameOwner":
        return this.active(step.who, step.account) !== undefined;
      case "disable":
        return !this.disabled.has(step.who);
      case "enable":
        return this.disabled.has(step.who);
      case "wait":
        return true;
    }
  }

  /** The effect of an allowed step. `text`: the product's text of the key that the step made. */
  apply(step: Step, text = ""): undefined {
    switch (step.kind) {
      case "invite":
        return void this.invitations.set(at(step.who, step.account), {
          by: step.by,
          role: step.role,
          used: false,
        });
      case "operatorInvite":
        return void this.invitations.set(at(step.who, step.account), {
          by: undefined,
          role: step.role,
          used: false,
        });
      case "accept":
        return this.accepted(step.who, step.account) as undefined;
      case "promote":
      case "suspend":
      case "reinstate":
      case "remove":
        return this.changed(step) as undefined;
      case "grant": {
        const until = step.hours === undefined ? Number.POSITIVE_INFINITY : this.now + step.hours * HOUR;
        return void this.grants.set(at(step.who, step.account, step.resource), {
          action: step.action,
          until,
        });
      }
      case "own":
        return void this.owners.set(at(step.account, step.resource), step.who);
      case "issueKey":
        this.keys.push({ account: step.account, role: step.role, current: { text, issuer: step.by } });
        return;
      case "rotateKey": {
        const key = this.keys[step.key];
        if (!key) return;
        key.previous = { ...key.current, until: this.now + HOUR };
        key.current = { text, issuer: step.by };
        return;
      }
      case "close":
        return void this.closed.add(step.account);
      case "reopen":
        return void this.closed.delete(step.account);
      case "nameOwner":
        return this.join(step.who, step.account, "Admin", true) as undefined;
      case "disable":
        this.disabled.add(step.who);
        this.forgetInvitations((who, _, { by }) => who === step.who || by === step.who);
        return;
      case "enable":
        return void this.disabled.delete(step.who);
      case "wait":
        this.now += step.hours * HOUR;
    }
  }

  private isAdmin(who: string, account: string): boolean {
    return this.active(who, account)?.role === "Admin";
  }

  private mayAccept(who: string, account: string): boolean {
    const invitation = this.invitations.get(at(who, account));
    if (!invitation || this.disabled.has(who) || this.closed.has(account)) return false;
    if (invitation.used) return this.active(who, account) !== undefined;
    if (this.member(who, account)) return false;
    if (invitation.by === undefined) return true;
    const inviter = this.active(invitation.by, account);
    return inviter !== undefined && atLeast(inviter.role, invitation.role);
  }

  private accepted(who: string, account: string): void {
    const invitation = this.invitations.get(at(who, account));
    if (!invitation || invitation.used) return;
    invitation.used = true;
    this.join(who, account, invitation.role);
  }

  private mayChange(step: MemberStep): boolean {
    const { by, who, account } = step;
    const actor = this.active(by, account);
    const leaves = by === who && step.kind === "remove";
    const left = this.known.has(at(who, account)) && !this.member(who, account);
    if (leaves && left) return !this.disabled.has(who);
    if (!actor || !(leaves || actor.role === "Admin")) return false;
    const target = this.member(who, account);
    if (!target) return step.kind === "remove" && left;
    if (target.owner && !actor.owner) return false;
    const after = changedMember(target, step);
    const stays = after?.role === "Admin" && after.status === "ACTIVE";
    return !target.owner || stays || this.ownerCount(account) > 1;
  }

  private changed(step: MemberStep): void {
    const { who, account } = step;
    const target = this.member(who, account);
    if (!target) return;
    const after = changedMember(target, step);
    if (after === undefined) {
      this.gone(who, account);
      return;
    }
    const stays = after.role === "Admin" && after.status === "ACTIVE";
    this.members.set(at(who, account), { ...after, owner: target.owner && stays });
    if (target.status !== "SUSPENDED" && after.status === "SUSPENDED")
      this.forgetInvitations((_, into, { by }) => into === account && by === who);
  }

  /** Leaving or removal: everything to and from the user in the account ends. */
  private gone(who: string, account: string): void {
    this.members.delete(at(who, account));
    this.forgetInvitations((to, into, { by }) => into === account && (to === who || by === who));
    this.invitations.delete(at(who, account));
    for (const place of this.grants.keys())
      if (place.startsWith(`${at(who, account)} `)) this.grants.delete(place);
    for (const [place, owner] of this.owners)
      if (owner === who && place.startsWith(`${account} `)) this.owners.delete(place);
    for (const key of this.keys.filter((each) => each.account === account))
      for (const secret of [key.current, key.previous]) if (secret?.issuer === who) secret.issuer = undefined;
  }

  private forgetInvitations(ends: (who: string, account: string, invitation: Invitation) => boolean): void {
    for (const [place, invitation] of this.invitations) {
      const [who = "", account = ""] = place.split(" ");
      if (!invitation.used && ends(who, account, invitation)) this.invitations.delete(place);
    }
  }
}

const changedMember = (target: Member, step: Step): Member | undefined => {
  if (step.kind === "promote") return { ...target, role: step.role };
  if (step.kind === "remove") return undefined;
  return { ...target, status: step.kind === "suspend" ? "SUSPENDED" : "ACTIVE" };
};
