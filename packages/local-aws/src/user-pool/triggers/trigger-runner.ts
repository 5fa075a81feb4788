/**
 * Invokes all triggers: builds the envelope, enforces the time limit, maps failures to the documented errors
 * and records every invocation. (Developer guide, "Customizing user pool workflows with Lambda triggers".)
 */
import type { z } from "zod";
import { underEffect } from "../../faults/effect.js";
import type { Clock } from "../clock.js";
import { CognitoError } from "../errors.js";
import { effectOf, type Faults } from "../faults.js";
import type { Pool } from "../store/pool.js";
import { countedInvoke } from "./counted-invoke.js";
import type { InvocationLog } from "./invocation-log.js";
import type { Invoke, InvokeAnswer } from "./invoke.js";
import { checkedResponse, returnedEvent, unreachable } from "./returned-event.js";

type TriggerName =
  | "PreSignUp"
  | "PostConfirmation"
  | "PreAuthentication"
  | "PostAuthentication"
  | "UserMigration"
  | "PreTokenGeneration"
  | "CustomMessage"
  | "DefineAuthChallenge"
  | "CreateAuthChallenge"
  | "VerifyAuthChallengeResponse"
  | "CustomEmailSender"
  | "CustomSMSSender"
  | "InboundFederation";

interface TriggerCall<Answer> {
  readonly trigger: TriggerName;
  readonly source: string;
  readonly functionArn: string;
  /** The event version. PreTokenGeneration has V2_0 and V3_0. */
  readonly version?: string;
  readonly pool: Pool;
  readonly userName: string;
  readonly clientId: string;
  readonly request: object;
  readonly response: object;
  readonly answer: z.ZodType<Answer>;
  /** If true, the response of the function is ignored. */
  readonly oneWay?: boolean;
}

/** The placeholder for the app client in operations without one. */
export const noClientId = "CLIENT_ID_NOT_APPLICABLE";

interface RunnerOptions {
  readonly invoke: Invoke;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly log: InvocationLog;
  readonly timeoutMs: number;
}

export type TriggerRunner = <Answer>(call: TriggerCall<Answer>) => Promise<Answer>;

export const triggerRunner =
  (options: RunnerOptions): TriggerRunner =>
  async (call) => {
    const event = envelope(call);
    const at = options.clock.now();
    const started = performance.now();
    const fault = options.faults.ofTrigger(call.trigger);
    const { invoke, attempts } = countedInvoke(options.invoke);
    const record = (outcome: { answer?: unknown; error?: string }) =>
      options.log.add({
        trigger: call.trigger,
        triggerSource: call.source,
        poolId: call.pool.id,
        functionArn: call.functionArn,
        at,
        durationMs: Math.round((performance.now() - started) * 10) / 10,
        event,
        attempts,
        ...(fault && { fault: fault.fault }),
        ...outcome,
      });
    let answer: unknown;
    try {
      const invokeOnce = () => invoke(call.functionArn, event, options.timeoutMs);
      const send = () => underEffect(fault && effectOf(fault), invokeOnce);
      answer = returnedEvent(call.trigger, await inTime(send, call.trigger, options.timeoutMs));
      const response = call.oneWay ? call.answer.parse(answer) : checkedResponse(call, answer);
      record({ answer });
      return response;
    } catch (error) {
      record({
        ...(answer !== undefined && { answer }),
        error: error instanceof Error ? error.message : "failed",
      });
      throw error;
    }
  };

const envelope = (call: TriggerCall<unknown>) => ({
  version: call.version ?? "1",
  triggerSource: call.source,
  region: call.pool.region,
  userPoolId: call.pool.id,
  userName: call.userName,
  callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: call.clientId },
  request: call.request,
  response: call.response,
});

async function inTime(
  send: () => Promise<InvokeAnswer>,
  trigger: string,
  timeoutMs: number,
): Promise<InvokeAnswer> {
  const timedOut = Symbol("timed out");
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<typeof timedOut>((resolve) => {
    timer = setTimeout(() => resolve(timedOut), timeoutMs);
  });
  try {
    const answer = await Promise.race([send(), limit]);
    if (answer === timedOut) throw unreachable(trigger, "Socket timeout while invoking Lambda function");
    return answer;
  } catch (error) {
    if (error instanceof CognitoError) throw error;
    const late = /^(AbortError|TimeoutError)$/.test(String((error as Error | undefined)?.name));
    const reason = late
      ? "Socket timeout while invoking Lambda function"
      : "the function could not be reached";
    throw unreachable(trigger, reason, error);
  } finally {
    clearTimeout(timer);
  }
}
