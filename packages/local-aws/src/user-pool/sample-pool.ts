/**
 * The pool of a start without declarations: users sign in by email. It has a confidential and a public
 * client.
 */
import type { PoolDeclaration } from "./store/declare-pools.js";

const clientProperties = (ClientName: string, GenerateSecret: boolean) => ({
  ClientName,
  GenerateSecret,
  ExplicitAuthFlows: [
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_USER_AUTH",
  ],
  PreventUserExistenceErrors: "ENABLED",
  RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 10 },
});

export const samplePool: PoolDeclaration = {
  id: "us-east-1_LocalPool",
  name: "local",
  arn: "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_LocalPool",
  properties: {
    UsernameAttributes: ["email"],
    UsernameConfiguration: { CaseSensitive: false },
    AutoVerifiedAttributes: ["email"],
  },
  clients: [
    { id: "confidential0000000000000a", properties: clientProperties("confidential", true) },
    { id: "public00000000000000000000", properties: clientProperties("public", false) },
  ],
  onlyAtFirst: true,
};
