/** The address of the viewer, behind the stage's own distribution. */
import { noOriginProof, secretOriginProof } from "../adapters/aws/origin-proof.js";
import * as config from "../config/index.js";
import { secrets } from "./clients.js";
import { env } from "./environment.js";
import { composed } from "./provider.js";

const originProof = /* @__PURE__ */ composed(
  { secret: () => config.edge(env), secrets },
  ({ secret, secrets }) => (secret === undefined ? noOriginProof() : secretOriginProof(secret, secrets)),
);

export const viewerPorts = { originProof };
