/**
 * Creates the initial database file: an SQLite file, empty except for dynoxide's table of stream records and
 * an index on their numbers. dynoxide keeps existing tables (`CREATE TABLE IF NOT EXISTS`), and SQLite keeps
 * the index. Without the index, each write to a table with a stream scans all records for the largest number,
 * and each stream read sorts them. File format: https://www.sqlite.org/fileformat2.html
 */
const PAGE_BYTES = 4096;
const FILE_HEADER_BYTES = 100;
/** Page types of a b-tree. */
const [TABLE_LEAF, INDEX_LEAF] = [0x0d, 0x0a];

const RECORDS = `CREATE TABLE _stream_records (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  table_name TEXT NOT NULL,
  event_name TEXT NOT NULL,
  keys_json TEXT NOT NULL,
  new_image TEXT,
  old_image TEXT,
  sequence_number TEXT NOT NULL,
  shard_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  user_identity TEXT
)`;
const NUMBERS =
  "CREATE INDEX _stream_records_by_number ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

/** Type, name, table, root page and SQL of each schema entry. SQLite also requires its own sequence table. */
const DECLARED = [
  ["table", "_stream_records", "_stream_records", 2, RECORDS],
  ["table", "sqlite_sequence", "sqlite_sequence", 3, "CREATE TABLE sqlite_sequence(name,seq)"],
  ["index", "_stream_records_by_number", "_stream_records", 4, NUMBERS],
] as const;

export const numberedStreams = (): Buffer =>
  Buffer.concat([
    firstPage(),
    leaf(TABLE_LEAF, PAGE_BYTES, []),
    leaf(TABLE_LEAF, PAGE_BYTES, []),
    leaf(INDEX_LEAF, PAGE_BYTES, []),
  ]);

const firstPage = (): Buffer => {
  const header = Buffer.alloc(FILE_HEADER_BYTES);
  header.write("SQLite format 3\0", 0, "latin1");
  header.writeUInt16BE(PAGE_BYTES, 16);
  // Write and read versions, reserved bytes of a page, and three fixed payload fractions.
  header.set([1, 1, 0, 64, 32, 32], 18);
  const numbers = { changes: [24, 1], pages: [28, DECLARED.length + 1], schema: [40, 1], format: [44, 4] };
  const more = { utf8: [56, 1], validFor: [92, 1], writtenBy: [96, 3_040_001] };
  for (const [offset = 0, value = 0] of Object.values({ ...numbers, ...more }))
    header.writeUInt32BE(value, offset);
  const cells = DECLARED.map((row, index) => cell(index + 1, record(row)));
  return Buffer.concat([header, leaf(TABLE_LEAF, PAGE_BYTES - FILE_HEADER_BYTES, cells)]);
};

/** A page of cells. Cells are stored at the end of the page, the first one last. */
const leaf = (kind: number, bytes: number, cells: readonly Buffer[]): Buffer => {
  const page = Buffer.alloc(bytes);
  const pointersAt = 8;
  let start = PAGE_BYTES;
  for (const [index, each] of cells.entries()) {
    start -= each.byteLength;
    each.copy(page, start - (PAGE_BYTES - bytes));
    page.writeUInt16BE(start, pointersAt + 2 * index);
  }
  page.writeUInt8(kind, 0);
  page.writeUInt16BE(cells.length, 3);
  page.writeUInt16BE(start, 5);
  return page;
};

const cell = (rowId: number, payload: Buffer): Buffer =>
  Buffer.concat([varint(payload.byteLength), varint(rowId), payload]);

const record = (values: readonly (string | number)[]): Buffer => {
  // Serial types: 1 is a one-byte integer, 13 and above a text of the encoded length.
  const types = values.map((value) => varint(typeof value === "number" ? 1 : 13 + 2 * value.length));
  const header = Buffer.concat(types);
  const bodies = values.map((value) =>
    typeof value === "number" ? Buffer.from([value]) : Buffer.from(value, "latin1"),
  );
  return Buffer.concat([varint(header.byteLength + 1), header, ...bodies]);
};

/** Big-endian, seven bits a byte. Values here need at most two bytes. */
const varint = (value: number): Buffer =>
  Buffer.from(value < 128 ? [value] : [0x80 | (value >> 7), value & 0x7f]);
