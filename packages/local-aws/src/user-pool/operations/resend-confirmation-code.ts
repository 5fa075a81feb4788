/** ResendConfirmationCode: sends a new sign-up code. The previous one becomes void. */
import { z } from "zod";
import { invalidParameter, userNotFoundForClient } from "../errors.js";
import { attributeToVerify, simulatedDelivery } from "../messages/destination.js";
import { sendCode } from "../messages/send.js";
import { checkSecretHash } from "../rules/client-secret.js";
import { hidesExistence } from "../settings/client-settings.js";
import { clientId, metadata, secretHash, username, withDelivery } from "./fields.js";
import { operation } from "./operation.js";

const input = z.object({
  ClientId: clientId,
  SecretHash: secretHash,
  Username: username,
  ClientMetadata: metadata,
});

export const resendConfirmationCode = operation(
  "ResendConfirmationCode",
  "public",
  input,
  async (services, { ClientId, SecretHash, Username, ClientMetadata: clientMetadata }) => {
    const { pool, client } = services.store.client(ClientId);
    checkSecretHash(client, [Username], SecretHash);
    const user = pool.users.find(Username);
    services.limits.count(
      "ResendConfirmationCode",
      pool.id,
      user?.username ?? pool.users.normalise(Username),
    );
    if (!user) {
      if (!hidesExistence(client.settings)) throw userNotFoundForClient();
      return withDelivery(simulatedDelivery(Username, pool.keys.secret));
    }
    if (user.status !== "UNCONFIRMED") throw invalidParameter("User is already confirmed.");
    const attribute = attributeToVerify(pool.settings, user.attributes);
    if (!attribute) throw invalidParameter("Auto verification not turned on.");
    const recipient = { pool, clientId: client.id, user, clientMetadata };
    const details = await sendCode(services, recipient, {
      purpose: "sign-up",
      cause: "ResendCode",
      attribute,
    });
    return withDelivery(details);
  },
);
