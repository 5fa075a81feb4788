/** An API key of the running stack for one run: issued by an Admin after a step-up, and revoked afterwards. */
import type { StackDescription } from "../stack/description.js";
import { proveAgain } from "../story/account-scene.js";
import { call, post } from "../story/api.js";
import type { Target } from "./target.js";

/** `run` gets no key if the user is no Admin of an account. */
export const withLocalKey = async <T>(
  stack: StackDescription,
  { email, password }: Target["user"],
  run: (key: string | undefined) => Promise<T>,
): Promise<T> => {
  const session = await post(stack, "signin", { email, password, session: "token" });
  const bearer = { authorization: `Bearer ${String(session.body.access_token)}` };
  const me = await call(stack, ["GET", "/api/account/me"], bearer);
  const account = me.body.account as { system_account_id: string; role: string } | null | undefined;
  if (account?.role !== "Admin") return run(undefined);
  const keys = `/api/accounts/${account.system_account_id}/keys`;
  await proveAgain(stack, { email }, bearer);
  const { status, body } = await call(stack, ["POST", keys], bearer, {
    name: "try-auth",
    expires_in_days: 1,
  });
  if (status !== 201) throw new Error(`the API key was not issued: ${status}`);
  try {
    return await run(String(body.key));
  } finally {
    await call(stack, ["DELETE", `${keys}/${String(body.key_id)}`], bearer);
  }
};
