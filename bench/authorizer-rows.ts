/** The authorizer's results, compared with the budgets and the peers. */
import type { Starts } from "./authorizer-starts.js";
import { ratio } from "./benchmark-page.js";

const KIB = 1024;

type Row = {
  readonly what: string;
  readonly measured: string;
  readonly budget: string;
  readonly misses?: string | undefined;
};

export const shown = ({ what, measured, budget, misses }: Row): string[] => [
  what,
  measured,
  budget,
  misses === undefined ? "" : `misses by ${misses}`,
];

export const rowsOf = (costs: ReadonlyMap<string, number>, starts: Starts): Row[] => {
  const cost = (name: string) => costs.get(name) ?? Number.NaN;
  const [raw, raw3, blueprint] = [cost("raw, 1 KB"), cost("raw, 3 KB"), cost("jsonwebtoken with jwks-rsa")];
  return [
    atLeast("verification of a 1 KB token, rate over the signature alone", raw, cost("verify, 1 KB"), 0.55),
    atLeast("verification of a 3 KB token, likewise", raw3, cost("verify, 3 KB"), 0.36),
    atLeast("a request, both caches hit, rate over the signature alone", raw, cost("both caches"), 5),
    atLeast("the same with log line and metric", raw, cost("both caches, with log and metric"), 1),
    atMost(
      "a request with a cookie, cached, CPU over the same with a token",
      cost("cookie, cached"),
      cost("both caches"),
      1.25,
    ),
    atLeast(
      "a request with a token not seen before, rate over jsonwebtoken with jwks-rsa",
      blueprint,
      cost("token miss"),
      4,
    ),
    atMost(
      "the read of user, membership, account and session, CPU over one GetItem",
      cost("membership miss"),
      cost("GetItem"),
      0.4,
    ),
    atMost(
      "cold, keys embedded, CPU to the first answer over an empty handler",
      starts.embedded.cpuMs,
      starts.empty.cpuMs,
      2.9,
    ),
    peer("cold, keys fetched, likewise", starts.fetched.cpuMs, starts.empty.cpuMs),
    peer(
      "resident memory after the first answer, over an empty handler",
      starts.embedded.memoryBytes,
      starts.empty.memoryBytes,
    ),
    bundleRow(starts.embedded.bundleBytes),
    ...(["jsonwebtoken with jwks-rsa", "middy with jose"] as const).flatMap((name) => [
      peer(`peer: ${name}, cold, keys fetched`, starts[name].cpuMs, starts.empty.cpuMs),
      {
        what: `peer: ${name}, bundle`,
        measured: `${(starts[name].bundleBytes / KIB).toFixed(0)} KB`,
        budget: "",
      },
    ]),
    ...[
      "jsonwebtoken with jwks-rsa",
      "middy with jose",
      "cognito-at-edge",
      "fast-jwt, not cached",
      "fast-jwt, cached",
    ].map((name) => peer(`peer: ${name}, rate over the signature alone`, raw, cost(name))),
  ];
};

const bundleRow = (bytes: number): Row => ({
  what: "bundle",
  measured: `${(bytes / KIB).toFixed(0)} KB`,
  budget: "at most 100 KB",
  ...(bytes > 100 * KIB && { misses: `${(bytes / KIB - 100).toFixed(0)} KB` }),
});

const atLeast = (what: string, one: number, other: number, budget: number): Row => ({
  what,
  measured: ratio(one, other),
  budget: `at least ${budget}`,
  ...(one / other < budget && { misses: (budget - one / other).toFixed(2) }),
});

const atMost = (what: string, one: number, other: number, budget: number): Row => ({
  what,
  measured: ratio(one, other),
  budget: `at most ${budget}`,
  ...(one / other > budget && { misses: (one / other - budget).toFixed(2) }),
});

const peer = (what: string, one: number, other: number): Row => ({
  what,
  measured: ratio(one, other),
  budget: "",
});
