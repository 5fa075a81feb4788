/** Counters before, in and after an outage of the legacy system. */
import { expect, it } from "@jest/globals";
import { isReservedName } from "../../../shared/domain/reserved-name.js";
import type { SignInAnswer } from "../../../shared/ports/index.js";
import { authApi, credentials, ROUTES } from "../../support/auth-api.js";
import { jsonEvent } from "../../support/http-events.js";

type Kind = Exclude<SignInAnswer["kind"], "session" | "challenge">;

/** The pool's answer to a wrong password for each name, while the legacy system is available and while it is down. */
const NAMES: readonly (readonly [string, Kind, Kind])[] = [
  ["a user of the pool", "refused", "refused"],
  ["a locked user of the pool", "locked", "locked"],
  ["an unknown name", "refused", "unavailable"],
  ["a name that only the legacy system knows", "refused", "unavailable"],
  ["a suspended user", "denied", "denied"],
];

type Refusal = { readonly waits: number | undefined };

/** The waiting times that sixty wrong passwords get, an outage in their midst, and whether the pool was asked. */
const refusalsOf = async (well: Kind, down: Kind, addresses: number): Promise<("asked" | Refusal)[]> => {
  const { ports } = authApi();
  let answer: Kind = well;
  let asked = false;
  const signIn = async (name: string) => {
    if (!isReservedName(name)) asked = true;
    return { kind: answer };
  };
  const { call } = authApi({}, { ...ports, userPool: { ...ports.userPool, signIn } });
  const refusals: ("asked" | Refusal)[] = [];
  for (let made = 0; made < 60; made += 1) {
    // The first failures of an outage come before it is known.
    if (made === 4) answer = down;
    if (made === 6) await ports.outages.report("legacy");
    if (made === 30) {
      answer = well;
      await ports.outages.clear("legacy");
    }
    ports.clock.advance(20_000);
    const change = { sourceIp: `198.51.100.${made % addresses}`, requestId: `request-${made}` };
    asked = false;
    const { statusCode, headers } = await call(jsonEvent(ROUTES.signIn, credentials, change));
    const waits = statusCode === 429 ? Number(headers?.["retry-after"]) : undefined;
    refusals.push(asked ? "asked" : { waits });
  }
  return refusals;
};

it.each([1, 6, 60])("are the same for every name, from %i addresses", async (addresses) => {
  const [first, ...others] = await Promise.all(
    NAMES.map(([, well, down]) => refusalsOf(well, down, addresses)),
  );
  expect(first?.filter((refusal) => refusal === "asked").length).toBeLessThan(20);
  for (const other of others) expect(other).toEqual(first);
});
