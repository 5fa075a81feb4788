/** Sends codes and invitations, with texts from the CustomMessage trigger or the pool's templates. */
import { underEffect } from "../../faults/effect.js";
import { CognitoError } from "../errors.js";
import { type CodePurpose, issueCode } from "../rules/codes.js";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import type { Attributes, User } from "../store/user.js";
import {
  type CustomWords,
  codePlaceholder,
  customMessage,
  usernamePlaceholder,
} from "../triggers/custom-message.js";
import { customSender } from "../triggers/custom-sender.js";
import { confirmsByLink, withLinks } from "./confirmation-link.js";
import {
  type CodeDeliveryDetails,
  type ContactAttribute,
  channelOf,
  deliveryDetails,
} from "./destination.js";
import type { Channel, Message, MessageCause } from "./message.js";
import { templateFor } from "./templates.js";

export interface Recipient {
  readonly pool: Pool;
  readonly clientId: string;
  readonly user: User;
  readonly clientMetadata?: Attributes | undefined;
}

/** Creates, stores and sends a code. If an attribute is about to change, `address` is the new value. */
export async function sendCode(
  services: Services,
  recipient: Recipient,
  code: {
    purpose: CodePurpose;
    cause: MessageCause;
    attribute: ContactAttribute;
    address?: string | undefined;
  },
): Promise<CodeDeliveryDetails> {
  const { pool, user } = recipient;
  const address = code.address ?? user.attributes[code.attribute] ?? "";
  const now = services.clock.now();
  const text = issueCode(user, code.purpose, code.attribute, { secret: pool.keys.secret, now });
  pool.users.save(user);
  await send(services, recipient, code.cause, {
    channel: channelOf(code.attribute),
    to: address,
    code: text,
  });
  return deliveryDetails(code.attribute, address);
}

/** Sends the welcome message of a user that an administrator or a migration created. */
export async function sendInvitation(
  services: Services,
  recipient: Recipient,
  { mediums, password }: { mediums: readonly Channel[]; password: string | undefined },
): Promise<void> {
  const { attributes } = recipient.user;
  const reachable = mediums
    .map((channel) => ({ channel, to: channel === "EMAIL" ? attributes.email : attributes.phone_number }))
    .filter(({ to }) => to);
  if (reachable.length === 0) return;
  // One CustomMessage invocation serves both channels. Channels with a custom sender need none.
  let worded: Promise<CustomWords> | undefined;
  const words = () => {
    worded ??= customMessage(services, { ...recipient, cause: "AdminCreateUser" });
    return worded;
  };
  for (const { channel, to = "" } of reachable) {
    const code = password ?? "the one you already have";
    await send(services, recipient, "AdminCreateUser", {
      channel,
      to,
      code,
      words,
      secret: password !== undefined,
    });
  }
}

interface Envelope {
  readonly channel: Channel;
  readonly to: string;
  readonly code: string;
  readonly words?: () => Promise<CustomWords>;
  /** False if the text in place of the code is not secret. */
  readonly secret?: boolean;
}

/** Throws CodeDeliveryFailureException if the delivery fails. */
export async function send(
  services: Services,
  recipient: Recipient,
  cause: MessageCause,
  envelope: Envelope,
): Promise<void> {
  const { pool, user } = recipient;
  const { channel, to, code, secret = true } = envelope;
  const sender = { ...recipient, cause, channel, to, code: secret ? code : undefined };
  if (customSender(services, sender)) return;
  const words = await (envelope.words?.() ?? customMessage(services, { ...recipient, cause }));
  const template = templateFor(cause, pool.settings);
  const name = signInName(pool, user);
  const linked = (text: string) =>
    confirmsByLink(pool.settings, cause, channel) ? withLinks(services, recipient, code, text) : text;
  const filled = (text: string) =>
    linked(text).replaceAll(codePlaceholder, code).replaceAll(usernamePlaceholder, name);
  try {
    const message: Message = {
      channel,
      to,
      subject: channel === "EMAIL" ? filled(words.emailSubject ?? template.emailSubject) : "",
      body: filled(
        channel === "EMAIL" ? (words.emailMessage ?? template.email) : (words.smsMessage ?? template.sms),
      ),
      ...(secret && { code }),
      triggerSource: `CustomMessage_${cause}`,
      poolId: pool.id,
      username: user.username,
      at: services.clock.now(),
    };
    await underEffect(services.faults.ofDelivery(channel), async () => services.deliver(message));
  } catch (cause) {
    if (cause instanceof CognitoError) throw cause;
    const message = "Unable to deliver message to specified destination.";
    throw new CognitoError("CodeDeliveryFailureException", message, { cause });
  }
}

/** The name that the user signs in with: the address if usernames are generated. */
function signInName(pool: Pool, { username, attributes }: User): string {
  if (pool.settings.UsernameAttributes.length === 0) return username;
  return attributes.email ?? attributes.phone_number ?? username;
}
