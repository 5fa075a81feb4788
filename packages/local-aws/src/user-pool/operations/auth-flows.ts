/** The authentication flows, and which of them a client allows. */
import { invalidParameter } from "../errors.js";
import { allowedFlows, type ClientSettings, rotates } from "../settings/client-settings.js";

const flows = [
  "USER_PASSWORD_AUTH",
  "ADMIN_USER_PASSWORD_AUTH",
  "REFRESH_TOKEN_AUTH",
  "USER_SRP_AUTH",
  "CUSTOM_AUTH",
  "USER_AUTH",
];

const aliases: Readonly<Record<string, string>> = {
  REFRESH_TOKEN: "REFRESH_TOKEN_AUTH",
  ADMIN_NO_SRP_AUTH: "ADMIN_USER_PASSWORD_AUTH",
};

export const flowNamed = (name: string): string => aliases[name] ?? name;

/** @param passwordFlow the only password flow that the operation accepts */
export function checkFlow(settings: ClientSettings, flow: string, passwordFlow: string): void {
  const belongsElsewhere = flow.endsWith("USER_PASSWORD_AUTH") && flow !== passwordFlow;
  if (!flows.includes(flow) || belongsElsewhere)
    throw invalidParameter("Initiate Auth method not supported.");
  if (flow === "REFRESH_TOKEN_AUTH" && rotates(settings)) {
    throw invalidParameter("REFRESH_TOKEN_AUTH is not available while refresh token rotation is enabled");
  }
  if (!allowedFlows(settings).includes(`ALLOW_${flow}`)) {
    throw invalidParameter(`${flow} flow not enabled for this client`);
  }
}
