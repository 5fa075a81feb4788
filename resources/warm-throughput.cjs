/**
 * The reads and writes a second that each table and index takes at once, for the setting `peakFirstLogins`. Without it, a
 * table starts with the units below, and grows to twice its highest use within 30 minutes. DynamoDB never lowers the
 * values, and accepts none below those of a new table.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html
 */

/** Units of a first login, which costs most of all requests: `npm run bench -- round-trips --list`. */
const FIRST_LOGIN = {
  directory: { reads: 6, writes: 14 },
  audit: { reads: 8, writes: 9 },
  outbox: { reads: 0, writes: 6 },
  chain: { reads: 0, writes: 3 },
  guard: { reads: 11, writes: 8 },
  sessions: { reads: 0, writes: 1 },
};
/** For sign-ins, refreshes and retries beside them. */
const RESERVE = 1.25;
const NEW_TABLE = { reads: 12_000, writes: 4_000 };

const warm = (rate, { reads, writes }) =>
  rate === 0
    ? { Ref: "AWS::NoValue" }
    : {
        ReadUnitsPerSecond: Math.max(NEW_TABLE.reads, Math.ceil(rate * reads * RESERVE)),
        WriteUnitsPerSecond: Math.max(NEW_TABLE.writes, Math.ceil(rate * writes * RESERVE)),
      };

module.exports = async ({ resolveVariable }) => {
  const rate = Number(await resolveVariable("param:peakFirstLogins"));
  return Object.fromEntries(Object.entries(FIRST_LOGIN).map(([name, units]) => [name, warm(rate, units)]));
};
