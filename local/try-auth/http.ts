/** The requests of the script: plain ones, signed ones, and those of a browser with its cookies. */
import { HttpRequest } from "@smithy/protocol-http";
import { SignatureV4 } from "@smithy/signature-v4";
import { CookieJar } from "tough-cookie";
import { NodeSha256 } from "../../shared/adapters/node/sha256.js";
import type { Credentials, Target } from "./target.js";

export type Answer = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly cookies: readonly string[];
};

export type Sent = {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Signs the request (AWS Signature Version 4). */
  readonly signer?: Credentials;
};

export const send = async (
  { api, region }: Pick<Target, "api" | "region">,
  route: string,
  { headers = {}, body, signer }: Sent = {},
): Promise<Answer> => {
  const [method = "", path = ""] = route.split(" ");
  const text = body && JSON.stringify(body);
  const plain = { ...headers, ...(text !== undefined && { "content-type": "application/json" }) };
  const { protocol, host, hostname } = new URL(api);
  const request = new HttpRequest({
    ...{ protocol, method, hostname, path, headers: { ...plain, host } },
    ...(text !== undefined && { body: text }),
  });
  const signed = signer === undefined ? { headers: plain } : await signerOf(region, signer).sign(request);
  const response = await fetch(`${api}${path}`, {
    ...{ method, headers: signed.headers, redirect: "manual", signal: AbortSignal.timeout(30_000) },
    ...(text !== undefined && { body: text }),
  });
  const answer = await response.text();
  return {
    status: response.status,
    body: answer.startsWith("{") ? (JSON.parse(answer) as Answer["body"]) : {},
    cookies: response.headers.getSetCookie(),
  };
};

const signerOf = (region: string, credentials: Credentials): SignatureV4 =>
  new SignatureV4({ region, service: "execute-api", sha256: NodeSha256, credentials });

/** A browser of the site: it keeps cookies, and proves where a request comes from. */
export const browserAt = (target: Target) => {
  const jar = new CookieJar(undefined, { prefixSecurity: "strict", allowSecureOnLocal: true });
  return {
    names: async (): Promise<string[]> => (await jar.getCookies(target.api)).map(({ key }) => key),
    send: async (route: string, body?: object): Promise<Answer> => {
      const cookie = await jar.getCookieString(target.api);
      const headers = {
        "sec-fetch-site": "same-origin",
        ...(!route.startsWith("GET ") && { "x-csrf": "1" }),
        ...(cookie !== "" && { cookie }),
      };
      const answer = await send(target, route, { headers, ...(body && { body }) });
      for (const set of answer.cookies) await jar.setCookie(set, target.api);
      return answer;
    },
  };
};
