/**
 * Whether the time or the bytes of an answer reveal which users exist: wrong passwords for users of the pool, of the
 * legacy system, unconfirmed and unknown ones, with a legacy system of three speeds; then a sign-up, and a sign-in with
 * its password, for addresses of the same four states. Run on an idle machine.
 */
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { flag, wholeNumber } from "local-aws/command-line";
import { type Answer, openWorld, STATES, type State, type World } from "./answer-times-world.js";
import { BOUNDS, benchmark } from "./benchmark.js";
import { publish } from "./benchmark-page.js";
import { mannWhitneyZ, median } from "./mann-whitney.js";

const AT_ONCE = 4;
const MOST_Z = 4.5;
const MOST_GAP_MS = 2;
const PAGE = join(import.meta.dirname, "..", "docs", "security.md");

const HEAD = ["request", "compared with users in the pool", "n", "median (ms)", "gap (ms)", "z", "bytes"];

type Row = readonly [string, string, string, string, string, string, string];
type Samples = ReadonlyMap<State, readonly Answer[]>;
type Run<T> = (state: State, attempt: number) => Promise<T>;

export const answerTimes = benchmark(
  {
    attempts: wholeNumber("wrong passwords for each state, with a quick legacy system", 2000, BOUNDS),
    slow: wholeNumber("the same with a slow legacy system, at each of two speeds", 400, BOUNDS),
    "sign-ups": wholeNumber("sign-ups for each state", 400, BOUNDS),
    floor: wholeNumber("the least floor in milliseconds", 1000, { least: 1, most: 4500 }),
    write: flag("write the table into docs/security.md"),
  },
  (values) => measure(values),
);

const measure = async (values: {
  readonly attempts: number;
  readonly slow: number;
  readonly "sign-ups": number;
  readonly floor: number;
  readonly write: boolean;
}): Promise<void> => {
  const world = await openWorld({ answerFloorMs: String(values.floor), answerFloorMaxMs: "4500" });
  const rows: Row[] = [];
  // After each part, because all of them take more than an hour.
  const add = async (more: readonly Row[]): Promise<void> => {
    rows.push(...more);
    await publish({ name: "answer-times", page: PAGE, head: HEAD, rows }, values.write);
  };
  try {
    await add(await wrongPasswords(world, 0, values.attempts));
    const pairs = await sampledPairs(world, values["sign-ups"]);
    await add([...compared("sign-up", pairs.signUps), ...compared("sign-in after it", pairs.signIns)]);
    for (const legacyMs of [700, 2_500]) await add(await wrongPasswords(world, legacyMs, values.slow));
  } finally {
    await world.close();
  }
  const telling = rows.filter(
    ([, , , , gap, z, bytes]) =>
      Math.abs(Number(z)) >= MOST_Z || Math.abs(Number(gap)) >= MOST_GAP_MS || bytes !== "equal",
  );
  if (telling.length === 0) return;
  console.error(`${telling.length} of ${rows.length} rows tell the states apart`);
  process.exitCode = 1;
};

const wrongPasswords = async (world: World, legacyMs: number, count: number): Promise<Row[]> => {
  // Names apart from those of the other speeds: a name has ten wrong passwords a day.
  const nameOf = (state: State, attempt: number) => world.nameFor(state, attempt + legacyMs * 1_000);
  world.stack.legacy.faults({ mode: "ok" });
  await sampled(count, nameOf);
  await paced(world, legacyMs);
  const samples = await sampled(count, async (state, attempt) =>
    world.post("signin", {
      email: await nameOf(state, attempt),
      password: `Wrong-Answer-${attempt}!`,
    }),
  );
  return compared(`wrong password, legacy system at ${legacyMs} ms`, samples);
};

const WARM_ROUNDS = 5;

/** Gives the legacy system its speed, and waits until every function is warm and the floor has followed. */
const paced = async (world: World, legacyMs: number): Promise<void> => {
  if (legacyMs > 0) world.stack.legacy.faults({ mode: "slow", delayMs: legacyMs });
  await warmed(world, `first-${legacyMs}`);
  await world.lowestFloor();
  const tookMs = await warmed(world, `second-${legacyMs}`);
  console.error(`legacy system at ${legacyMs} ms: a failed sign-in takes ${tookMs.toFixed(0)} ms`);
};

/** Returns the median time of the last failed sign-ins. */
const warmed = async (world: World, name: string): Promise<number> => {
  let tookMs = 0;
  for (let round = 0; round < WARM_ROUNDS; round += 1) {
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, (_, at) =>
        world.post("signin", { email: `${name}-${round}-${at}@example.com`, password: "Wrong-Warm-1!" }),
      ),
    );
    tookMs = median(answers.map(({ ms }) => ms));
    await delay(300);
  }
  return tookMs;
};

/** Runs `run` for each state `count` times, four at a time, in a random order within each round. */
const sampled = async <T>(count: number, run: Run<T>): Promise<ReadonlyMap<State, readonly T[]>> => {
  const samples = new Map<State, T[]>(STATES.map((state) => [state, []]));
  const jobs = Array.from({ length: count }, (_, attempt) =>
    shuffled(STATES).map((state) => ({ state, attempt })),
  ).flat();
  const worker = async (): Promise<void> => {
    for (let job = jobs.pop(); job !== undefined; job = jobs.pop())
      samples.get(job.state)?.push(await run(job.state, job.attempt));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return samples;
};

/** Each pair signs up an address with a password of its own, and signs in with it in the same browser. */
const sampledPairs = async (world: World, count: number): Promise<{ signUps: Samples; signIns: Samples }> => {
  const signIns = new Map<State, Answer[]>(STATES.map((state) => [state, []]));
  // Attempts apart from each other, because each of them needs an address without an earlier sign-up.
  const nameOf = (state: State, attempt: number) => world.nameFor(state, (attempt + 10_000) * 8);
  await sampled(count, nameOf);
  const signUps = await sampled(count, async (state, attempt) => {
    const email = await nameOf(state, attempt);
    const credentials = { email, password: "Own-Password-1!" };
    const signUp = await world.post("signup", credentials);
    signIns.get(state)?.push(await world.post("signin", credentials, signUp.cookie));
    // The address is masked: only its first letters are the same for all names.
    return { ...signUp, text: signUp.text.replace(/"destination":"[^"]*"/, "") };
  });
  return { signUps, signIns };
};

const compared = (title: string, samples: Samples): Row[] => {
  const [first, ...others] = STATES;
  const one = samples.get(first) ?? [];
  return others.map((state) => {
    const other = samples.get(state) ?? [];
    const [mine, theirs] = [one, other].map((answers) => answers.map(({ ms }) => ms)) as [number[], number[]];
    const texts = new Set([...one, ...other].map(({ status, text }) => `${status} ${text}`));
    if (texts.size > 1) console.error(title, state, [...texts].slice(0, 3));
    return [
      title,
      state,
      `2 × ${one.length}`,
      median(mine).toFixed(0),
      (median(theirs) - median(mine)).toFixed(2),
      mannWhitneyZ(theirs, mine).toFixed(1),
      texts.size === 1 ? "equal" : "differ",
    ];
  });
};

const shuffled = <T>(values: readonly T[]): T[] =>
  values
    .map((value) => ({ value, at: Math.random() }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ value }) => value);
