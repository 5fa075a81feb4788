/** The migrated user, Admin of Northwind, asks who may do what, gives a right, and gives a program a key. */
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

type Bearer = { readonly authorization: string };

const playPermissions = async ({ see, stack, actor }: Scene, bearer: Bearer): Promise<void> => {
  // A resource of this run alone, so that the story can be played again.
  const resource = `invoice/${actor.legacyId}`;
  const explained = await call(stack, ["POST", `${ACCOUNT}/permissions/explain`], bearer, {
    resource,
    action: "write",
  });
  see(
    "an Admin may write an invoice, and the rule that says so has a name",
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
    "Viewers may approve it from now on",
    [grant.status, grant.body.actions, grant.body.granted_by],
    [200, ["approve"], actor.userId],
  );
};

const playKey = async ({ see, stack, actor }: Scene, bearer: Bearer): Promise<void> => {
  const issue = () => call(stack, ["POST", `${ACCOUNT}/keys`], bearer, { name: "Nightly export" });
  const early = await issue();
  see("a key needs a fresh proof of who asks", [early.status, early.body.code], [403, "step_up_required"]);
  await proveAgain(stack, actor, bearer);
  const issued = await issue();
  see("with the mailed code there is a key", issued.status, 201);
  const { key, key_id: id } = issued.body as { key: string; key_id: string };
  const use = () => call(stack, ["GET", "/test/auth"], { "x-api-key": key });
  const used = await use();
  see(
    "the program is let in, with the lowest role",
    [used.status, used.body.credential, used.body.system_account_id, used.body.role],
    [200, "api_key", "acct_northwind", "Viewer"],
  );
  const revoked = await call(stack, ["DELETE", `${ACCOUNT}/keys/${id}`], bearer);
  see("revoked, the key is dead at once", [revoked.status, (await use()).status], [204, 401]);
};

const proveAgain = async (stack: StackDescription, { email }: LegacyActor, bearer: Bearer): Promise<void> => {
  const asked = await post(stack, "step-up", { purpose: "api-keys" }, bearer);
  const cookie = asked.cookies.map((each) => each.split(";")[0]).join("; ");
  await post(stack, "step-up/verify", { code: await mailedCode(stack, email) }, { ...bearer, cookie });
};
