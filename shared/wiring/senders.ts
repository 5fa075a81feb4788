/**
 * Delivery of messages in Cognito's place. Apart from the other sets, because the Encryption SDK behind
 * `codes` is larger than a whole function, and bundlers include all reachable modules.
 */
import { KMS } from "@aws-sdk/client-kms";
import { SNSClient } from "@aws-sdk/client-sns";
import { kmsCodeDecrypter } from "../adapters/aws/kms-code-decrypter.js";
import { snsMessenger } from "../adapters/aws/sns-messenger.js";
import { dynamoDeliveries } from "../adapters/dynamo/messages/deliveries.js";
import * as config from "../config/index.js";
import { audit, directory, pseudonyms } from "./base.js";
import { guardStore, REQUEST_LIMITS } from "./clients.js";
import { env } from "./environment.js";
import { messenger } from "./mail.js";
import { once } from "./provider.js";
import { requests, sending } from "./sdk.js";
import { messages } from "./settings.js";

const codes = /* @__PURE__ */ once(() =>
  kmsCodeDecrypter(
    new KMS({ maxAttempts: 2, requestHandler: requests(REQUEST_LIMITS) }),
    config.messageKms(env),
  ),
);
const deliveries = /* @__PURE__ */ once(() => dynamoDeliveries(guardStore()));
const smsMessenger = /* @__PURE__ */ once(() => snsMessenger(new SNSClient(sending())));

export const deliveryPorts = { audit, codes, deliveries, directory, messages, pseudonyms };
export const emailPorts = { messenger };
export const smsPorts = { messenger: smsMessenger };
