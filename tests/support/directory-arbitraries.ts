/** Random histories of the directory: steps, and scenes of steps. */
import fc from "../../packages/local-aws/tests/support/property.js";
import {
  ACCOUNTS,
  ACTIONS,
  FOUNDERS,
  GRANTEES,
  PEOPLE,
  RESOURCES,
  ROLES,
  type Step,
  TWINS,
} from "./directory-steps.js";

const who = fc.constantFrom(...PEOPLE);
const account = fc.constantFrom(...ACCOUNTS);
const role = fc.constantFrom(...ROLES);
const resource = fc.constantFrom(...RESOURCES);
const action = fc.constantFrom(...ACTIONS);
const grantee = fc.constantFrom(...GRANTEES);
const reported = fc.boolean();
const hours = fc.integer({ min: 1, max: 3 });
const between = { by: who, who, account };
const kind = <Kind extends Step["kind"]>(...kinds: Kind[]) => fc.constantFrom(...kinds);

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: kind("invite"), ...between, role }) },
  { weight: 3, arbitrary: fc.record({ kind: kind("promote"), ...between, role }) },
  { weight: 2, arbitrary: fc.record({ kind: kind("operatorInvite"), who, account, role }) },
  { weight: 5, arbitrary: fc.record({ kind: kind("accept"), who, account }) },
  { weight: 5, arbitrary: fc.record({ kind: kind("suspend", "reinstate", "remove"), ...between }) },
  { weight: 3, arbitrary: fc.record({ kind: kind("grant"), ...between, resource, action }) },
  { weight: 2, arbitrary: fc.record({ kind: kind("grant"), ...between, resource, action, hours }) },
  { weight: 3, arbitrary: fc.record({ kind: kind("own"), ...between, resource }) },
  { weight: 2, arbitrary: fc.record({ kind: kind("issueKey"), by: who, account, role }) },
  { weight: 2, arbitrary: fc.record({ kind: kind("rotateKey"), by: who, key: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: kind("close"), by: who, account }) },
  { weight: 2, arbitrary: fc.record({ kind: kind("reopen"), account }) },
  { weight: 2, arbitrary: fc.record({ kind: kind("nameOwner"), who, account }) },
  { weight: 3, arbitrary: fc.record({ kind: kind("grant"), ...between, to: grantee, resource, action }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: kind("createTeam", "createTeam", "deleteTeam"), by: who, account }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind("joinTeam", "joinTeam", "leaveTeam"), ...between }) },
  { weight: 4, arbitrary: fc.record({ kind: kind("suspendUser", "reinstateUser", "reinstateUser"), who }) },
  { weight: 1, arbitrary: fc.record({ kind: kind("poolDelete"), who, reported }) },
  { weight: 2, arbitrary: fc.record({ kind: kind("poolDisable", "poolEnable"), who, reported }) },
  { weight: 1, arbitrary: fc.record({ kind: kind("reconcile") }) },
  { weight: 1, arbitrary: fc.record({ kind: kind("erase"), who }) },
  { weight: 2, arbitrary: fc.record({ kind: kind("signIn"), who }) },
  { weight: 2, arbitrary: fc.record({ kind: kind("merge") }) },
  { weight: 1, arbitrary: fc.record({ kind: kind("wait"), hours }) },
);

type Scene = {
  readonly who: string;
  readonly other: string;
  readonly account: string;
  readonly resource: string;
};
const founderOf = (into: string): string => FOUNDERS.find(([, owned]) => owned === into)?.[0] ?? "";
const enters = ({ who: guest, account: into }: Scene, as: (typeof ROLES)[number]): Step[] => [
  { kind: "invite", by: founderOf(into), who: guest, account: into, role: as },
  { kind: "accept", who: guest, account: into },
];

/** Steps that belong together, because single steps at random seldom meet. */
const scenes: readonly ((scene: Scene) => Step[])[] = [
  (scene) => enters(scene, "Admin"),
  (scene) => enters(scene, "Viewer"),
  (scene) => [{ ...scene, kind: "remove", by: scene.who }],
  (scene) => [{ ...scene, kind: "remove", by: founderOf(scene.account) }],
  (scene) => [{ ...scene, kind: "remove", by: founderOf(scene.account) }, ...enters(scene, "Viewer")],
  (scene) => [{ ...scene, kind: "remove", by: founderOf(scene.account) }, ...enters(scene, "Admin")],
  (scene) => [
    { ...scene, kind: "grant", by: founderOf(scene.account), action: "admin", hours: 1 },
    { ...scene, kind: "own", by: scene.who },
  ],
  (scene) => [{ ...scene, kind: "own", by: founderOf(scene.account) }],
  (scene) => [{ kind: "issueKey", by: scene.who, account: scene.account, role: "Viewer" }],
  (scene) => [
    { kind: "invite", by: scene.who, who: scene.who, account: scene.account, role: "Admin" },
    { ...scene, kind: "remove", by: scene.who },
    { kind: "accept", who: scene.who, account: scene.account },
  ],
  ({ who: each }) => [
    { kind: "suspendUser", who: each },
    { kind: "reinstateUser", who: each },
  ],
  ({ who: each, other, account: into }) => [
    ...enters({ who: each, other, account: into, resource: "" }, "Admin"),
    { kind: "invite", by: each, who: other, account: into, role: "Viewer" },
    { kind: "suspend", by: founderOf(into), who: each, account: into },
    { kind: "reinstate", by: founderOf(into), who: each, account: into },
    { kind: "accept", who: other, account: into },
  ],
  ({ who: each, other, account: into }) => [
    { kind: "invite", by: founderOf(into), who: other, account: into, role: "Viewer" },
    { kind: "suspendUser", who: each },
    { kind: "reinstateUser", who: each },
    { kind: "accept", who: other, account: into },
  ],
  ({ who: each }) => [
    { kind: "poolDisable", who: each, reported: false },
    { kind: "reconcile" },
    { kind: "reinstateUser", who: each },
  ],
  ({ who: each }) => [
    { kind: "poolDelete", who: each, reported: true },
    { kind: "reinstateUser", who: each },
  ],
  (scene) => [
    { kind: "createTeam", by: founderOf(scene.account), account: scene.account },
    ...enters(scene, "Viewer"),
    { kind: "joinTeam", by: founderOf(scene.account), who: scene.who, account: scene.account },
    { ...scene, kind: "grant", by: founderOf(scene.account), to: "team", action: "write" },
  ],
  (scene) => [
    { kind: "joinTeam", by: founderOf(scene.account), who: founderOf(scene.account), account: scene.account },
    {
      kind: "leaveTeam",
      by: founderOf(scene.account),
      who: founderOf(scene.account),
      account: scene.account,
    },
    { kind: "deleteTeam", by: founderOf(scene.account), account: scene.account },
  ],
  ({ account: into }) => [
    { kind: "close", by: founderOf(into), account: into },
    { kind: "reopen", account: into },
  ],
  ({ who: each, account: into }) => [
    { kind: "promote", by: founderOf(into), who: each, account: into, role: "Manager" },
    { kind: "promote", by: founderOf(into), who: each, account: into, role: "Admin" },
  ],
  ({ who: each, account: into }) => [
    { kind: "issueKey", by: founderOf(into), account: into, role: "Viewer" },
    { kind: "rotateKey", by: each, key: 0 },
    { kind: "rotateKey", by: founderOf(into), key: 0 },
  ],
  (scene) => enters({ ...scene, who: TWINS.duplicate }, "Admin"),
  (scene) => enters({ ...scene, who: TWINS.kept }, "Admin"),
  (scene) => [
    { ...scene, kind: "own", by: founderOf(scene.account), who: TWINS.duplicate },
    { ...scene, kind: "remove", by: TWINS.duplicate, who: TWINS.duplicate },
    ...enters({ ...scene, who: TWINS.duplicate }, "Admin"),
  ],
  ({ account: into }) => [
    { kind: "issueKey", by: TWINS.duplicate, account: into, role: "Viewer" },
    { kind: "merge" },
  ],
];
const anyScene = fc
  .record({ who, other: who, account, resource, play: fc.nat(scenes.length - 1) })
  .map(({ play, ...scene }) => scenes[play]?.(scene) ?? []);

/** A history of so many moves; a move is a step or a scene. */
export const anyHistory = (size: { readonly minLength: number; readonly maxLength: number }) =>
  fc
    .array(
      fc.oneof(
        anyStep.map((step) => [step]),
        anyScene,
      ),
      { ...size, size: "max" },
    )
    .map((moves) => moves.flat());
