/** Invalid tokens: a forged one, and an expired one. */
import type { StackDescription } from "../stack/description.js";
import { post } from "./api.js";
import type { LegacyActor } from "./cast.js";
import { timedFetch } from "./timed-fetch.js";

export const decodeJwtPayload = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8")) as Record<string, unknown>;

/** The same token for another account, with the original signature. */
export const forgedToken = (token: string): string => {
  const [header, , signature] = token.split(".");
  const payload = { ...decodeJwtPayload(token), system_account_id: "acct_globex" };
  return [header, Buffer.from(JSON.stringify(payload)).toString("base64url"), signature].join(".");
};

const AN_HOUR_MS = 60 * 60 * 1000;

/** A genuine token that the pool issued an hour ago by its own clock; it is valid for fifteen minutes. */
export const expiredToken = async (
  stack: StackDescription,
  { email, password }: LegacyActor,
): Promise<string> => {
  await moveClock(stack, -AN_HOUR_MS);
  try {
    const session = await post(stack, "signin", { email, password });
    return String(session.body.access_token);
  } finally {
    await moveClock(stack, 0);
  }
};

/** Sets the offset of the local pool's clock from the system clock. */
const moveClock = async ({ urls }: StackDescription, offsetMs: number): Promise<void> => {
  const response = await timedFetch(`${urls.cognito}/_local/clock`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ offset_ms: offsetMs }),
  });
  if (!response.ok) throw new Error(`the pool's clock could not be moved: ${response.status}`);
};
