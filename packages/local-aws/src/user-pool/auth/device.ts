/**
 * DEVICE_SRP_AUTH and DEVICE_PASSWORD_VERIFIER: a confirmed device proves that it knows its own secret
 * (developer guide, "Working with user devices in your user pool"). A remembered device replaces the second
 * factor if ChallengeRequiredOnNewDevice is set. It never replaces the first factor.
 */
import { incorrectCredentials, invalidParameter } from "../errors.js";
import { type SrpExchange, srpProofHolds, startSrp } from "../rules/srp.js";
import { isCurrentTimestamp } from "../rules/srp-timestamp.js";
import type { Services } from "../services.js";
import { deviceOf, findDevice } from "../store/device.js";
import type { User } from "../store/user.js";
import { invalidSession } from "./challenges.js";
import { ask, type ChallengeAnswer, type NextChallenge, passed, required, type Step } from "./step.js";

/**
 * Returns the key of the device that this sign-in must prove. Throws ResourceNotFoundException if the user
 * has no such device.
 */
function keyToProve({ pool, user, signInState }: Step): string | undefined {
  const { deviceKey } = signInState;
  if (!pool.settings.DeviceConfiguration || deviceKey === undefined || signInState.deviceProved)
    return undefined;
  return deviceOf(user, deviceKey).key;
}

export function deviceChallenge(services: Services, step: Step): NextChallenge | undefined {
  const DEVICE_KEY = keyToProve(step);
  if (DEVICE_KEY === undefined) return undefined;
  return ask(
    services,
    step,
    { name: "DEVICE_SRP_AUTH" },
    { USERNAME: step.signInState.username, DEVICE_KEY },
  );
}

export function replacesSecondFactor(step: Step, user: User): boolean {
  const key = keyToProve(step);
  if (key === undefined || !findDevice(user, key)?.remembered) return false;
  return step.pool.settings.DeviceConfiguration?.ChallengeRequiredOnNewDevice ?? false;
}

export async function answerDeviceSrp(
  services: Services,
  challengeAnswer: ChallengeAnswer,
): Promise<NextChallenge> {
  const device = challengedDevice(challengeAnswer);
  const identity = { group: device.groupKey, name: device.key };
  const exchange = startSrp(identity, device.secret, required(challengeAnswer, "SRP_A"));
  if (!exchange) throw invalidParameter("SRP_A is not a public value of the protocol's group");
  services.challenges.consume(challengeAnswer.session);
  return ask(
    services,
    challengeAnswer,
    { name: "DEVICE_PASSWORD_VERIFIER", exchange },
    {
      SALT: exchange.salt,
      SECRET_BLOCK: exchange.secretBlock,
      SRP_B: exchange.publicValue,
      USERNAME: challengeAnswer.signInState.username,
      DEVICE_KEY: device.key,
    },
  );
}

/** Continues the sign-in after the device proof. */
export function provedDevice(
  services: Services,
  challengeAnswer: ChallengeAnswer,
  exchange: SrpExchange,
): ChallengeAnswer {
  const device = challengedDevice(challengeAnswer);
  const holds = proofOf(services, challengeAnswer);
  services.challenges.consume(challengeAnswer.session);
  if (!holds(exchange)) throw incorrectCredentials();
  device.lastAuthenticatedAt = services.clock.now();
  if (challengeAnswer.user) challengeAnswer.pool.users.save(challengeAnswer.user);
  const changes = { deviceProved: true, cause: "AuthenticateDevice" } as const;
  return passed(challengeAnswer, "DEVICE_PASSWORD_VERIFIER", changes);
}

function challengedDevice(challengeAnswer: ChallengeAnswer) {
  const { user, signInState } = challengeAnswer;
  if (
    signInState.deviceKey === undefined ||
    required(challengeAnswer, "DEVICE_KEY") !== signInState.deviceKey
  )
    throw invalidSession();
  return deviceOf(user, signInState.deviceKey);
}

/** Throws InvalidParameterException if the proof is incomplete or malformed. */
export function proofOf(
  { clock }: Services,
  challengeAnswer: ChallengeAnswer,
): (exchange: SrpExchange) => boolean {
  const secretBlock = required(challengeAnswer, "PASSWORD_CLAIM_SECRET_BLOCK");
  const signature = required(challengeAnswer, "PASSWORD_CLAIM_SIGNATURE");
  const timestamp = required(challengeAnswer, "TIMESTAMP");
  const current = isCurrentTimestamp(timestamp, clock.now());
  return (exchange) => current && srpProofHolds(exchange, { secretBlock, signature, timestamp });
}
