/** Errors of the pool that only some addresses can get: no answer tells them from those of an unknown address. */
import { expect, it } from "@jest/globals";
import { cognitoUserPool } from "../../../shared/adapters/cognito/user-pool.js";
import { memoryMetrics } from "../../../shared/memory/telemetry.js";
import { authApi, ROUTES } from "../../support/auth-api.js";
import { jsonEvent } from "../../support/http-events.js";
import { passwordApi } from "../../support/password-api.js";

type Failure = readonly [name: string, message?: string];

const poolThatFails = ([name, message = "refused"]: Failure) => {
  const send = () => Promise.reject(Object.assign(new Error(message), { name }));
  return cognitoUserPool({
    ...{ userPoolId: "us-east-1_Example01", clientId: "client", metrics: memoryMetrics() },
    call: send,
    client: { send } as unknown as Parameters<typeof cognitoUserPool>[0]["client"],
    secret: { hashFor: async () => "hash" } as unknown as Parameters<typeof cognitoUserPool>[0]["secret"],
  });
};

const [password, email, code] = ["Right-Password-1!", "ada@example.com", "123456"] as const;
const BODIES = {
  resend: { email },
  confirm: { email, code, password },
  signUp: { email, password, name: "Ada" },
};
const answerTo = async (route: keyof typeof BODIES, failure: Failure) => {
  const { call, ports } = authApi({}, { userPool: poolThatFails(failure) });
  const { cookies, ...answer } = await call(jsonEvent(ROUTES[route], BODIES[route]));
  const names = (cookies ?? []).map((cookie) => cookie.split("=")[0]);
  return {
    answer: { ...answer, cookies: names },
    reasons: ports.audit.events.map(({ details }) => details.reason),
  };
};
const MAIL_FAILED: Failure = ["CodeDeliveryFailureException"];
const LIMITED: Failure = ["LimitExceededException"];
const TEXT_FAILED: readonly Failure[] = [
  ["UserLambdaValidationException", "CustomMessage failed with error no words [temporarily_unavailable]."],
  ["UnexpectedLambdaException", "CustomMessage failed with error no words."],
  ["InvalidLambdaResponseException", "CustomMessage failed with error no words."],
  ["UnexpectedLambdaException", "CustomMessage invocation failed due to error TooManyRequestsException."],
  [
    "UserLambdaValidationException",
    "CustomEmailSender failed with error not sent [temporarily_unavailable].",
  ],
  ["UserLambdaValidationException", "CustomSMSSender failed with error not sent [invalid_request]."],
];

it.each<[keyof typeof BODIES, Failure, string, Failure]>([
  ["resend", LIMITED, "code_limited", ["UserNotFoundException"]],
  ["resend", MAIL_FAILED, "code_undelivered", ["UserNotFoundException"]],
  ...TEXT_FAILED.map(
    (each) =>
      ["resend", each, "code_undelivered", ["UserNotFoundException"]] as ["resend", Failure, string, Failure],
  ),
  ["confirm", LIMITED, "code_limited", ["UserNotFoundException"]],
  ["signUp", LIMITED, "code_limited", ["UsernameExistsException"]],
  ["signUp", MAIL_FAILED, "code_undelivered", ["UsernameExistsException"]],
  ...TEXT_FAILED.map(
    (each) =>
      ["signUp", each, "code_undelivered", ["UsernameExistsException"]] as [
        "signUp",
        Failure,
        string,
        Failure,
      ],
  ),
])("%s answers %j as for any address, and the event says %s", async (route, failure, reason, usual) => {
  const failed = await answerTo(route, failure);
  expect(failed.answer).toEqual((await answerTo(route, usual)).answer);
  expect(failed.reasons).toEqual([reason]);
});

it.each(TEXT_FAILED)(
  "a forgotten password answers %s of the mail's text as for any address",
  async (...failure) => {
    const forgot = async (of: Failure) =>
      passwordApi({}, () => ({ userPool: poolThatFails(of) })).forgot({ email });
    expect(await forgot(failure)).toEqual(await forgot(["UserNotFoundException"]));
  },
);
