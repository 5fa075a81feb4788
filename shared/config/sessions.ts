/** The user pool and its sessions. */
import * as z from "zod/mini";
import { endpoint } from "./aws.js";
import { concern } from "./concern.js";
import { clientId, optional, orNothing, region, text, wholeNumber } from "./forms.js";
import { schema, setting } from "./schema.js";
import { poolId } from "./tokens.js";

export const userPool = /* @__PURE__ */ concern(
  () => schema(z.object({ USER_POOL_ID: setting(poolId), USER_POOL_CLIENT_ID: setting(clientId) })),
  ({ USER_POOL_ID, USER_POOL_CLIENT_ID }) => ({ userPoolId: USER_POOL_ID, clientId: USER_POOL_CLIENT_ID }),
);

const PREFIX = /^(?!.*(aws|amazon|cognito))[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const domainPrefix = /* @__PURE__ */ text(
  "small letters, digits and hyphens, at most 63, without aws, amazon and cognito",
  (prefix) => PREFIX.test(prefix),
);

/** The URL of the pool's own pages. Undefined if it has no domain. */
export const poolDomain = /* @__PURE__ */ concern(
  () =>
    schema(
      z.object({
        HOSTED_DOMAIN: setting(orNothing(domainPrefix)),
        AWS_REGION: setting(region),
        USER_POOL_ID: setting(poolId),
        // The SDK's own variable: a pool that is not at AWS has its pages on the same host, below its id.
        AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: setting(endpoint),
      }),
    ),
  ({ HOSTED_DOMAIN, AWS_REGION, USER_POOL_ID, AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: address }) => {
    if (HOSTED_DOMAIN === undefined) return undefined;
    return address === undefined
      ? `https://${HOSTED_DOMAIN}.auth.${AWS_REGION}.amazoncognito.com`
      : `${address.replace(/\/$/, "")}/${USER_POOL_ID}`;
  },
);

/** The client of sessions whose tokens the application holds. */
export const tokenClient = /* @__PURE__ */ concern(
  () => schema(z.object({ USER_POOL_TOKEN_CLIENT_ID: setting(clientId) })),
  ({ USER_POOL_TOKEN_CLIENT_ID }) => USER_POOL_TOKEN_CLIENT_ID,
);

/** The stage's own pool, for functions that are no client of it. */
export const ownPool = /* @__PURE__ */ concern(
  () => schema(z.object({ USER_POOL_ID: setting(poolId) })),
  ({ USER_POOL_ID }) => USER_POOL_ID,
);

/** The pool for operator commands. If it is not set, they look up the pool of the stage. */
export const namedUserPool = /* @__PURE__ */ concern(
  () => schema(z.object({ USER_POOL_ID: setting(optional(poolId)) })),
  ({ USER_POOL_ID }) => USER_POOL_ID,
);

const DAY_SECONDS = 24 * 60 * 60;

export const session = /* @__PURE__ */ concern(
  () => schema(z.object({ REFRESH_TOKEN_DAYS: setting(wholeNumber(1, 3650)) })),
  ({ REFRESH_TOKEN_DAYS }) => ({ refreshSeconds: REFRESH_TOKEN_DAYS * DAY_SECONDS }),
);
