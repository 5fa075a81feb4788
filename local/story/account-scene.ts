/** The migrated user, Admin of Northwind, checks permissions, grants one and issues an API key. */
import type { StackDescription } from "../stack/description.js";
import { type Answer, call, post } from "./api.js";
import type { LegacyActor } from "./cast.js";
import { mailedCode } from "./mailed-code.js";
import type { Stage } from "./play.js";

type Scene = Stage & { readonly stack: StackDescription; readonly actor: LegacyActor };

const ACCOUNT = "/api/accounts/acct_northwind";

export const playAccount = async (scene: Scene, session: Answer): Promise<void> => {
  const bearer = { authorization: `Bearer ${String(session.body.access_token)}` };
  await playPermissions(scene, bearer);
  await playKey(scene, bearer);
};

export type Bearer = { readonly authorization: string };

const playPermissions = async ({ see, stack, actor }: Scene, bearer: Bearer): Promise<void> => {
  // A resource of this run only, so that the story can be repeated.
  const resource = `invoice/${actor.legacyId}`;
  const explained = await call(stack, ["POST", `${ACCOUNT}/permissions/explain`], bearer, {
    resource,
    action: "write",
  });
  see(
    "an Admin may write an invoice, and the response names the rule",
    [explained.status, explained.body.allowed, explained.body.rule],
    [200, true, "role_default"],
  );
  const grant = await call(stack, ["PUT", `${ACCOUNT}/grants`], bearer, {
    resource,
    grantee: "role:Viewer",
    actions: ["approve"],
    expires_at: "2099-01-01T00:00:00Z",
  });
  see(
    "Viewers may now approve the invoice",
    [grant.status, grant.body.actions, grant.body.granted_by],
    [200, ["approve"], actor.userId],
  );
};

const playKey = async ({ see, stack, actor }: Scene, bearer: Bearer): Promise<void> => {
  const issue = () => call(stack, ["POST", `${ACCOUNT}/keys`], bearer, { name: "Nightly export" });
  const early = await issue();
  see(
    "a new API key requires step-up authentication",
    [early.status, early.body.code],
    [403, "step_up_required"],
  );
  await proveAgain(stack, actor, bearer);
  const issued = await issue();
  see("the mailed code completes the step-up, and the key is issued", issued.status, 201);
  const { key, key_id: id } = issued.body as { key: string; key_id: string };
  const use = () => call(stack, ["GET", "/api/probe/account"], { "x-api-key": key });
  const used = await use();
  see(
    "the key is accepted, with the lowest role",
    [used.status, used.body.credential, used.body.system_account_id, used.body.role],
    [200, "api_key", "acct_northwind", "Viewer"],
  );
  const revoked = await call(stack, ["DELETE", `${ACCOUNT}/keys/${id}`], bearer);
  see("a revoked key is refused immediately", [revoked.status, (await use()).status], [204, 401]);
};

/** A step-up for the purpose of API keys, with the mailed code. */
export const proveAgain = async (
  stack: StackDescription,
  { email }: Pick<LegacyActor, "email">,
  bearer: Bearer,
): Promise<void> => {
  const asked = await post(stack, "step-up", { purpose: "api-keys" }, bearer);
  const cookie = asked.cookies.map((each) => each.split(";")[0]).join("; ");
  await post(stack, "step-up/verify", { code: await mailedCode(stack, email) }, { ...bearer, cookie });
};
