/** A new user signs up, reads the code in the inbox, confirms and signs in. */
import { randomUUID } from "node:crypto";
import type { StackDescription } from "../stack/description.js";
import { post } from "./api.js";
import { eventsOf } from "./audit.js";
import { mailedCode } from "./mailed-code.js";
import type { Stage } from "./play.js";
import { decodeJwtPayload } from "./token-forgery.js";

export const playSignUp = async ({ see }: Stage, stack: StackDescription): Promise<void> => {
  const user = { email: `new-${randomUUID()}@example.com`, password: "Brand-New-1!" };
  const first = await post(stack, "signup", { ...user, name: "New User" });
  see(
    "sign-up reports that a code was sent",
    [first.status, first.body.status],
    [202, "confirmation_required"],
  );
  const again = await post(stack, "signup", { ...user, password: "Other-Pass-2!" });
  see(
    "a second sign-up with the same address gets the same response",
    [again.status, again.body],
    [first.status, first.body],
  );

  const code = await mailedCode(stack, user.email);
  const wrong = await post(stack, "confirm", {
    email: user.email,
    code: code === "000000" ? "000001" : "000000",
    password: user.password,
  });
  see("a wrong code is refused", [wrong.status, wrong.body.code], [400, "invalid_code"]);
  const confirmed = await post(stack, "confirm", { ...user, code });
  see("the mailed code confirms the address", [confirmed.status, confirmed.body.status], [200, "confirmed"]);
  const session = await post(stack, "signin", user);
  see("the new user signs in", session.status, 200);

  const userId = String(decodeJwtPayload(String(session.body.access_token)).user_id);
  const events = await eventsOf(stack, `user:${userId}`, 3);
  see(
    "the audit stream contains the user's events",
    events.map((event) => event["detail-type"]),
    ["signup.requested", "user.confirmed", "signin.succeeded"],
  );
};
