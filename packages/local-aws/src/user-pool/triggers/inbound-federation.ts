/**
 * InboundFederation: runs at every sign-in with an external provider, before a profile is created or changed.
 * It can deny the sign-in or return the claims to use. Claims that it omits are dropped. An empty response
 * keeps all. It cannot change the subject. (Developer guide, "Inbound federation Lambda trigger".)
 */
import { z } from "zod";
import type { ExternalProfile } from "../federation/relying-party.js";
import type { IdentityProvider } from "../oauth/records.js";
import type { Services } from "../services.js";
import type { Pool, PoolClient } from "../store/pool.js";
import type { Attributes } from "../store/user.js";

interface ExternalSignIn {
  readonly pool: Pool;
  readonly client: PoolClient;
  readonly provider: IdentityProvider;
  readonly profile: ExternalProfile;
  readonly userName: string;
}

/** Returns the claims to map. Without the trigger, all claims of the provider. */
export async function inboundFederation(
  { runTrigger }: Services,
  externalSignIn: ExternalSignIn,
): Promise<Attributes> {
  const { pool, client, provider, profile, userName } = externalSignIn;
  const { idToken, userInfo, tokenResponse } = textsOf(profile);
  const all = { ...userInfo, ...idToken };
  const functionArn = pool.settings.LambdaConfig.InboundFederation?.LambdaArn;
  if (functionArn === undefined) return all;
  const { userAttributesToMap: kept } = await runTrigger({
    trigger: "InboundFederation",
    source: "InboundFederation_ExternalProvider",
    functionArn,
    pool,
    userName,
    clientId: client.id,
    request: {
      providerName: provider.name,
      providerType: provider.type,
      attributes: { tokenResponse, idToken, userInfo },
    },
    response: { userAttributesToMap: {} },
    answer: z.object({ userAttributesToMap: z.record(z.string(), z.string()).nullish() }),
  });
  return kept && Object.keys(kept).length > 0 ? kept : all;
}

const textsOf = ({ idToken, userInfo, tokenResponse }: ExternalProfile) => ({
  idToken: texts(idToken),
  userInfo: texts(userInfo),
  tokenResponse: texts(tokenResponse),
});

const texts = (values: Readonly<Record<string, unknown>>): Attributes =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, textOf(value)]],
    ),
  );

/** Attributes are strings: several values as `[one, two]`, an object as JSON. */
function textOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(textOf).join(", ")}]`;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
