/** Handles the submitted form of a challenge. */
import { answerChallenge } from "../../auth/answer-challenge.js";
import { invalidSession } from "../../auth/challenges.js";
import type { FlowAnswer, NextChallenge } from "../../auth/step.js";
import { verifySoftwareToken } from "../../operations/software-tokens.js";
import { secretHashOf } from "../../rules/client-secret.js";
import { sameGrant } from "../../tokens/hosted-grant.js";
import { type AuthorizeRequest, grantOf } from "../authorize-request.js";
import type { OAuthRequest } from "../exchange.js";
import { chooseSetUp, kindsToSetUp, type SetUp, sendSetUpCode } from "./set-up-steps.js";

/**
 * Throws NotAuthorizedException if the session did not begin on these pages for the same request of the same
 * client.
 */
export async function answeredChallenge(
  request: OAuthRequest,
  asked: AuthorizeRequest,
  session: string,
): Promise<FlowAnswer> {
  const { services, pool } = request;
  const open = services.challenges.find(session);
  const { signInState, name } = open;
  const here = signInState.poolId === pool.id && signInState.clientId === asked.client.id;
  if (!here || !sameGrant(signInState.hosted, grantOf(asked))) throw invalidSession();
  const next = open.name === "MFA_SETUP" ? await setUpStep(request, open, session) : undefined;
  if (next?.kind === "question") return setUpQuestion(next.session);
  const responses = { ...responsesOf(request), ...identityOf(asked, signInState.username) };
  const answer = { pool, client: asked.client, name, session: next?.session ?? session, responses };
  return withOnlyWay(request, await answerChallenge(services, answer));
}

/** Skips the question which factor to set up if there is only one. */
export async function withOnlyWay({ services, pool }: OAuthRequest, answer: FlowAnswer): Promise<FlowAnswer> {
  if (!("Session" in answer) || answer.ChallengeName !== "MFA_SETUP") return answer;
  const [only, ...others] = kindsToSetUp(pool);
  const open = services.challenges.find(answer.Session);
  if (only === undefined || others.length > 0 || open.name !== "MFA_SETUP") return answer;
  return setUpQuestion(await chooseSetUp(services, pool, { open, session: answer.Session }, only));
}

const setUpQuestion = (Session: string): NextChallenge => ({
  ChallengeName: "MFA_SETUP",
  ChallengeParameters: {},
  Session,
});

interface SetUpStep {
  /** `question`: the page must ask for more before the challenge can be answered. */
  readonly kind: "answer" | "question";
  readonly session: string;
}

async function setUpStep(request: OAuthRequest, open: SetUp, session: string): Promise<SetUpStep> {
  const { services, pool, form } = request;
  const at = { open, session };
  const code = form.get("USER_CODE");
  if (code !== null) {
    const FriendlyDeviceName = form.get("device") || undefined;
    const given = { Session: session, UserCode: code, FriendlyDeviceName };
    const answer = await verifySoftwareToken.handle(services, given);
    return { kind: "answer", session: "Session" in answer ? String(answer.Session) : session };
  }
  if (open.contact) return { kind: "answer", session };
  const address = form.get("address");
  if (address !== null)
    return { kind: "question", session: await sendSetUpCode(services, pool, at, address) };
  return { kind: "question", session: await chooseSetUp(services, pool, at, form.get("kind") ?? "") };
}

const answerName = /^(?:ANSWER|PASSWORD|CREDENTIAL|NEW_PASSWORD|[A-Z_]+_CODE|userAttributes\.[\w:]+)$/;

const responsesOf = ({ form }: OAuthRequest): Record<string, string> =>
  Object.fromEntries([...form].filter(([name]) => answerName.test(name)));

function identityOf({ client }: AuthorizeRequest, username: string): Record<string, string> {
  const hash = secretHashOf(client, username);
  return { USERNAME: username, ...(hash !== undefined && { SECRET_HASH: hash }) };
}
