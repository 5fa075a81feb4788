/** A script that calls the demo of a stack: identities, signed requests and sign-ins. */
import { expect } from "@jest/globals";
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import type { RunningStack } from "../../local/stack/index.js";
import { NodeSha256 } from "../../shared/adapters/node/sha256.js";
import { undescribed } from "../support/openapi.js";

export type Credentials = {
  readonly AccessKeyId: string;
  readonly SecretKey: string;
  readonly SessionToken: string;
};
export type Body = Readonly<Record<string, unknown>>;

export const demoCaller = (stack: RunningStack) => {
  const ask = async (operation: string, input: object): Promise<Body> => {
    const response = await fetch(stack.describe().urls.identity, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": `AWSCognitoIdentityService.${operation}`,
      },
      body: JSON.stringify(input),
    });
    return (await response.json()) as Body;
  };

  /** The identity and credentials of a user, or of a guest if there is no ID token. */
  const identityOf = async (idToken?: string) => {
    const { pool, region, identityPool } = stack.describe();
    const provider = `cognito-idp.${region}.amazonaws.com/${pool.id}`;
    const logins = idToken === undefined ? {} : { Logins: { [provider]: idToken } };
    const { IdentityId } = await ask("GetId", { IdentityPoolId: identityPool.id, ...logins });
    const answer = await ask("GetCredentialsForIdentity", { IdentityId, ...logins });
    return { id: String(IdentityId), credentials: answer.Credentials as Credentials };
  };

  /** Sends a request to a route; path parameters are `x`. */
  const send = async (route: string, signer?: Credentials, idToken?: string) => {
    const { region, urls } = stack.describe();
    const [method = "", path = ""] = route.replace(/\{[^}]+\}/g, "x").split(" ");
    const { host, hostname } = new URL(urls.api);
    const given = { host, ...(idToken !== undefined && { "x-cognito-id-token": idToken }) };
    const request = new HttpRequest({ method, hostname, path, headers: given });
    const headers = signer
      ? (
          await new SignatureV4({
            ...{ region, service: "execute-api", sha256: NodeSha256 },
            credentials: {
              accessKeyId: signer.AccessKeyId,
              secretAccessKey: signer.SecretKey,
              sessionToken: signer.SessionToken,
            },
          }).sign(request)
        ).headers
      : given;
    const response = await fetch(`${urls.api}${path}`, { method, headers });
    const [status, type, body] = [
      response.status,
      response.headers.get("content-type"),
      (await response.json()) as Body,
    ];
    expect([route, undescribed(route, { status, type, body })]).toEqual([route, []]);
    return { status, body };
  };
  const signIn = async (email: string, password: string) => {
    const response = await fetch(`${stack.describe().urls.site}/api/account/signin`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    });
    const { id_token = "", access_token = "" } = (await response.json()) as Record<string, string>;
    return { id: id_token, access: access_token };
  };

  return { ask, identityOf, send, signIn };
};
