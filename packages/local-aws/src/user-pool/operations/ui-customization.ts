/**
 * SetUICustomization and GetUICustomization: the style of the classic hosted UI for a client, or for the pool
 * with client id ALL. It is stored and described, but the pages do not use it.
 */
import { z } from "zod";
import { epochSeconds } from "../clock.js";
import { invalidParameter } from "../errors.js";
import type { Pool } from "../store/pool.js";
import { type UiCustomization, wholePool } from "../store/pool-records.js";
import { clientId, poolId } from "./fields.js";
import { operation } from "./operation.js";

const input = z.object({ UserPoolId: poolId, ClientId: clientId.default(wholePool) });

const setInput = input.extend({
  CSS: z.string().max(131_072).optional(),
  ImageFile: z.base64().max(131_072).optional(),
});

/** Members that the request omits stay as they are. */
export const setUiCustomization = operation(
  "SetUICustomization",
  "signed",
  setInput,
  ({ store, clock }, { UserPoolId, ClientId: target, CSS: css, ImageFile: image }) => {
    const pool = store.pool(UserPoolId);
    if (target !== wholePool) pool.client(target);
    if (pool.oauth.domains.all().length === 0) {
      throw invalidParameter("There has to be an existing domain associated with this user pool");
    }
    if (image !== undefined && image !== "") checkImage(image);
    const records = pool.records.of("ui-customization");
    const known = records.get(target);
    const now = clock.now();
    const saved: UiCustomization = {
      createdAt: now,
      ...known,
      ...(css !== undefined && { css }),
      ...(image !== undefined && { image }),
      modifiedAt: now,
    };
    records.save(target, saved);
    return { UICustomization: described(pool, target, saved) };
  },
);

export const getUiCustomization = operation(
  "GetUICustomization",
  "signed",
  input,
  ({ store }, { UserPoolId, ClientId: target }) => {
    const pool = store.pool(UserPoolId);
    if (target !== wholePool) pool.client(target);
    const records = pool.records.of("ui-customization");
    const holder = records.get(target) ? target : wholePool;
    const found = records.get(holder);
    return { UICustomization: found ? described(pool, holder, found) : {} };
  },
);

const imageTypes = [
  { type: "image/png", begins: "89504e47" },
  { type: "image/jpeg", begins: "ffd8ff" },
];

const imageType = (image: string): string | undefined => {
  const bytes = Buffer.from(image, "base64").toString("hex", 0, 8);
  return imageTypes.find(({ begins }) => bytes.startsWith(begins))?.type;
};

function checkImage(image: string): void {
  if (imageType(image) === undefined) throw invalidParameter("ImageFile must be a PNG or a JPEG image.");
}

const described = (pool: Pool, target: string, { css, image, createdAt, modifiedAt }: UiCustomization) => ({
  UserPoolId: pool.id,
  ClientId: target,
  ...(image && { ImageUrl: `data:${imageType(image)};base64,${image}` }),
  ...(css !== undefined && { CSS: css, CSSVersion: versionOf(modifiedAt) }),
  LastModifiedDate: epochSeconds(modifiedAt),
  CreationDate: epochSeconds(createdAt),
});

/** The digits of the time, up to the second. */
const versionOf = (time: number): string => new Date(time).toISOString().replaceAll(/\D/g, "").slice(0, 14);
