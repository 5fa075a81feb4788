/** A user pool's signing key and key set, to make good tokens and every kind of bad one. */
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import { sendJson, startServer, type TestServer } from "./http-server.js";

export const POOL_ID = "us-east-1_Example01";
export const CLIENT_ID = "1example23456789abcdefghij";
export const ISSUER = `https://cognito-idp.us-east-1.amazonaws.com/${POOL_ID}`;

type Json = Readonly<Record<string, unknown>>;

const encode = (value: Json | string): string =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** Claims of an access token as Cognito makes it, good for fifteen minutes. */
export const accessClaims = (change: Json = {}): Json => {
  const now = Math.floor(Date.now() / 1000);
  return {
    sub: "sub-1",
    iss: ISSUER,
    client_id: CLIENT_ID,
    origin_jti: "session-1",
    event_id: "event-1",
    token_use: "access",
    scope: "aws.cognito.signin.user.admin",
    auth_time: now - 10,
    exp: now + 900,
    iat: now - 10,
    jti: "jti-1",
    username: "sub-1",
    user_id: "usr_ada",
    ...change,
  };
};

export type SigningKey = {
  readonly kid: string;
  readonly jwk: Json;
  readonly publicPem: string;
  /** A token signed with RS256. `header` adds to the usual one or replaces parts of it. */
  issue(claims: Json | string, header?: Json): string;
};

export const signingKey = (kid: string): SigningKey => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return {
    kid,
    jwk: { ...publicKey.export({ format: "jwk" }), kid, alg: "RS256", use: "sig" },
    publicPem: publicKey.export({ type: "spki", format: "pem" }).toString(),
    issue: (claims, header = {}) => {
      const text = `${encode({ alg: "RS256", kid, ...header })}.${encode(claims)}`;
      return `${text}.${sign("RSA-SHA256", Buffer.from(text), privateKey).toString("base64url")}`;
    },
  };
};

/** A token whose "signature" is an HMAC keyed by the public key: the algorithm confusion attack. */
export const hmacToken = (key: SigningKey, claims: Json): string => {
  const text = `${encode({ alg: "HS256", kid: key.kid })}.${encode(claims)}`;
  return `${text}.${createHmac("sha256", key.publicPem).update(text).digest("base64url")}`;
};

export type KeySetServer = TestServer & {
  /** Sets the later responses; a `status` other than 200 is an outage. */
  serve(body: unknown, status?: number): void;
};

export const startKeySet = async (keys: readonly SigningKey[]): Promise<KeySetServer> => {
  let current: { body: unknown; status: number } = {
    body: { keys: keys.map(({ jwk }) => jwk) },
    status: 200,
  };
  const server = await startServer((_, response) => sendJson(response, current.status, current.body));
  return {
    ...server,
    serve: (body, status = 200) => {
      current = { body, status };
    },
  };
};
