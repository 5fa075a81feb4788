/**
 * What the product proves itself with to the legacy system, from one secret: a plain text is the bearer
 * token; a JSON object can hold more. docs/legacy-contract.md describes both.
 */
import { createHash, createHmac } from "node:crypto";
import { AuthError } from "../../domain/errors.js";
import type { Secret } from "../../domain/secret.js";
import { parsedJson } from "../http/http-client.js";

export type LegacyCredentials = {
  readonly token: string;
  /** The newest first; the second one is for the time of a rotation. */
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

// Read by hand: a library for it would be a sixth of the authorizer, where this is, too.
const isDescribed = (value: unknown): value is Described =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.entries(value).every(([name, each]) =>
    name === "signing_keys" ? isSigningKeys(each) : TEXTS.some((text) => text === name) && isText(each),
  );

/** @throws AuthError `internal` for a secret that is begun as JSON and is not what is described. */
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
 * The value of the header `x-signature`: `t=<seconds>,n=<nonce>,v1=<hex>`, with a further `v1` for each
 * further key. Each is HMAC-SHA-256 over `v1`, time, nonce, method, path and the body's SHA-256 in hex,
 * one a line.
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
