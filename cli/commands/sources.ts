/** `sources show`, `sources block`, `sources unblock`. */
import { wholeNumber } from "local-aws/command-line";
import type { BlockableSource } from "../../shared/domain/blocked-source.js";
import { blockSource, unblockSource } from "../../shared/flows/operator/block-source.js";
import { command } from "../command.js";
import { SOURCE_OPTIONS, sourceOf } from "../source-options.js";
import { reasonFrom } from "../user-options.js";

const USAGE = "(--network NET | --client ID | --email ADDRESS)";

const named = ({ kind, value }: BlockableSource): string => `${kind} ${value}`;

export const sourcesShow = command({
  name: "sources show",
  usage: USAGE,
  about: "shows whether a network, an app client or a user name is blocked",
  options: SOURCE_OPTIONS,
  run: async ({ values, ports }) => {
    const source = await sourceOf(ports, values);
    const blocked = (await ports.blockedSources.find([source])) !== undefined;
    return { json: { ...source, blocked }, text: [`${named(source)} is ${blocked ? "" : "not "}blocked`] };
  },
});

export const sourcesBlock = command({
  name: "sources block",
  usage: `${USAGE} --reason TEXT [--hours N]`,
  about: "refuses sign-ins from a network, an app client or a user name for --hours (default: 24)",
  options: {
    ...SOURCE_OPTIONS,
    reason: { type: "string" },
    hours: wholeNumber("how long the source is blocked", 24, { least: 1, most: 8760 }),
  },
  run: async ({ values, ports }) => {
    const reason = reasonFrom(values.reason);
    const { hours } = values;
    const source = await sourceOf(ports, values);
    await blockSource(ports, { source, hours, reason });
    return {
      json: { ...source, blocked: true, hours },
      text: [`${named(source)} is blocked for ${hours} hours`],
    };
  },
});

export const sourcesUnblock = command({
  name: "sources unblock",
  usage: `${USAGE} --reason TEXT`,
  about: "ends a block before it expires",
  options: { ...SOURCE_OPTIONS, reason: { type: "string" } },
  run: async ({ values, ports }) => {
    const reason = reasonFrom(values.reason);
    const source = await sourceOf(ports, values);
    await unblockSource(ports, { source, reason });
    return { json: { ...source, blocked: false }, text: [`${named(source)} is no longer blocked`] };
  },
});
