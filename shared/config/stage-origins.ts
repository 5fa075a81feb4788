/** Which origins a stage trusts: sister origins with the cookies of sessions, other origins with tokens alone. */
import type { Problem } from "./concern.js";
import { isDomain, isOrigin, listOf } from "./forms.js";

/** The form of the setting `tokenOrigins`. */
export const tokenOrigins = listOf("origins such as https://www.example.com, or *", (each) =>
  each === "*" || isOrigin(each) ? each : undefined,
);

type Params = Readonly<Record<string, string>>;

export const originProblems = (params: Params): Problem[] => {
  const { siteUrl = "" } = params;
  if (!URL.canParse(siteUrl)) return [];
  const site = new URL(siteUrl);
  return [
    ...domainProblems(site, params.sisterDomain ?? ""),
    ...sisterProblems(site, listed(params.sisterOrigins)),
    ...tokenProblems(site, params),
  ];
};

const domainProblems = (site: URL, domain: string): Problem[] =>
  !isDomain(domain) || site.hostname.endsWith(`.${domain}`)
    ? []
    : [{ setting: "sisterDomain", words: "is not a parent domain of siteUrl" }];

const sisterProblems = (site: URL, sisters: readonly string[]): Problem[] =>
  urlsOf(sisters).flatMap((sister) => {
    const isSister = isSameSite(site, sister) && sister.origin !== site.origin;
    const words = `has ${sister.origin}, which is not another origin of the site of siteUrl`;
    return isSister ? [] : [{ setting: "sisterOrigins", words }];
  });

const tokenProblems = (site: URL, { tokenOrigins, sisterOrigins, sessionModes }: Params): Problem[] => {
  const others = listed(tokenOrigins);
  if (others.length === 0) return [];
  const isForAll = others.includes(ALL);
  const problems: readonly (readonly [boolean, string])[] = [
    [sessionModes === "cookie", "is set, but sessionModes allows no tokens"],
    [isForAll && others.length > 1, `has other origins beside ${ALL}`],
    // The gateway allows credentials for all origins or for none.
    [
      isForAll && listed(sisterOrigins).length > 0,
      `is ${ALL}, but sisterOrigins is set; it needs each origin`,
    ],
    ...urlsOf(others)
      .filter((each) => isSameSite(site, each))
      .map(({ origin }): [boolean, string] => [
        true,
        `has ${origin}, which is of the site of siteUrl; it belongs to sisterOrigins`,
      ]),
  ];
  return problems.flatMap(([wrong, words]) => (wrong ? [{ setting: "tokenOrigins", words }] : []));
};

const ALL = "*";

const listed = (text = ""): string[] =>
  text
    .split(",")
    .map((each) => each.trim())
    .filter((each) => each !== "");

const urlsOf = (origins: readonly string[]): URL[] => origins.filter(isOrigin).map((each) => new URL(each));

/** Domains such as co.uk and com.au, below which each name is a site of its own. Browsers know all of them. */
const SHORT_PARENT = /^[a-z]{2,3}\.[a-z]{2}$/;

/** By the names alone: the last two labels, or three below a short parent. */
const isSameSite = (one: URL, other: URL): boolean =>
  one.protocol === other.protocol && siteOf(one.hostname) === siteOf(other.hostname);

const siteOf = (host: string): string => {
  const labels = host.split(".");
  return labels.slice(SHORT_PARENT.test(labels.slice(-2).join(".")) ? -3 : -2).join(".");
};
