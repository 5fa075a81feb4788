/**
 * SetRiskConfiguration and DescribeRiskConfiguration: threat protection of a pool or a client. The
 * configuration is stored and described. It has no effect, because risk is not assessed here.
 */
import { isIP } from "node:net";
import { z } from "zod";
import { epochSeconds } from "../clock.js";
import type { Pool } from "../store/pool.js";
import { type RiskConfiguration, wholePool } from "../store/pool-records.js";
import { checkThreatProtection } from "./auth-events.js";
import { clientId, poolId } from "./fields.js";
import { operation } from "./operation.js";

const action = z.object({
  Notify: z.boolean(),
  EventAction: z.enum(["BLOCK", "MFA_IF_CONFIGURED", "MFA_REQUIRED", "NO_ACTION"]),
});

const body = z.string().min(6).max(20_000).optional();
const email = z.object({ Subject: z.string().min(1).max(140), HtmlBody: body, TextBody: body }).optional();

const takeover = z
  .object({
    NotifyConfiguration: z
      .object({
        From: z.string().max(131_072).optional(),
        ReplyTo: z.string().max(131_072).optional(),
        SourceArn: z.string().min(20).max(2048).startsWith("arn:"),
        BlockEmail: email,
        NoActionEmail: email,
        MfaEmail: email,
      })
      .optional(),
    Actions: z.object({
      LowAction: action.optional(),
      MediumAction: action.optional(),
      HighAction: action.optional(),
    }),
  })
  .refine(
    ({ Actions, NotifyConfiguration }) =>
      NotifyConfiguration !== undefined || Object.values(Actions).every((each) => !each?.Notify),
    "Notify needs a NotifyConfiguration",
  );

const range = z.string().refine(isRange, "must be an address range in CIDR notation");

function isRange(text: string): boolean {
  const [address = "", prefix = "", ...rest] = text.split("/");
  const bits = { 4: 32, 6: 128 }[isIP(address)];
  return bits !== undefined && rest.length === 0 && /^\d{1,3}$/.test(prefix) && Number(prefix) <= bits;
}

const ranges = z.array(range).max(200).optional();

const input = z.object({ UserPoolId: poolId, ClientId: clientId.optional() });

const setInput = input.extend({
  CompromisedCredentialsRiskConfiguration: z
    .object({
      EventFilter: z.array(z.enum(["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"])).optional(),
      Actions: z.object({ EventAction: z.enum(["BLOCK", "NO_ACTION"]) }),
    })
    .optional(),
  AccountTakeoverRiskConfiguration: takeover.optional(),
  RiskExceptionConfiguration: z.object({ BlockedIPRangeList: ranges, SkippedIPRangeList: ranges }).optional(),
});

/**
 * Replaces the whole configuration. A request without any configuration resets the client to the pool's, or
 * the pool to none.
 */
export const setRiskConfiguration = operation(
  "SetRiskConfiguration",
  "signed",
  setInput,
  ({ store, clock }, { UserPoolId, ClientId, ...configuration }) => {
    const pool = store.pool(UserPoolId);
    const target = targetOf(pool, ClientId);
    const records = pool.records.of("risk-configuration");
    if (Object.values(configuration).every((part) => part === undefined)) records.remove(target);
    else records.save(target, { configuration, modifiedAt: clock.now() });
    return { RiskConfiguration: described(pool, target) };
  },
);

/** A client without its own configuration has that of the pool. */
export const describeRiskConfiguration = operation(
  "DescribeRiskConfiguration",
  "signed",
  input,
  ({ store }, { UserPoolId, ClientId }) => {
    const pool = store.pool(UserPoolId);
    return { RiskConfiguration: described(pool, targetOf(pool, ClientId)) };
  },
);

/** Throws UserPoolAddOnNotEnabledException if threat protection is off. */
function targetOf(pool: Pool, client: string | undefined): string {
  const target = client === undefined ? wholePool : pool.client(client).id;
  checkThreatProtection(pool);
  return target;
}

function described(pool: Pool, target: string): object {
  const records = pool.records.of("risk-configuration");
  const own: RiskConfiguration | undefined = target === wholePool ? undefined : records.get(target);
  const found = own ?? records.get(wholePool);
  return {
    UserPoolId: pool.id,
    ...(own && { ClientId: target }),
    ...found?.configuration,
    ...(found && { LastModifiedDate: epochSeconds(found.modifiedAt) }),
  };
}
