/**
 * The product's credentials for the legacy system, from one secret: plain text is the bearer token, a JSON
 * object can hold more. docs/legacy-contract.md describes both.
 */
import { createHash, createHmac } from "node:crypto";
import { AuthError } from "../../domain/errors.js";
import type { Secret } from "../../domain/secret.js";
import { parsedJson } from "../http/http-client.js";

export type LegacyCredentials = {
  readonly token: string;
  /** Newest first. The second key is used during a rotation. */
  readonly signingKeys: readonly string[];
  readonly tls?:
    | { readonly certificate: string; readonly key: string; readonly authority?: string | undefined }
    | undefined;
};

const TEXTS = ["token", "client_certificate", "client_key", "certificate_authority"] as const;
type Described = { readonly [Name in (typeof TEXTS)[number]]?: string } & {
  readonly signing_keys?: readonly string[];
};

const isText = (value: unknown): boolean => typeof value === "string" && value !== "";
const isSigningKeys = (value: unknown): boolean =>
  Array.isArray(value) &&
  (value.length === 1 || value.length === 2) &&
  value.every((key) => typeof key === "string" && key.length >= 32);

// Validated by hand: a schema library would be a sixth of the authorizer's bundle.
const isDescribed = (value: unknown): value is Described =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.entries(value).every(([name, each]) =>
    name === "signing_keys" ? isSigningKeys(each) : TEXTS.some((text) => text === name) && isText(each),
  );

/** @throws AuthError `internal` if the secret starts as JSON but does not match the documented form. */
export const legacyCredentials = (secret: Secret): LegacyCredentials => {
  const text = secret.reveal();
  if (!text.trimStart().startsWith("{")) return { token: text, signingKeys: [] };
  const read = parsedJson(text);
  if (!isDescribed(read) || read.token === undefined) throw new AuthError("internal");
  const { token, signing_keys, client_certificate, client_key, certificate_authority } = read;
  if ((client_certificate === undefined) !== (client_key === undefined)) throw new AuthError("internal");
  return {
    token,
    signingKeys: signing_keys ?? [],
    ...(client_certificate !== undefined &&
      client_key !== undefined && {
        tls: { certificate: client_certificate, key: client_key, authority: certificate_authority },
      }),
  };
};

/**
 * The value of the `x-signature` header: `t=<seconds>,n=<nonce>,v1=<hex>`, with one `v1` per key. Each `v1`
 * is HMAC-SHA-256 over these lines: `v1`, time, nonce, method, path, and the body's SHA-256 in hex.
 */
export const signature = (
  keys: readonly string[],
  request: { method: string; path: string; body: string; at: Date; nonce: string },
): string => {
  const seconds = Math.floor(request.at.getTime() / 1000);
  const digest = createHash("sha256").update(request.body).digest("hex");
  const signed = ["v1", seconds, request.nonce, request.method, request.path, digest].join("\n");
  const values = keys.map((key) => `v1=${createHmac("sha256", key).update(signed).digest("hex")}`);
  return [`t=${seconds}`, `n=${request.nonce}`, ...values].join(",");
};
