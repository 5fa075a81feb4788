/**
 * The events of threat protection and the users' feedback on them. Without threat protection these operations
 * return an error. Risk is not assessed here: the only events are those reported as risky through the local
 * endpoint, and they are not listed.
 */
import { z } from "zod";
import { CognitoError, notAuthorized, notImplemented } from "../errors.js";
import type { Services } from "../services.js";
import { protectsFromThreats } from "../settings/pool-rules.js";
import type { Pool } from "../store/pool.js";
import { type AuthEvent, holdsToken } from "../threats/auth-events.js";
import { existingUser } from "./existing-user.js";
import { pageToken, poolId, username } from "./fields.js";
import { operation } from "./operation.js";

const ofUser = z.object({ UserPoolId: poolId, Username: username });

const listInput = ofUser.extend({ MaxResults: z.int().min(0).max(60).default(60), NextToken: pageToken });

export const adminListUserAuthEvents = operation(
  "AdminListUserAuthEvents",
  "signed",
  listInput,
  (services, request) => {
    protectedUser(services, request);
    throw notImplemented("The history of a user's sign-ins");
  },
);

const feedbackInput = ofUser.extend({
  EventId: z.string().regex(/^[\w+-]{1,50}$/, "must be the id of an event"),
  FeedbackValue: z.enum(["Valid", "Invalid"]),
});

export const adminUpdateAuthEventFeedback = operation(
  "AdminUpdateAuthEventFeedback",
  "signed",
  feedbackInput,
  (services, request) => {
    eventOf(services, request).feedback = request.FeedbackValue;
    return {};
  },
);

/** The token is part of the notice about the event. */
export const updateAuthEventFeedback = operation(
  "UpdateAuthEventFeedback",
  "public",
  feedbackInput.extend({
    FeedbackToken: z
      .string()
      .regex(/^[\w=.-]+$/, "must be a token")
      .max(131_072),
  }),
  (services, request) => {
    protectedUser(services, request);
    const event = services.authEvents.find(request.UserPoolId, request.EventId);
    const genuine = event && holdsToken(event, request.FeedbackToken);
    if (!genuine || event.username !== existingUser(services, request).user.username) {
      throw notAuthorized("Invalid feedback token");
    }
    event.feedback = request.FeedbackValue;
    return {};
  },
);

/** Throws UserPoolAddOnNotEnabledException if threat protection is off. */
export function checkThreatProtection({ settings }: Pool): void {
  if (protectsFromThreats(settings)) return;
  throw new CognitoError(
    "UserPoolAddOnNotEnabledException",
    "Threat protection is not enabled for the user pool.",
  );
}

/** Throws ResourceNotFoundException if the event does not belong to the user. */
function eventOf(
  services: Services,
  named: { UserPoolId: string; Username: string; EventId: string },
): AuthEvent {
  protectedUser(services, named);
  const event = services.authEvents.find(named.UserPoolId, named.EventId);
  if (event?.username === existingUser(services, named).user.username) return event;
  throw new CognitoError("ResourceNotFoundException", "Event does not exist.");
}

function protectedUser(services: Services, named: { UserPoolId: string; Username: string }): void {
  checkThreatProtection(services.store.pool(named.UserPoolId));
  existingUser(services, named);
}
