/** Which steps the model allows. */
import { at, type DirectoryModel, type Member } from "./directory-model.js";
import { atLeast, type GrantStep, HOUR, type MemberStep, type Step, TWINS } from "./directory-steps.js";

export const endOf = (model: DirectoryModel, { hours }: GrantStep): number =>
  hours === undefined ? Number.POSITIVE_INFINITY : model.now + hours * HOUR;

export const allows = (model: DirectoryModel, step: Step): boolean => {
  switch (step.kind) {
    case "invite":
    case "issueKey":
      return model.isAdmin(step.by, step.account);
    case "operatorInvite":
      return !model.closed.has(step.account);
    case "accept":
      return mayAccept(model, step.who, step.account);
    case "promote":
    case "suspend":
    case "reinstate":
    case "remove":
      return mayChange(model, step);
    case "grant": {
      const own = model.rightUntil(step.by, step.account, step.resource, "admin") ?? 0;
      return own >= endOf(model, step) && isThere(model, step);
    }
    case "own": {
      const own = model.rightUntil(step.by, step.account, step.resource, "admin");
      return own === Number.POSITIVE_INFINITY && model.member(step.who, step.account) !== undefined;
    }
    case "createTeam":
      return !model.teams.has(step.account) && model.isAdmin(step.by, step.account);
    case "deleteTeam":
      return model.teams.has(step.account) && model.isAdmin(step.by, step.account);
    case "joinTeam":
    case "leaveTeam": {
      const fits =
        step.kind === "joinTeam"
          ? model.member(step.who, step.account) !== undefined
          : model.inTeam.has(at(step.who, step.account));
      return model.teams.has(step.account) && model.isAdmin(step.by, step.account) && fits;
    }
    case "rotateKey": {
      const key = model.keys[step.key];
      return key !== undefined && !key.revoked && model.isAdmin(step.by, key.account);
    }
    case "close":
      return model.active(step.by, step.account)?.owner === true;
    case "reopen":
      return model.closed.has(step.account);
    case "nameOwner":
      return model.active(step.who, step.account) !== undefined;
    case "signIn":
      return model.signsIn(step.who);
    case "suspendUser":
      return !model.erased.has(step.who);
    case "erase":
      return !model.erased.has(step.who) && !model.merged.has(step.who);
    case "reinstateUser":
      return model.disabled.has(step.who) && !model.erased.has(step.who) && !model.merged.has(step.who);
    case "poolDelete":
    case "poolDisable":
    case "poolEnable":
      return model.pool.get(step.who) !== "missing";
    case "merge":
      return model.signsIn(TWINS.kept) && model.lives(TWINS.duplicate) && isInPool(model);
    case "reconcile":
    case "wait":
      return true;
  }
};

const isInPool = (model: DirectoryModel): boolean => model.pool.get(TWINS.duplicate) !== "missing";

const isThere = (model: DirectoryModel, { to = "user", who, account }: GrantStep): boolean => {
  if (to === "user") return model.member(who, account) !== undefined;
  return to !== "team" || model.teams.has(account);
};

const mayAccept = (model: DirectoryModel, who: string, account: string): boolean => {
  const invitation = model.invitation(who, account);
  if (!invitation || !model.lives(who) || model.closed.has(account)) return false;
  if (invitation.used) return model.active(who, account) !== undefined;
  const { by, role, endedFor } = invitation;
  const hasEnded = (user: string) => endedFor.has(user) || endedFor.has(`user ${user}`);
  if (model.member(who, account) || hasEnded(who)) return false;
  if (by === undefined) return true;
  const inviter = model.active(by, account);
  return inviter !== undefined && atLeast(inviter.role, role) && !hasEnded(by);
};

const mayChange = (model: DirectoryModel, step: MemberStep): boolean => {
  const { by, who, account } = step;
  const actor = model.active(by, account);
  const leaves = by === who && step.kind === "remove";
  const left = model.known.has(at(who, account)) && !model.member(who, account);
  if (leaves && left) return model.lives(who);
  if (!actor || !(leaves || actor.role === "Admin")) return false;
  const target = model.member(who, account);
  if (!target) return step.kind === "remove" && left;
  if (target.owner && !actor.owner) return false;
  const after = changedMember(target, step);
  const stays = after?.role === "Admin" && after.status === "ACTIVE";
  return !target.owner || stays || model.ownerCount(account) > 1;
};

/** The member after the step; undefined for a user who leaves. */
export const changedMember = (target: Member, step: MemberStep): Member | undefined => {
  if (step.kind === "remove") return undefined;
  const after: Member =
    step.kind === "promote"
      ? { ...target, role: step.role }
      : { ...target, status: step.kind === "suspend" ? "SUSPENDED" : "ACTIVE" };
  return { ...after, owner: target.owner && after.role === "Admin" && after.status === "ACTIVE" };
};
