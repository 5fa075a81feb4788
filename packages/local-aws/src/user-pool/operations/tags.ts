/** Tags of a pool, by its ARN: TagResource, UntagResource and ListTagsForResource. */
import { z } from "zod";
import { CognitoError, invalidParameter } from "../errors.js";
import type { Services } from "../services.js";
import type { Pool } from "../store/pool.js";
import { operation } from "./operation.js";

const mostTags = 50;

const resource = z.object({ ResourceArn: z.string().min(20).max(2048).startsWith("arn:") });

const tagKey = z
  .string()
  .min(1)
  .max(128)
  .refine((key) => !key.toLowerCase().startsWith("aws:"), "must not begin with aws:");

export const tagResource = operation(
  "TagResource",
  "signed",
  resource.extend({ Tags: z.record(tagKey, z.string().max(256)) }),
  (services, { ResourceArn, Tags }) => {
    const pool = poolByArn(services, ResourceArn);
    const tags = { ...tagsOf(pool), ...Tags };
    if (Object.keys(tags).length > mostTags) {
      throw invalidParameter(`A resource has at most ${mostTags} tags.`);
    }
    return retag(services, pool, tags);
  },
);

export const untagResource = operation(
  "UntagResource",
  "signed",
  resource.extend({ TagKeys: z.array(z.string().min(1).max(128)) }),
  (services, { ResourceArn, TagKeys }) => {
    const pool = poolByArn(services, ResourceArn);
    const left = Object.entries(tagsOf(pool)).filter(([key]) => !TagKeys.includes(key));
    return retag(services, pool, Object.fromEntries(left));
  },
);

export const listTagsForResource = operation(
  "ListTagsForResource",
  "signed",
  resource,
  (services, { ResourceArn }) => ({ Tags: tagsOf(poolByArn(services, ResourceArn)) }),
);

function poolByArn({ store }: Services, arn: string): Pool {
  const pool = store.all().find((each) => each.arn === arn);
  if (!pool) throw new CognitoError("ResourceNotFoundException", "The resource does not exist.");
  return pool;
}

/** Templates and CreateUserPool call tags UserPoolTags. */
const tagsOf = ({ settings }: Pool) => settings.UserPoolTags ?? {};

function retag({ clock }: Services, pool: Pool, UserPoolTags: Record<string, string>): object {
  pool.configure({ ...pool.settings, UserPoolTags }, clock.now());
  return {};
}
