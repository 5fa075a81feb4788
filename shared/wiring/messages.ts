/** E-mail, and the texts of messages. */
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { sesMessenger } from "../adapters/aws/ses-messenger.js";
import * as config from "../config/index.js";
import { directory } from "./base.js";
import { REQUEST_LIMITS, requests } from "./clients.js";
import { env } from "./environment.js";
import { once } from "./provider.js";
import { messages } from "./settings.js";

/** No retry by the client: a message that was taken and not acknowledged would be sent twice. */
export const sending = () => ({ maxAttempts: 1, requestHandler: requests(REQUEST_LIMITS) });
export const messenger = /* @__PURE__ */ once(() =>
  sesMessenger(new SESv2Client(sending()), config.mailFrom(env)),
);

export const poolMessagePorts = { directory, messages };
