/** Values of Parameter Store, read once per start: pools and app clients. */
import { ssmAllowedPools } from "../adapters/aws/allowed-pools.js";
import { ssmServiceClients } from "../adapters/aws/service-clients.js";
import * as config from "../config/index.js";
import { metrics, parameters } from "./clients.js";
import { env } from "./environment.js";
import { composed } from "./provider.js";

export const pools = /* @__PURE__ */ composed(
  { parameters, name: () => config.allowedPoolParameter(env), metrics },
  ({ parameters, name, metrics }) => ssmAllowedPools(parameters, name, metrics),
);
export const endpointClients = /* @__PURE__ */ composed(
  { parameters, name: () => config.endpointClientParameter(env) },
  ({ parameters, name }) => ssmServiceClients(parameters, name),
);
export const tokenClients = /* @__PURE__ */ composed(
  { parameters, name: () => config.tokenClientParameter(env) },
  ({ parameters, name }) => ssmServiceClients(parameters, name),
);
export const serviceClients = /* @__PURE__ */ composed(
  { parameters, name: () => config.serviceClientParameter(env) },
  ({ parameters, name }) => ssmServiceClients(parameters, name),
);
