/** Random histories of the directory, played in the model and in the product, compared after every step. */

import { callerFrom } from "../../shared/domain/caller.js";
import { AuthError } from "../../shared/domain/errors.js";
import { authenticateApiKey } from "../../shared/flows/authorizer/authenticate-api-key.js";
import { explainPermissions } from "../../shared/flows/permission/check-permission.js";
import { apply } from "./directory-effects.js";
import { DirectoryModel } from "./directory-model.js";
import { directoryProduct } from "./directory-product.js";
import { allows } from "./directory-rules.js";
import { ACCOUNTS, ACTIONS, FOUNDERS, PEOPLE, RESOURCES, type Step } from "./directory-steps.js";

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
    model.now = product.seconds();
    if (step.kind === "rotateKey" && (model.keys[step.key]?.previous?.until ?? 0) > model.now) continue;
    const expected = allows(model, step);
    const outcome = await product.run(step).then(
      (text) => ({ done: true, text }),
      (error: unknown) => {
        if (error instanceof AuthError) return { done: false, text: undefined };
        throw error;
      },
    );
    if (outcome.done !== expected) throw differing(steps, index, [["allowed", expected, outcome.done]]);
    if (expected) apply(model, step, outcome.text);
    // Some steps wait.
    model.now = product.seconds();
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
      const decision = explanations[index]?.decision;
      const why = decision?.allowed === true ? decision.rule : decision?.reason;
      return [`${name}: ${to} ${of}`, model.why(userId, systemAccountId, of, to), why];
    }),
  ];
};

const claims = async (model: DirectoryModel, product: Product, userId: string): Promise<Difference[]> => {
  const issued = await product.claimsOf(userId);
  const into = issued?.system_account_id;
  const signsIn = model.signsIn(userId);
  const actives = ACCOUNTS.filter((each) => signsIn && model.active(userId, each) !== undefined);
  const named = ACCOUNTS.find((each) => each === into);
  return [
    [`tokens of ${userId}`, signsIn, issued !== undefined],
    [`an account in the token of ${userId}`, actives.length > 0, into !== undefined],
    [`session of ${userId}`, !model.sessions.has(userId), await product.isSessionEnded(userId)],
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
