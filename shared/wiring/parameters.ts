/** What is read from Parameter Store once per start: pools and app clients. */
import { ssmAllowedPools } from "../adapters/aws/allowed-pools.js";
import { ssmServiceClients } from "../adapters/aws/service-clients.js";
import * as config from "../config/index.js";
import { env, metrics, parameters } from "./clients.js";
import { once } from "./provider.js";

export const pools = /* @__PURE__ */ once(() =>
  ssmAllowedPools(parameters(), config.allowedPoolParameter(env), metrics()),
);
export const endpointClients = /* @__PURE__ */ once(() =>
  ssmServiceClients(parameters(), config.endpointClientParameter(env)),
);
export const serviceClients = /* @__PURE__ */ once(() =>
  ssmServiceClients(parameters(), config.serviceClientParameter(env)),
);
