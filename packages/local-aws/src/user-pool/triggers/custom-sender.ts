/**
 * CustomEmailSender and CustomSMSSender: the function sends the message instead of Cognito and gets the
 * encrypted code (developer guide, "Custom sender Lambda triggers"). It runs in the background, and callers
 * do not see its failures.
 */
import { z } from "zod";
import { encryptMessage } from "../kms/encryption-message.js";
import { contextOf, localKey } from "../kms/local-key.js";
import type { Channel, MessageCause } from "../messages/message.js";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import { type Attributes, triggerAttributes, type User } from "../store/user.js";

interface Occasion {
  readonly pool: Pool;
  readonly clientId: string;
  readonly user: User;
  readonly cause: MessageCause;
  readonly channel: Channel;
  /** The destination. If an attribute is about to change, its new value. */
  readonly to: string;
  /** Undefined if the message contains no secret. */
  readonly code: string | undefined;
  readonly clientMetadata?: Attributes | undefined;
}

const senders = {
  EMAIL: { trigger: "CustomEmailSender", type: "customEmailSenderRequestV1" },
  SMS: { trigger: "CustomSMSSender", type: "customSMSSenderRequestV1" },
} as const;

const causesWithMetadata: readonly MessageCause[] = ["SignUp", "ForgotPassword", "Authentication"];

/** Returns false if the pool has no sender for the channel. */
export function customSender(services: Services, occasion: Occasion): boolean {
  const { pool, clientId, user, cause, channel, to, code, clientMetadata } = occasion;
  const { trigger, type } = senders[channel];
  const { [trigger]: config, KMSKeyID: keyArn } = pool.settings.LambdaConfig;
  if (!config || keyArn === undefined) return false;
  const plain = cause === "AdminCreateUser" ? code?.replaceAll("<", "&lt;").replaceAll(">", "&gt;") : code;
  const encrypted = plain && encryptMessage(Buffer.from(plain), contextOf(pool), localKey(pool, keyArn));
  const call = services.runTrigger({
    trigger,
    source: `${trigger}_${cause}`,
    functionArn: config.LambdaArn,
    pool,
    userName: user.username,
    clientId,
    request: {
      type,
      code: encrypted ? encrypted.toString("base64") : null,
      // The function reads the destination here. To verify a change, it must be the new address.
      userAttributes: { ...triggerAttributes(user), [channel === "EMAIL" ? "email" : "phone_number"]: to },
      ...(clientMetadata && causesWithMetadata.includes(cause) && { clientMetadata }),
    },
    response: {},
    answer: z.unknown(),
    oneWay: true,
  });
  services.inBackground(call);
  return true;
}
