/** An OpenID provider that does as it is told, right or wrong, and remembers what it was asked. */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { type Claims, signJwt } from "../../../src/user-pool/tokens/jwt.js";
import { generatePoolKeys, jwks } from "../../../src/user-pool/tokens/pool-keys.js";

export const lyingClient = { id: "pool-at-partner", secret: "partner-client-secret" };

interface Answer {
  status?: number;
  body: unknown;
}

/** What it does otherwise than it should. */
export interface Lies {
  /** Of the ID token; undefined takes a claim away. */
  claims?: Claims;
  /** Signed by a key that is not published. */
  foreignKey?: boolean;
  /** In the place of the answer of the token endpoint. */
  token?: Answer;
  userInfo?: Answer;
  /** In the address of the callback; undefined takes a parameter away. */
  callback?: Record<string, string | undefined>;
  metadata?: Claims;
  discovery?: Answer;
  jwks?: Answer;
}

export interface Asked {
  readonly path: string;
  readonly method: string;
  readonly form: Record<string, string>;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
};

/** Made once for a file of tests: keys take their time. */
const bothKeys = Promise.all([generatePoolKeys(), generatePoolKeys()]);

interface Teller {
  lies: Lies;
  profile: Claims;
  /** Of the sign-in under way. */
  nonce: string;
}

export async function startLyingProvider() {
  const teller: Teller = { lies: {}, profile: { sub: "p-1" }, nonce: "" };
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", base());
    const form = Object.fromEntries(new URLSearchParams(await bodyOf(request)));
    asked.push({ path: url.pathname, method: request.method ?? "", form });
    if (url.pathname === "/authorize") {
      teller.nonce = url.searchParams.get("nonce") ?? "";
      response.writeHead(302, { location: callbackOf(url, teller.lies) }).end();
      return;
    }
    const { status = 200, body } = await answerTo(url.pathname, teller, base());
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: base(),
    asked,
    /** Sets the user and the wrong answers of later sign-ins. */
    tells: (profile: Claims, lies: Lies = {}) => {
      Object.assign(teller, { profile, lies });
      asked.length = 0;
    },
    close: () => new Promise<void>((resolve) => void server.close(() => resolve()).closeAllConnections()),
  };
}

async function answerTo(path: string, teller: Teller, base: string): Promise<Answer> {
  const { lies, profile } = teller;
  const [keys] = await bothKeys;
  if (path === "/.well-known/openid-configuration") return lies.discovery ?? { body: metadata(lies, base) };
  if (path === "/jwks") return lies.jwks ?? { body: jwks(keys) };
  if (path === "/userinfo") return lies.userInfo ?? { body: profile };
  if (path !== "/token") return { status: 404, body: {} };
  const tokens = { access_token: "partner-access-token", token_type: "Bearer", expires_in: 300 };
  return lies.token ?? { body: { ...tokens, id_token: await idToken(teller, base) } };
}

const metadata = (lies: Lies, base: string) => ({
  issuer: base,
  authorization_endpoint: `${base}/authorize`,
  token_endpoint: `${base}/token`,
  userinfo_endpoint: `${base}/userinfo`,
  jwks_uri: `${base}/jwks`,
  response_types_supported: ["code"],
  ...lies.metadata,
});

async function idToken({ lies, profile, nonce }: Teller, iss: string): Promise<string> {
  const [keys, foreign] = await bothKeys;
  const iat = Math.floor(Date.now() / 1000);
  const standard = { iss, aud: lyingClient.id, iat, exp: iat + 300, nonce };
  return signJwt((lies.foreignKey ? foreign : keys).id, { ...standard, ...profile, ...lies.claims });
}

export type LyingProvider = Awaited<ReturnType<typeof startLyingProvider>>;

function callbackOf(url: URL, { callback = {} }: Lies): string {
  const target = new URL(url.searchParams.get("redirect_uri") ?? "");
  const answers = { code: "a-code", state: url.searchParams.get("state") ?? "", ...callback };
  for (const [name, value] of Object.entries(answers)) {
    if (value !== undefined) target.searchParams.set(name, value);
  }
  return target.href;
}
