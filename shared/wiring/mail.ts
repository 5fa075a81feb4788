/** E-mail. */
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { sesMessenger } from "../adapters/aws/ses-messenger.js";
import * as config from "../config/index.js";
import { directory } from "./base.js";
import { deadline } from "./clients.js";
import { env } from "./environment.js";
import { throttle } from "./guards.js";
import { once } from "./provider.js";
import { sending } from "./sdk.js";
import { notices } from "./settings.js";

export const messenger = /* @__PURE__ */ once(() =>
  sesMessenger(new SESv2Client(sending()), config.mailFrom(env)),
);

export const addressNoticePorts = { deadline, directory, messenger, notices, throttle };
