/**
 * Whether a member may do something to a resource, and which rule says so. There are only rules that
 * allow, and they are looked at in one order, so that an answer has one reason, another grant never
 * takes something away, and what somebody may do is found by adding up.
 */
import { judgeStanding, type Standing } from "../account.js";
import { type Roles, roleActions } from "../role.js";
import { anyContains } from "./action.js";
import type { Affiliation } from "./affiliation.js";
import { type Grant, type Grantee, isCurrent } from "./grant.js";
import { grantsByKind } from "./grants-by-kind.js";
import { type Resource, type ResourceFacts, typeOf } from "./resource.js";
import { knowsAction, type TypeRules, typeRule } from "./type-rules.js";

/** The rules in the order in which they decide. */
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
  /** Something that would allow it has ended. */
  | "expired"
  | "no_rule";

export type PermissionDecision =
  | { readonly allowed: true; readonly rule: Rule; readonly grantee?: Grantee | undefined }
  | { readonly allowed: false; readonly reason: PermissionRefusal };

export type Step = {
  readonly rule: Rule;
  readonly outcome: "allows" | "expired" | "silent";
  /** Of the grant that allows it the longest, or did. */
  readonly grantee?: Grantee | undefined;
  readonly expiresAtSeconds?: number | undefined;
};

export type Question = {
  readonly standing: Standing;
  readonly affiliation: Affiliation;
  readonly resource: Resource;
  readonly action: string;
  readonly facts: ResourceFacts;
  /** Those of the resource that may concern the member; others do no harm. */
  readonly grants: readonly Grant[];
  /** The teams that are there; one that was deleted has no members. */
  readonly teams: readonly string[];
};

export type PermissionSettings = { readonly roles: Roles; readonly types: TypeRules };

export type Explanation = { readonly decision: PermissionDecision; readonly steps: readonly Step[] };

/** Decides, and says what each rule said. */
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
 * Until when the rules that allow it do so together, in seconds; infinite without an end. Undefined
 * when nothing allows it.
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
  const { userId = "", role = "" } = standing.membership ?? {};
  const type = typeOf(resource);
  const pattern = typeRule(types, type);
  const granted = grantsByKind(question);
  const given = (holds: boolean, actions: readonly string[]): Source[] => (holds ? [{ actions }] : []);
  return {
    owner: given(facts.ownerId !== undefined && facts.ownerId === userId, ["admin"]),
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

// The longest first; of those that end together the first by name, so that the reason is always the same.
const byEnd = (one: Source, other: Source): number => {
  const [first, second] = [one, other].map(({ expiresAtSeconds }) => expiresAtSeconds ?? Number.MAX_VALUE);
  if (first !== second) return (second ?? 0) - (first ?? 0);
  return (one.grantee ?? "") < (other.grantee ?? "") ? -1 : 1;
};
