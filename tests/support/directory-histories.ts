/** Random histories of the directory, played in the model and in the product, compared after every step. */

import fc from "../../packages/local-aws/tests/support/property.js";
import { callerFrom } from "../../shared/domain/caller.js";
import { AuthError } from "../../shared/domain/errors.js";
import { authenticateApiKey } from "../../shared/flows/authorizer/authenticate-api-key.js";
import { explainPermissions } from "../../shared/flows/permission/check-permission.js";
import { issueClaims } from "../../shared/flows/sign-in/issue-claims.js";
import { DirectoryModel } from "./directory-model.js";
import { ACCOUNTS, directoryProduct, FOUNDERS, PEOPLE, RESOURCES } from "./directory-product.js";
import { ACTIONS, ROLES, type Step } from "./directory-steps.js";
import { PLAIN_CLAIMS } from "./triggers.js";

const who = fc.constantFrom(...PEOPLE);
const account = fc.constantFrom(...ACCOUNTS);
const role = fc.constantFrom(...ROLES);
const resource = fc.constantFrom(...RESOURCES);
const action = fc.constantFrom(...ACTIONS);
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
  { weight: 3, arbitrary: fc.record({ kind: kind("disable", "enable", "enable"), who }) },
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
    { kind: "disable", who: each },
    { kind: "enable", who: each },
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
    { kind: "disable", who: each },
    { kind: "enable", who: each },
    { kind: "accept", who: other, account: into },
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

type Product = ReturnType<typeof directoryProduct>;
const WANTED = RESOURCES.flatMap((resource) => ACTIONS.map((action) => ({ resource, action })));
const caller = callerFrom({ requestId: "request-1", sourceIp: "203.0.113.10" });

/** Plays a history. @throws Error that names the first step after which model and product differ. */
export const playHistory = async (steps: readonly Step[]): Promise<void> => {
  const model = new DirectoryModel();
  const product = directoryProduct();
  for (const [founder, into] of FOUNDERS) model.join(founder, into, "Admin", true);
  for (const [index, step] of steps.entries()) {
    product.ports.clock.advance(1000);
    model.now += 1;
    if (step.kind === "rotateKey" && (model.keys[step.key]?.previous?.until ?? 0) > model.now) continue;
    const expected = model.allows(step);
    const outcome = await product.run(step).then(
      (text) => ({ done: true, text }),
      (error: unknown) => {
        if (error instanceof AuthError) return { done: false, text: undefined };
        throw error;
      },
    );
    if (outcome.done !== expected) throw differing(steps, index, [["allowed", expected, outcome.done]]);
    if (expected) model.apply(step, outcome.text);
    const differences = await compare(model, product);
    if (differences.length > 0) throw differing(steps, index, differences);
  }
};

type Difference = readonly [what: string, model: unknown, product: unknown];

const differing = (steps: readonly Step[], index: number, differences: readonly Difference[]): Error =>
  new Error(
    [
      ...steps.slice(0, index + 1).map((step, number) => `${number + 1}. ${JSON.stringify(step)}`),
      ...differences.map(([what, model, product]) => `${what}: model ${model}, product ${product}`),
    ].join("\n"),
  );

const compare = async (model: DirectoryModel, product: Product): Promise<Difference[]> => {
  const parts = await Promise.all([
    ...ACCOUNTS.flatMap((into) => PEOPLE.map((each) => standing(model, product, each, into))),
    ...PEOPLE.map((each) => claims(model, product, each)),
    ...model.keys.map((_, index) => keyTexts(model, product, index)),
    ...ACCOUNTS.map((into) => ownersOf(model, product, into)),
  ]);
  return parts.flat().filter(([, one, other]) => one !== other);
};

const standing = async (
  model: DirectoryModel,
  { ports }: Product,
  userId: string,
  systemAccountId: string,
): Promise<Difference[]> => {
  const { standing: found, explanations } = await explainPermissions(
    ports,
    { userId, systemAccountId },
    WANTED,
  );
  const held = model.member(userId, systemAccountId);
  const { membership } = found;
  const shown = membership?.status === "REMOVED" ? undefined : membership;
  const name = `${userId} in ${systemAccountId}`;
  return [
    [`status of ${name}`, held?.status, shown?.status],
    [`role of ${name}`, held?.role, shown?.role],
    [`owner ${name}`, held?.owner ?? false, shown?.owner ?? false],
    ...WANTED.map(({ resource: of, action: to }, index): Difference => {
      const right = model.rightUntil(userId, systemAccountId, of, to) !== undefined;
      return [`${name}: ${to} ${of}`, right, explanations[index]?.decision.allowed];
    }),
  ];
};

const claims = async (model: DirectoryModel, { ports }: Product, userId: string): Promise<Difference[]> => {
  const user = {
    sub: `sub-${userId}`,
    email: `${userId}@example.com`,
    emailVerified: true,
    userId,
    attributes: {},
  };
  const deps = { ...ports, claimPolicy: PLAIN_CLAIMS };
  const issued = await issueClaims(deps, { user, scopes: [] }).then(
    (changes) => changes.claims,
    () => undefined,
  );
  const into = issued?.system_account_id;
  const actives = ACCOUNTS.filter((each) => model.active(userId, each) !== undefined);
  const named = ACCOUNTS.find((each) => each === into);
  return [
    [`tokens of ${userId}`, !model.disabled.has(userId), issued !== undefined],
    [`an account in the token of ${userId}`, actives.length > 0, into !== undefined],
    [`role in the token of ${userId}`, named && model.active(userId, named)?.role, issued?.role],
  ];
};

const keyTexts = async (model: DirectoryModel, { ports }: Product, index: number): Promise<Difference[]> => {
  const key = model.keys[index];
  const secrets = [key?.current, key?.previous].filter((each) => each !== undefined);
  return Promise.all(
    secrets.map(async (secret, place): Promise<Difference> => {
      const { kind: verdict } = await authenticateApiKey(ports, secret.text, async () => caller);
      return [`key ${index}, secret ${place}`, key && model.admits(key, secret), verdict === "key"];
    }),
  );
};

const ownersOf = async (
  model: DirectoryModel,
  { ports }: Product,
  systemAccountId: string,
): Promise<Difference[]> => {
  const [found] = await ports.directory.accounts([systemAccountId]);
  return [
    [`owners of ${systemAccountId}`, model.ownerCount(systemAccountId), found?.ownerCount],
    [`closed ${systemAccountId}`, model.closed.has(systemAccountId), found?.status === "CLOSED"],
  ];
};
