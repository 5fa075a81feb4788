/**
 * A stub of a table and a JWKS endpoint in a process of its own, so that only the client is measured. Every
 * request gets the same response. `node table-stub.mjs ROWS KEYS` prints its address.
 */
import { createServer } from "node:http";

const [rows, keys] = process.argv.slice(2);
const { Item, Responses } = JSON.parse(rows);
const answers = {
  GetItem: JSON.stringify({ Item }),
  BatchGetItem: JSON.stringify({ Responses, UnprocessedKeys: {} }),
};

const server = createServer((request, response) => {
  request.resume();
  request.on("end", () => {
    const operation = String(request.headers["x-amz-target"]).split(".").at(-1);
    response.writeHead(200, { "content-type": "application/x-amz-json-1.0" });
    response.end(request.method === "GET" ? keys : (answers[operation] ?? "{}"));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`));
