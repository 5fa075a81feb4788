/** The options that select a source, normalised in the same way as at sign-in. */

import { isIPv4, isIPv6 } from "node:net";
import { UsageError } from "local-aws/command-line";
import { type BlockableSource, networksOf } from "../shared/domain/blocked-source.js";
import { networkOf } from "../shared/domain/caller.js";
import type { OperatorPorts } from "../shared/ports/operators.js";
import { addressFrom, idFrom } from "./user-options.js";

export const SOURCE_OPTIONS = {
  network: { type: "string" },
  client: { type: "string" },
  email: { type: "string" },
} as const;
type SourceValues = { readonly [Name in keyof typeof SOURCE_OPTIONS]?: string | undefined };

/** @throws UsageError unless exactly one of the three is given and valid. */
export const sourceOf = async (
  { pseudonyms }: Pick<OperatorPorts, "pseudonyms">,
  { network, client, email }: SourceValues,
): Promise<BlockableSource> => {
  if ([network, client, email].filter((each) => each !== undefined).length !== 1)
    throw new UsageError("select the source with one of --network, --client and --email");
  if (network !== undefined) return { kind: "network", value: networkFrom(network) };
  if (client !== undefined) return { kind: "client", value: idFrom("--client", client) };
  return { kind: "identifier", value: await pseudonyms.of(addressFrom(email ?? "")) };
};

const networkFrom = (text: string): string => {
  const [address = "", length, ...more] = text.split("/");
  const narrow = isIPv4(address) || isIPv6(address) ? networkOf(address) : "";
  const ends = narrow.includes(":") ? ["64", "48"] : ["32", "24", "16"];
  const found = networksOf(narrow)[length === undefined ? 0 : ends.indexOf(length)];
  if (narrow === "" || more.length > 0 || found === undefined)
    throw new UsageError("--network takes an IP address, an IPv4 /24 or /16, or an IPv6 /64 or /48");
  return found;
};
