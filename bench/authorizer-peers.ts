/** Common authorizers built from npm packages, each with the same token. */
import { createPublicKey } from "node:crypto";
import middy from "@middy/core";
import { Authenticator } from "cognito-at-edge";
import { createVerifier } from "fast-jwt";
import { createLocalJWKSet, jwtVerify } from "jose";
import jsonwebtoken, { type JwtHeader, type SigningKeyCallback } from "jsonwebtoken";
import jwksRsa from "jwks-rsa";
import {
  CLIENT_ID,
  ISSUER,
  POOL_ID,
  type SigningKey,
} from "../packages/local-aws/tests/support/token-issuer.js";
import type { Contender } from "./cpu-costs.js";

type Tokens = { readonly access: string; readonly id: string };

export const peers = (key: SigningKey, keysUrl: string, tokens: Tokens): Contender[] => [
  { name: "jsonwebtoken with jwks-rsa", run: blueprint(keysUrl, tokens.access), share: 0.2 },
  { name: "middy with jose", run: middyWithJose(key, tokens.access), share: 0.2 },
  { name: "cognito-at-edge", run: atEdge(key, tokens.id), share: 0.5 },
  { name: "fast-jwt, cached", run: fastJwt(key, tokens.access, true) },
  { name: "fast-jwt, not cached", run: fastJwt(key, tokens.access, false) },
];

/** As in the blueprints of AWS and Auth0. */
const blueprint = (jwksUri: string, token: string) => {
  const client = jwksRsa({ jwksUri, cache: true });
  const find = ({ kid }: JwtHeader, done: SigningKeyCallback) => {
    client.getSigningKey(kid, (error, key) => done(error, key?.getPublicKey()));
  };
  return () =>
    new Promise((resolve, reject) => {
      jsonwebtoken.verify(token, find, { algorithms: ["RS256"], issuer: ISSUER }, (error, claims) =>
        error ? reject(error) : resolve(claims),
      );
    });
};

const middyWithJose = ({ jwk }: SigningKey, token: string) => {
  const keys = createLocalJWKSet({ keys: [jwk as never] });
  const handler = middy()
    .use({
      before: async (request) => {
        const { authorization } = request.event as { authorization: string };
        await jwtVerify(authorization.slice("Bearer ".length), keys, {
          issuer: ISSUER,
          algorithms: ["RS256"],
        });
      },
    })
    .handler(async () => ({ isAuthorized: true }));
  const context = { getRemainingTimeInMillis: () => 5_000 } as never;
  return () => handler({ authorization: `Bearer ${token}` }, context);
};

const atEdge = ({ jwk }: SigningKey, token: string) => {
  const authenticator = new Authenticator({
    region: "us-east-1",
    userPoolId: POOL_ID,
    userPoolAppId: CLIENT_ID,
    userPoolDomain: "example.auth.us-east-1.amazoncognito.com",
  });
  authenticator._jwtVerifier.cacheJwks({ keys: [jwk as never] });
  const value = `CognitoIdentityServiceProvider.${CLIENT_ID}.ada.idToken=${token}`;
  const request = { method: "GET", uri: "/", querystring: "", clientIp: "203.0.113.10" };
  return () => {
    const headers = { cookie: [{ key: "cookie", value }], host: [{ key: "host", value: "example.com" }] };
    const event = { Records: [{ cf: { request: { ...request, headers } } }] };
    return authenticator.handle(event as never);
  };
};

const fastJwt = ({ jwk }: SigningKey, token: string, cache: boolean) => {
  const key = createPublicKey({ key: jwk as never, format: "jwk" }).export({ type: "spki", format: "pem" });
  const verify = createVerifier({ key: String(key), algorithms: ["RS256"], allowedIss: ISSUER, cache });
  return () => verify(token);
};
