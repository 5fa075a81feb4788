/**
 * Decides whether a member may do an action on a resource, and by which rule. Rules only allow, never deny,
 * and are evaluated in a fixed order. So each decision has one reason, an additional grant never removes
 * access, and the permissions of a member are the union of all rules.
 */
import { judgeStanding, type Standing } from "../account.js";
import { type Roles, roleActions } from "../role.js";
import { anyContains } from "./action.js";
import type { Affiliation } from "./affiliation.js";
import { type Grant, type Grantee, isCurrent } from "./grant.js";
import { grantsByKind } from "./grants-by-kind.js";
import { ownsStill } from "./owns-still.js";
import { type Resource, type ResourceFacts, typeOf } from "./resource.js";
import { knowsAction, type TypeRules, typeRule } from "./type-rules.js";

/** The rules, in order of evaluation. */
export const RULES = [
  "owner",
  "user_grant",
  "team_grant",
  "group_grant",
  "role_grant",
  "role_default",
  "department",
  "project",
] as const;
export type Rule = (typeof RULES)[number];

export type PermissionRefusal =
  | Extract<ReturnType<typeof judgeStanding>, { kind: "refused" }>["reason"]
  | "action_unknown"
  /** A rule would allow the action, but it has expired. */
  | "expired"
  | "no_rule";

export type PermissionDecision =
  | { readonly allowed: true; readonly rule: Rule; readonly grantee?: Grantee | undefined }
  | { readonly allowed: false; readonly reason: PermissionRefusal };

export type Step = {
  readonly rule: Rule;
  readonly outcome: "allows" | "expired" | "silent";
  /** The grant with the latest expiry that allows, or allowed, the action. */
  readonly grantee?: Grantee | undefined;
  readonly expiresAtSeconds?: number | undefined;
};

export type Question = {
  readonly standing: Standing;
  readonly affiliation: Affiliation;
  readonly resource: Resource;
  readonly action: string;
  readonly facts: ResourceFacts;
  /** Grants on the resource. Grants that do not concern the member are ignored. */
  readonly grants: readonly Grant[];
  /** The teams that exist; a deleted team has no members. */
  readonly teams: readonly string[];
};

export type PermissionSettings = { readonly roles: Roles; readonly types: TypeRules };

export type Explanation = { readonly decision: PermissionDecision; readonly steps: readonly Step[] };

/** Decides, and returns the outcome of each rule. */
export const explain = (question: Question, settings: PermissionSettings, now: Date): Explanation => {
  const verdict = judgeStanding(question.standing);
  if (verdict.kind === "refused") return refused(verdict.reason, []);
  if (!knowsAction(settings.types, typeOf(question.resource), question.action))
    return refused("action_unknown", []);
  const held = sourcesOf(question, settings);
  const steps = RULES.map((rule) => stepOf(rule, held[rule], question.action, now));
  const first = steps.find(({ outcome }) => outcome === "allows");
  if (first) return { decision: { allowed: true, rule: first.rule, grantee: first.grantee }, steps };
  return refused(steps.some(({ outcome }) => outcome === "expired") ? "expired" : "no_rule", steps);
};

export const decide = (question: Question, settings: PermissionSettings, now: Date): PermissionDecision =>
  explain(question, settings, now).decision;

/**
 * When the last of the allowing rules expires, in seconds; infinite if one of them does not expire. Undefined
 * if no rule allows the action.
 */
export const heldUntil = ({ steps }: Explanation): number | undefined => {
  const ends = steps
    .filter(({ outcome }) => outcome === "allows")
    .map(({ expiresAtSeconds }) => expiresAtSeconds ?? Number.POSITIVE_INFINITY);
  return ends.length === 0 ? undefined : Math.max(...ends);
};

const refused = (reason: PermissionRefusal, steps: readonly Step[]): Explanation => ({
  decision: { allowed: false, reason },
  steps,
});

type Source = Pick<Grant, "actions" | "expiresAtSeconds"> & { readonly grantee?: Grantee };

const sourcesOf = (question: Question, { roles, types }: PermissionSettings): Record<Rule, Source[]> => {
  const { facts, affiliation, standing, resource } = question;
  const { role = "" } = standing.membership ?? {};
  const type = typeOf(resource);
  const pattern = typeRule(types, type);
  const granted = grantsByKind(question);
  const given = (holds: boolean, actions: readonly string[]): Source[] => (holds ? [{ actions }] : []);
  return {
    owner: given(standing.membership !== undefined && ownsStill(facts, standing.membership), ["admin"]),
    user_grant: granted("user"),
    team_grant: granted("team"),
    group_grant: granted("group"),
    role_grant: granted("role"),
    role_default: given(true, roleActions(roles, role, type)),
    department: given(same(facts.department, affiliation.department), pattern.department),
    project: given(
      affiliation.projects.some((project) => same(facts.project, project)),
      pattern.project,
    ),
  };
};

const same = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && one === other;

const stepOf = (rule: Rule, sources: readonly Source[], action: string, now: Date): Step => {
  const fitting = sources.filter(({ actions }) => anyContains(actions, action));
  const best = [...fitting].sort(byEnd)[0];
  if (!best) return { rule, outcome: "silent" };
  const { grantee, expiresAtSeconds } = best;
  return { rule, outcome: isCurrent(best, now) ? "allows" : "expired", grantee, expiresAtSeconds };
};

// Latest expiry first; ties ordered by grantee, so that the reason is deterministic.
const byEnd = (one: Source, other: Source): number => {
  const [first, second] = [one, other].map(({ expiresAtSeconds }) => expiresAtSeconds ?? Number.MAX_VALUE);
  if (first !== second) return (second ?? 0) - (first ?? 0);
  return (one.grantee ?? "") < (other.grantee ?? "") ? -1 : 1;
};
