/**
 * A local Cognito identity pool. Issues AWS credentials for ID tokens of the local user pool, with the role
 * that the template's rules select, and for guests where the pool allows them. The local HTTP API verifies these credentials.
 * https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/
 */
import { randomBytes } from "node:crypto";
import { type AwsJsonServer, startAwsJsonServer } from "../aws-json/server.js";
import { ServiceError } from "../aws-json/service-error.js";
import { BoundedMap } from "../bounded-map.js";
import type { IamSession } from "../http-api/index.js";
import type { Stack } from "../template/index.js";
import { type DeclaredIdentityPool, declaredIdentityPools, declaredRoles } from "./declared.js";
import { type IdentityDeps, identityOperations } from "./operations.js";

export { userPoolAt } from "./user-pool-at.js";

export type IdentityPools = AwsJsonServer & {
  /** The session of an access key that this pool issued, including expired sessions. */
  session(accessKeyId: string): IamSession | undefined;
};

export type IdentityPoolOptions = Pick<IdentityDeps, "keysOf" | "isEnabled"> & {
  readonly stack: Stack;
  readonly port?: number;
  readonly clock?: { now(): number };
};

const LIFETIME_MS = 60 * 60 * 1000;

export const startIdentityPools = async (options: IdentityPoolOptions): Promise<IdentityPools> => {
  const { stack, keysOf, isEnabled, clock = Date, port = 0 } = options;
  const sessions = new BoundedMap<IamSession>();
  const roles = new Map(declaredRoles(stack).map((role) => [role.arn, role]));
  const open: IdentityDeps["open"] = (roleArn, identity) => {
    const role = roles.get(roleArn);
    if (role === undefined)
      throw new ServiceError("InvalidIdentityPoolConfigurationException", "The role cannot be assumed.");
    const accessKeyId = `ASIA${randomBytes(8).toString("hex").toUpperCase()}`;
    const session: IamSession = {
      accessKeyId,
      secretAccessKey: randomBytes(30).toString("base64url"),
      sessionToken: randomBytes(64).toString("base64url"),
      userArn: `arn:aws:sts::${stack.accountId}:assumed-role/${role.name}/CognitoIdentityCredentials`,
      expiresAt: clock.now() + LIFETIME_MS,
      policies: role.policies,
      identity,
    };
    sessions.set(accessKeyId, session);
    return session;
  };
  const pools = declaredIdentityPools(stack);
  const guests = new BoundedMap<DeclaredIdentityPool>();
  const deps = { pools, keysOf, isEnabled, open, guests, region: stack.region };
  const server = await startAwsJsonServer(
    { name: "AWSCognitoIdentityService", operations: identityOperations(deps) },
    port,
    { cors: true },
  );
  return { ...server, session: (accessKeyId) => sessions.get(accessKeyId) };
};
