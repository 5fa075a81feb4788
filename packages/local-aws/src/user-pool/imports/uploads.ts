/**
 * The files of import jobs. Amazon Cognito takes them through a pre-signed URL of Amazon S3. Here the URL is
 * on this server, and the file is kept in memory until the job ends.
 */
import { createHmac } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import type { Clock } from "../clock.js";
import type { ServerAddress } from "../http/server-address.js";
import { sameText } from "../rules/client-secret.js";
import type { Pool } from "../store/pool.js";
import type { ImportJob } from "../store/pool-records.js";
import type { PoolStore } from "../store/pool-store.js";
import { importLimits } from "./import-job.js";

const path = /^\/_local\/imports\/([\w-]+)\/(import-[\w-]+)$/;
const mostLogged = 10_000;

export interface UploadAnswer {
  readonly status: number;
  readonly message: string;
}

export class Uploads {
  readonly #clock: Clock;
  readonly #files = new Map<string, Buffer>();
  readonly #logs = new Map<string, string[]>();
  readonly #address: ServerAddress;

  constructor(clock: Clock, address: ServerAddress) {
    this.#clock = clock;
    this.#address = address;
  }

  urlFor(pool: Pool, { id, createdAt }: ImportJob): string {
    const expires = createdAt + importLimits.uploadMs;
    return `${this.#address.origin}/_local/imports/${pool.id}/${id}?expires=${expires}&signature=${signature(pool, id, expires)}`;
  }

  isUpload = ({ pathname }: URL): boolean => path.test(pathname);

  /**
   * Rejects what Amazon S3 rejects: a wrong signature, an expired URL, missing AWS KMS encryption, a file
   * that is too large.
   */
  put(store: PoolStore, url: URL, headers: IncomingHttpHeaders, file: Buffer | undefined): UploadAnswer {
    const [, poolId = "", id = ""] = path.exec(url.pathname) ?? [];
    const expires = Number(url.searchParams.get("expires"));
    const pool = store.find(poolId);
    const genuine = pool && sameText(signature(pool, id, expires), url.searchParams.get("signature") ?? "");
    if (!genuine || headers["x-amz-server-side-encryption"] !== "aws:kms") {
      return { status: 403, message: "SignatureDoesNotMatch" };
    }
    if (this.#clock.now() >= expires) return { status: 403, message: "Request has expired" };
    if (!file) return { status: 400, message: "EntityTooLarge" };
    if (pool.records.of("import-job").get(id)?.status !== "Created")
      return { status: 403, message: "AccessDenied" };
    this.#files.set(id, file);
    return { status: 200, message: "" };
  }

  file(id: string): Buffer | undefined {
    return this.#files.get(id);
  }

  remove(id: string): void {
    this.#files.delete(id);
  }

  readonly log = (id: string, line: string): void => {
    const lines = this.#logs.get(id) ?? [];
    if (lines.length < mostLogged) lines.push(line);
    this.#logs.set(id, lines);
  };

  logOf(id: string): readonly string[] {
    return this.#logs.get(id) ?? [];
  }
}

const signature = ({ keys }: Pool, id: string, expires: number): string =>
  createHmac("sha256", keys.secret).update(`import ${id} ${expires}`).digest("hex");
