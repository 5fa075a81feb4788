/** Secrets Manager for secrets, Parameter Store for what is not secret; both cached, both with time limits. */
import { createHmac } from "node:crypto";
import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { AuthError } from "../domain/errors.js";
import { Secret } from "../domain/secret.js";
import type { Clock, Pseudonyms, Secrets } from "../ports.js";
import { orUnavailable } from "./unavailable.js";

const CACHE_MS = 5 * 60_000;

/** A rotated secret is seen within five minutes. */
export const awsSecrets = (client: SecretsManagerClient, clock: Clock): Secrets => {
  const cache = new Map<string, { secret: Secret; until: number }>();
  return {
    value: async (name) => {
      const now = clock.now().getTime();
      const cached = cache.get(name);
      if (cached && cached.until > now) return cached.secret;
      const { SecretString } = await orUnavailable(() =>
        client.send(new GetSecretValueCommand({ SecretId: name })),
      );
      if (SecretString === undefined || SecretString === "") throw new AuthError("temporarily_unavailable");
      const secret = new Secret(SecretString);
      cache.set(name, { secret, until: now + CACHE_MS });
      return secret;
    },
  };
};

/** HMAC-SHA-256 under the stage's secret, 128 bits of it: the same text has the same pseudonym, and only here. */
export const hmacPseudonyms = (secrets: Secrets, secretName: string): Pseudonyms => ({
  of: async (value) => {
    const key = await secrets.value(secretName);
    return createHmac("sha256", key.reveal()).update(value).digest("base64url").slice(0, 22);
  },
});
