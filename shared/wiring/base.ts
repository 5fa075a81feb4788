/** Ports that most functions use, and the port sets of the runners. */
import { noOriginProof, secretOriginProof } from "../adapters/aws/origin-proof.js";
import { hmacPseudonyms } from "../adapters/aws/secrets.js";
import { dynamoDirectory } from "../adapters/dynamo/accounts/directory.js";
import { dynamoAuditLog } from "../adapters/dynamo/audit/audit-log.js";
import { systemClock, systemMinimumDuration, systemRandom } from "../adapters/node/system-clock.js";
import * as config from "../config/index.js";
import { auditStore, deadline, directoryStore, logger, metrics, secrets } from "./clients.js";
import { env } from "./environment.js";
import { pools } from "./parameters.js";
import { composed, once } from "./provider.js";

export const clock = () => systemClock;
export const minimumDuration = () => systemMinimumDuration;
export const random = () => systemRandom;
export const pseudonyms = /* @__PURE__ */ composed(
  { secrets, name: () => config.pseudonymSecret(env) },
  ({ secrets, name }) => hmacPseudonyms(secrets, name),
);
const originProof = /* @__PURE__ */ composed(
  { secret: () => config.edge(env), secrets },
  ({ secret, secrets }) => (secret === undefined ? noOriginProof() : secretOriginProof(secret, secrets)),
);
export const directory = /* @__PURE__ */ once(() => dynamoDirectory(directoryStore()));
export const audit = /* @__PURE__ */ composed(
  { store: auditStore, logger, metrics },
  ({ store, ...telemetry }) => dynamoAuditLog(store, telemetry),
);

export const invocationPorts = { clock, logger, metrics };
export const triggerPorts = { clock, deadline, logger, metrics, pools };
export const httpPorts = { clock, deadline, logger, metrics };
export const serviceCallPorts = { clock, deadline, logger, metrics };
export const streamPorts = { clock, deadline, logger, metrics };
export const auditPorts = { audit };
export const viewerPorts = { originProof };
export const directoryPorts = { audit, directory };
export const memberListPorts = { audit, directory, pseudonyms };
