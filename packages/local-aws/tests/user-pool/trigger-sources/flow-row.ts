/** A row of the table of flows: its title and the trigger sources that it fires, in order. */
import { sources, type World } from "../world.js";

export interface FlowRow {
  readonly flow: string;
  readonly fires: readonly string[];
  /** Does what comes before, and answers the flow itself. */
  readonly begin: (world: World) => Promise<() => Promise<unknown>>;
}

/** `given` also fires triggers. They do not count. */
export const row = <Given>(
  flow: string,
  fires: readonly string[],
  given: (world: World) => Promise<Given>,
  run: (world: World, given: Given) => Promise<unknown>,
): FlowRow => ({
  flow,
  fires,
  begin: async (world) => {
    const prepared = await given(world);
    return () => run(world, prepared);
  },
});

/** Turns of the event loop. */
const patience = 1000;

/** The sources after a sequence number, once there are so many: Cognito does not wait for custom senders. */
export async function recorded(world: World, after: number, count: number): Promise<string[]> {
  for (
    let challengeAnswer = 0;
    challengeAnswer < patience && sources(world, after).length < count;
    challengeAnswer += 1
  ) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  return sources(world, after);
}

export const preAuthentication = "PreAuthentication_Authentication";
export const postAuthentication = "PostAuthentication_Authentication";
export const define = "DefineAuthChallenge_Authentication";
export const create = "CreateAuthChallenge_Authentication";
export const verify = "VerifyAuthChallengeResponse_Authentication";
export const authenticated = [postAuthentication, "TokenGeneration_Authentication"];
export const signedIn = [preAuthentication, ...authenticated];
