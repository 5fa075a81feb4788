/** The text of an SMS, within the limit of the CustomMessage trigger: 140 characters. */
import { fill, oneLine, shortened } from "./fill.js";
import type { MessageRequest } from "./message.js";
import { WORDINGS } from "./words/index.js";

const MAX_SMS = 140;

export const shortText = (request: MessageRequest): string => {
  const wording = WORDINGS[request.language];
  const words =
    request.kind === "invitation" && request.values.password === undefined
      ? wording.invitationWithoutPassword
      : wording.kinds[request.kind].sms;
  const values = {
    brand: oneLine(request.brand.name, 32),
    ...Object.fromEntries(Object.entries(request.values).filter(isText)),
  };
  if (request.kind !== "invitation") return fill(words, values);
  // Users know their own address, so it is shortened if the text is too long.
  const username = oneLine(request.values.username);
  const whole = fill(words, { ...values, username });
  const room = username.length - Math.max(0, whole.length - MAX_SMS);
  return fill(words, { ...values, username: shortened(username, room) });
};

const isText = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === "string";
