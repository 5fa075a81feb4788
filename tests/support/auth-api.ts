/** The auth endpoints on memory ports, and what a client sees of their answers. */
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import { auth } from "../../handlers/api/auth.js";
import { type MemoryPorts, type MemorySeed, memoryPorts } from "../../shared/memory/ports.js";
import type { Ports, Settings } from "../../shared/ports/index.js";
import { asDescribed } from "./openapi.js";
import { notices, openRules } from "./triggers.js";
import { NOW, PASSWORD } from "./users.js";

export const ROUTES = {
  signUp: "POST /api/account/signup",
  confirm: "POST /api/account/confirm",
  resend: "POST /api/account/resend",
  signIn: "POST /api/account/signin",
  challenge: "POST /api/account/challenge",
  refresh: "POST /api/account/refresh",
  signOut: "POST /api/account/signout",
  logOut: "POST /api/account/logout",
} as const;

export const credentials = { email: "ada@example.com", password: PASSWORD };

export type AuthApi = {
  readonly ports: MemoryPorts;
  readonly call: (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;
};

export type Overrides = Partial<
  Ports & Pick<Settings, "floor" | "notices" | "registrationRules" | "sessionModes" | "site">
>;

/** `overrides` stand in for single ports or settings. */
export const authApi = (seed: MemorySeed = {}, overrides: Overrides = {}): AuthApi => {
  const ports = memoryPorts({ now: NOW, ...seed });
  const settings = {
    lifetime: { refreshSeconds: 2_592_000 },
    notices,
    registrationRules: openRules,
  };
  // Both clients of the pool.
  const pools = overrides.userPool && { tokenUserPool: overrides.userPool };
  return { ports, call: asDescribed(auth({ ...settings, ...ports, ...overrides, ...pools })) };
};

/** The refresh token in a response, in the form that the client keeps. Undefined if there is none. */
export const refreshTokenOf = (answer: APIGatewayProxyStructuredResultV2): string | undefined =>
  bodyOf(answer).refresh_token as string | undefined;

export const bodyOf = (answer: APIGatewayProxyStructuredResultV2): Record<string, unknown> =>
  JSON.parse(answer.body ?? "{}") as Record<string, unknown>;
