/**
 * The builder of what opens the codes of custom senders. Apart from the other wiring, because the
 * Encryption SDK behind it is larger than a whole function, and bundlers keep what they can reach.
 */
import { KMS } from "@aws-sdk/client-kms";
import { kmsCodeDecrypter } from "../adapters/aws/kms-code-decrypter.js";
import * as config from "../config/index.js";
import { REQUEST_LIMITS, requests } from "./clients.js";
import { once } from "./provider.js";

export const codes = /* @__PURE__ */ once(() =>
  kmsCodeDecrypter(
    new KMS({ maxAttempts: 2, requestHandler: requests(REQUEST_LIMITS) }),
    config.messageKms(process.env),
  ),
);
