/**
 * The properties of AWS::Cognito::UserPoolClient that affect the local pool. The defaults are those of the
 * CreateUserPoolClient reference, not of the console: existence errors are LEGACY.
 */
import { z } from "zod";
import { invalidParameter } from "../errors.js";
import { flag, whole } from "./coerced.js";
import { describeIssues } from "./pool-settings.js";

/** The API reference mentions it in its text, but not in the list of flows of its models. */
export const clientTokenFlow = "ALLOW_CLIENT_TOKEN_AUTH";

/**
 * The older values, with the flows that each one adds or removes. A client cannot mix older and newer values.
 */
const legacyFlows: Readonly<Record<string, { readonly adds?: string; readonly removes?: string }>> = {
  ADMIN_NO_SRP_AUTH: { adds: "ALLOW_ADMIN_USER_PASSWORD_AUTH" },
  CUSTOM_AUTH_FLOW_ONLY: { removes: "ALLOW_USER_SRP_AUTH" },
  USER_PASSWORD_AUTH: { adds: "ALLOW_USER_PASSWORD_AUTH" },
};

const isLegacy = (flow: string): boolean => Object.hasOwn(legacyFlows, flow);

/** The default of a client that lists no flows. */
const usualFlows = ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"];

const flows = [
  ...Object.keys(legacyFlows),
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "ALLOW_CUSTOM_AUTH",
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_USER_SRP_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
  "ALLOW_USER_AUTH",
  clientTokenFlow,
];

const unit = z.enum(["seconds", "minutes", "hours", "days"]);

const clientProperties = z.looseObject({
  ClientName: z.string().min(1).max(128).optional(),
  GenerateSecret: flag.default(false),
  ExplicitAuthFlows: z
    .array(z.enum(flows))
    .refine(
      (given) => !given.includes(clientTokenFlow) || given.length === 1,
      `${clientTokenFlow} must be the only flow`,
    )
    .refine(
      (given) => !given.some(isLegacy) || given.every(isLegacy),
      `${Object.keys(legacyFlows).join(", ")} and the values that begin with ALLOW_ cannot be combined`,
    )
    .default(usualFlows),
  PreventUserExistenceErrors: z.enum(["ENABLED", "LEGACY"]).default("LEGACY"),
  EnableTokenRevocation: flag.default(true),
  AccessTokenValidity: whole.default(1),
  IdTokenValidity: whole.default(1),
  RefreshTokenValidity: whole.default(30),
  TokenValidityUnits: z
    .looseObject({
      AccessToken: unit.default("hours"),
      IdToken: unit.default("hours"),
      RefreshToken: unit.default("days"),
    })
    .default({ AccessToken: "hours", IdToken: "hours", RefreshToken: "days" }),
  AuthSessionValidity: whole.refine((minutes) => minutes >= 3 && minutes <= 15).default(3),
  RefreshTokenRotation: z
    .looseObject({
      Feature: z.enum(["ENABLED", "DISABLED"]),
      RetryGracePeriodSeconds: whole.refine((seconds) => seconds >= 0 && seconds <= 60).default(0),
    })
    .optional(),
  AllowedOAuthFlows: z
    .array(z.enum(["code", "implicit", "client_credentials"]))
    .max(3)
    .default([]),
  AllowedOAuthFlowsUserPoolClient: flag.default(false),
  AllowedOAuthScopes: z.array(z.string().min(1).max(256)).max(50).default([]),
  CallbackURLs: z.array(z.string().min(1).max(1024)).max(100).default([]),
  LogoutURLs: z.array(z.string().min(1).max(1024)).max(100).default([]),
  DefaultRedirectURI: z.string().min(1).max(1024).optional(),
  SupportedIdentityProviders: z.array(z.string().min(1).max(32)).default([]),
  AnalyticsConfiguration: z.looseObject({}).optional(),
  EnablePropagateAdditionalUserContextData: flag.optional(),
  ReadAttributes: z.array(z.string()).optional(),
  WriteAttributes: z.array(z.string()).optional(),
});

export type ClientSettings = z.output<typeof clientProperties>;
export type TokenKind = "access" | "id" | "refresh";

const secondsPerUnit = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 } as const;

export function lifetimeSeconds(settings: ClientSettings, kind: TokenKind): number {
  const units = settings.TokenValidityUnits;
  if (kind === "access") return settings.AccessTokenValidity * secondsPerUnit[units.AccessToken];
  if (kind === "id") return settings.IdTokenValidity * secondsPerUnit[units.IdToken];
  return settings.RefreshTokenValidity * secondsPerUnit[units.RefreshToken];
}

/** The allowed flows of a client by their newer values. The older values modify the default. */
export function allowedFlows({ ExplicitAuthFlows: listed }: ClientSettings): readonly string[] {
  if (!listed.every(isLegacy)) return listed;
  const changes = listed.map((flow) => legacyFlows[flow]);
  const added = changes.flatMap((change) => change?.adds ?? []);
  const removed = changes.flatMap((change) => change?.removes ?? []);
  return [...usualFlows, ...added].filter((flow) => !removed.includes(flow));
}

export const rotates = (settings: ClientSettings): boolean =>
  settings.RefreshTokenRotation?.Feature === "ENABLED";

export const hidesExistence = (settings: ClientSettings): boolean =>
  settings.PreventUserExistenceErrors === "ENABLED";

/**
 * Throws InvalidParameterException for settings that Amazon Cognito rejects.
 * @param attributes the attribute names of the pool
 */
export function parseClientSettings(
  properties: unknown,
  attributes: Set<string>,
  place: string,
): ClientSettings {
  const parsed = clientProperties.safeParse(properties);
  if (!parsed.success) throw invalidParameter(`${place}: ${describeIssues(parsed.error)}`);
  const settings = parsed.data;
  checkLifetime(settings, "access", 300, 86_400, place);
  checkLifetime(settings, "id", 300, 86_400, place);
  checkLifetime(settings, "refresh", 3600, 3650 * 86_400, place);
  if (rotates(settings) && settings.ExplicitAuthFlows.includes("ALLOW_REFRESH_TOKEN_AUTH")) {
    throw invalidParameter(
      `${place}: ALLOW_REFRESH_TOKEN_AUTH cannot be combined with refresh token rotation`,
    );
  }
  checkAttributes(settings, attributes, place);
  return settings;
}

function checkLifetime(settings: ClientSettings, kind: TokenKind, min: number, max: number, place: string) {
  const seconds = lifetimeSeconds(settings, kind);
  if (seconds < min || seconds > max) {
    throw invalidParameter(`${place}: the ${kind} token's validity must be from ${min} to ${max} seconds`);
  }
}

function checkAttributes(settings: ClientSettings, known: Set<string>, place: string) {
  const unreadable = (settings.ReadAttributes ?? []).find((name) => !known.has(name));
  if (unreadable !== undefined) {
    throw invalidParameter(
      `${place}: Invalid read attributes specified while creating a client: ${unreadable}`,
    );
  }
  const serverOnly = ["sub", "email_verified", "phone_number_verified"];
  const unwritable = (settings.WriteAttributes ?? []).find(
    (name) => !known.has(name) || serverOnly.includes(name),
  );
  if (unwritable !== undefined) {
    throw invalidParameter(
      `${place}: Invalid write attributes specified while creating a client: ${unwritable}`,
    );
  }
}
