/** What an allowed step changes in the model. */
import { at, type DirectoryModel, type Secret } from "./directory-model.js";
import { changedMember, endOf } from "./directory-rules.js";
import {
  ACCOUNTS,
  addressOf,
  atLeast,
  type GrantStep,
  HOUR,
  type MemberStep,
  PEOPLE,
  RESOURCES,
  type RoleName,
  type Step,
  TWINS,
} from "./directory-steps.js";

/** `text`: the product's text of the key that the step made. */
export const apply = (model: DirectoryModel, step: Step, text = ""): void => {
  switch (step.kind) {
    case "invite":
    case "operatorInvite": {
      const by = step.kind === "invite" ? step.by : undefined;
      const invitation = { by, role: step.role, used: false, endedFor: new Set<string>() };
      model.invitations.set(at(addressOf(step.who), step.account), invitation);
      return;
    }
    case "accept": {
      const invitation = model.invitation(step.who, step.account);
      if (!invitation || invitation.used) return;
      invitation.used = true;
      model.join(step.who, step.account, invitation.role);
      return;
    }
    case "promote":
    case "suspend":
    case "reinstate":
    case "remove":
      changed(model, step);
      return;
    case "grant": {
      const grant = { action: step.action, until: endOf(model, step), endedFor: new Set<string>() };
      return void model.grants.set(at(step.account, step.resource, granteeOf(step)), grant);
    }
    case "own": {
      const ownership = { who: step.who, endedFor: new Set<string>() };
      return void model.owners.set(at(step.account, step.resource), ownership);
    }
    case "createTeam":
      return void model.teams.add(step.account);
    case "deleteTeam":
      model.teams.delete(step.account);
      for (const who of PEOPLE) model.inTeam.delete(at(who, step.account));
      for (const resource of RESOURCES) model.grants.delete(at(step.account, resource, "team"));
      return;
    case "joinTeam":
      return void model.inTeam.add(at(step.who, step.account));
    case "leaveTeam":
      return void model.inTeam.delete(at(step.who, step.account));
    case "issueKey": {
      const { account, role } = step;
      return void model.keys.push({ account, role, revoked: false, current: secretOf(step.by, text) });
    }
    case "rotateKey": {
      const key = model.keys[step.key];
      if (!key) return;
      key.previous = { ...key.current, until: model.now + HOUR };
      key.current = secretOf(step.by, text);
      return;
    }
    case "close":
      return void model.closed.add(step.account);
    case "reopen":
      return void model.closed.delete(step.account);
    case "nameOwner":
      model.join(step.who, step.account, "Admin", true);
      return;
    case "signIn":
      return void model.sessions.add(step.who);
    case "suspendUser":
      model.suspended(step.who);
      poolUser(model, step.who, "disabled");
      return;
    case "reinstateUser":
      model.disabled.delete(step.who);
      model.ended.delete(step.who);
      if (model.pool.get(step.who) === "missing") model.forgiven.add(step.who);
      poolUser(model, step.who, "enabled");
      return;
    case "erase":
      model.erase(step.who);
      return;
    case "poolDelete":
    case "poolDisable":
    case "poolEnable": {
      const states = { poolDelete: "missing", poolDisable: "disabled", poolEnable: "enabled" } as const;
      model.pool.set(step.who, states[step.kind]);
      if (step.reported) model.followPool(step.who);
      if (step.reported && step.kind !== "poolEnable") model.sessions.delete(step.who);
      return;
    }
    case "reconcile":
      for (const who of PEOPLE) model.followPool(who);
      return;
    case "merge":
      merge(model);
      return;
    case "wait":
      return;
  }
};

const granteeOf = ({ to = "user", who }: GrantStep): string =>
  ({ user: `user:${who}`, team: "team", group: "group:staff", role: "role:Viewer" })[to];

const secretOf = (issuer: string, text: string): Secret => ({
  ...{ issuer, text, until: Number.POSITIVE_INFINITY },
  endedFor: new Set(),
});

const poolUser = (model: DirectoryModel, who: string, state: "enabled" | "disabled"): void => {
  if (model.pool.get(who) !== "missing") model.pool.set(who, state);
};

const changed = (model: DirectoryModel, step: MemberStep): void => {
  const { who, account } = step;
  const target = model.member(who, account);
  if (!target) return;
  const after = changedMember(target, step);
  if (after === undefined) {
    model.gone(who, account);
    return;
  }
  model.members.set(at(who, account), after);
  if (target.status !== "SUSPENDED" && after.status === "SUSPENDED") model.pausedIn(who, account);
};

/** What counts for the duplicate counts for the kept user, unless it ended for that user or needs a higher role. */
const merge = (model: DirectoryModel): void => {
  const { kept, duplicate } = TWINS;
  for (const account of ACCOUNTS) {
    const [theirs, mine] = [model.member(duplicate, account), model.member(kept, account)];
    const isNew = !model.known.has(at(kept, account));
    const moves = isNew || (theirs?.status === "ACTIVE" && mine?.status === "ACTIVE");
    if (model.known.has(at(duplicate, account)) && isNew) {
      model.known.add(at(kept, account));
      if (theirs) model.members.set(at(kept, account), theirs);
      for (const { endedFor } of model.givenIn(account)) if (endedFor.has(duplicate)) endedFor.add(kept);
    }
    // Together with the membership, everything moves as it is.
    if (theirs && moves) moveHoldings(model, account, isNew ? "Admin" : (mine?.role ?? "Viewer"));
    for (const places of [model.members, model.known, model.inTeam]) places.delete(at(duplicate, account));
  }
  for (const who of [kept, duplicate]) model.sessions.delete(who);
  model.disabled.add(duplicate);
  model.merged.add(duplicate);
  model.pool.set(duplicate, "missing");
};

/** `role`: the highest role that the kept user may stand behind. */
const moveHoldings = (model: DirectoryModel, account: string, role: RoleName): void => {
  const { kept, duplicate } = TWINS;
  const hasEnded = (endedFor: ReadonlySet<string>) => endedFor.has(duplicate) || endedFor.has(kept);
  for (const resource of RESOURCES) {
    const place = at(account, resource);
    const grant = model.grants.get(at(place, `user:${duplicate}`));
    // A second grant on the resource stays: its actions and its end may differ.
    if (grant && !hasEnded(grant.endedFor) && !model.grants.has(at(place, `user:${kept}`)))
      model.grants.set(at(place, `user:${kept}`), grant);
    const owner = model.owners.get(place);
    if (owner?.who === duplicate && !hasEnded(owner.endedFor))
      model.owners.set(place, { ...owner, who: kept });
  }
  if (model.inTeam.has(at(duplicate, account))) model.inTeam.add(at(kept, account));
  for (const key of model.keys.filter((each) => each.account === account && atLeast(role, each.role)))
    for (const secret of [key.current, key.previous])
      if (secret?.issuer === duplicate && !hasEnded(secret.endedFor)) secret.issuer = kept;
  for (const invitation of model.invitationsIn(account)) {
    const { by, endedFor } = invitation;
    if (by !== duplicate || !atLeast(role, invitation.role)) continue;
    if (!hasEnded(endedFor) && !endedFor.has(`user ${duplicate}`)) invitation.by = kept;
  }
};
