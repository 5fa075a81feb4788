/**
 * Verifies the signature of a request: signs the request again with the secret, over the headers that it
 * lists as signed, and compares. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
import { timingSafeEqual } from "node:crypto";
import { createRequire } from "node:module";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { ClientRequest } from "./client-request.js";

// This is a CommonJS package whose named exports Node.js does not detect in an `import`.
const { Sha256 } = createRequire(import.meta.url)(
  "@aws-crypto/sha256-js",
) as typeof import("@aws-crypto/sha256-js");

/** AWS accepts requests signed up to five minutes in the past or future. */
const TOLERANCE_MS = 5 * 60 * 1000;
const DATE = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

export type SignedRequest = {
  readonly request: ClientRequest;
  readonly body: Buffer;
  readonly at: number;
};

type Secret = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly region: string };

export const isSignedBy = async (
  { request, body, at }: SignedRequest,
  { region, ...credentials }: Secret,
): Promise<boolean> => {
  const given = request.headers.authorization ?? "";
  const names = /SignedHeaders=([^,]+)/.exec(given)?.[1]?.split(";") ?? [];
  const signingDate = dateOf(request.headers["x-amz-date"]);
  if (signingDate === undefined || Math.abs(signingDate.getTime() - at) > TOLERANCE_MS) return false;
  if (!["host", "x-amz-date", "x-amz-security-token"].every((name) => names.includes(name))) return false;
  const { accessKeyId, secretAccessKey } = credentials;
  const signer = new SignatureV4({
    ...{ region, service: "execute-api", sha256: Sha256, applyChecksum: false },
    // The session token is already among the signed headers, so the signer must not add it again.
    credentials: { accessKeyId, secretAccessKey },
  });
  const unsigned = new HttpRequest({
    method: request.method,
    path: request.encodedPath,
    query: request.query === undefined ? {} : { ...request.query },
    headers: Object.fromEntries(names.map((name) => [name, request.headers[name] ?? ""])),
    body,
  });
  const { headers } = await signer.sign(unsigned, { signingDate });
  return same(signatureIn(headers.authorization), signatureIn(given));
};

const dateOf = (text: string | undefined): Date | undefined => {
  const [, year, month, day, hour, minute, second] = DATE.exec(text ?? "") ?? [];
  if (year === undefined) return undefined;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

const signatureIn = (authorization = ""): string =>
  /Signature=([0-9a-f]{64})$/.exec(authorization)?.[1] ?? "";

const same = (one: string, other: string): boolean =>
  one.length === 64 && other.length === 64 && timingSafeEqual(Buffer.from(one), Buffer.from(other));
