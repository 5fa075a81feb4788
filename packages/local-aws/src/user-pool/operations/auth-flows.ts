/** Which flows there are, and which of them a client allows. */
import { invalidParameter } from "../errors.js";
import { type ClientSettings, rotates } from "../settings/client-settings.js";

/** What a client lists to allow each flow; the second is the older spelling. */
const permissions: Readonly<Record<string, readonly string[]>> = {
  USER_PASSWORD_AUTH: ["ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"],
  ADMIN_USER_PASSWORD_AUTH: ["ALLOW_ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"],
  REFRESH_TOKEN_AUTH: ["ALLOW_REFRESH_TOKEN_AUTH"],
  USER_SRP_AUTH: ["ALLOW_USER_SRP_AUTH"],
  CUSTOM_AUTH: ["ALLOW_CUSTOM_AUTH", "CUSTOM_AUTH_FLOW_ONLY"],
  USER_AUTH: ["ALLOW_USER_AUTH"],
};

const aliases: Readonly<Record<string, string>> = {
  REFRESH_TOKEN: "REFRESH_TOKEN_AUTH",
  ADMIN_NO_SRP_AUTH: "ADMIN_USER_PASSWORD_AUTH",
};

export const flowNamed = (name: string): string => aliases[name] ?? name;

/** @param passwordFlow the one flow with a password that the operation takes */
export function checkFlow(settings: ClientSettings, flow: string, passwordFlow: string): void {
  const permission = permissions[flow];
  const belongsElsewhere = flow.endsWith("USER_PASSWORD_AUTH") && flow !== passwordFlow;
  if (!permission || belongsElsewhere) throw invalidParameter("Initiate Auth method not supported.");
  const { ExplicitAuthFlows: allowed } = settings;
  if (flow === "REFRESH_TOKEN_AUTH" && rotates(settings)) {
    throw invalidParameter("REFRESH_TOKEN_AUTH is not available while refresh token rotation is enabled");
  }
  if (!permission.some((name) => allowed.includes(name))) {
    throw invalidParameter(`${flow} flow not enabled for this client`);
  }
}
