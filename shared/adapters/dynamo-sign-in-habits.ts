/** From where users sign in, in the guard table. Two sign-ins at once: one may forget what the other learnt. */
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { learnHabits } from "../domain/sign-in-habits.js";
import type { SignInHabits } from "../ports/sign-in-habits.js";
import { type GuardStore, secondsOf } from "./dynamo-guard.js";
import { orUnavailable } from "./unavailable.js";

const KEPT_SECONDS = 180 * 24 * 60 * 60;

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

export const dynamoSignInHabits = ({ client, guardTable, clock }: GuardStore): SignInHabits => ({
  learn: (userId, seen) =>
    orUnavailable(async () => {
      const key = { pk: `HABITS#${userId}` };
      const { Item } = await client.send(
        new GetCommand({ TableName: guardTable, Key: key, ConsistentRead: true }),
      );
      const now = secondsOf(clock);
      const current = Item !== undefined && Number(Item.expires_at) > now ? Item : undefined;
      const known = current && { devices: texts(current.devices), countries: texts(current.countries) };
      const { habits, news } = learnHabits(known, seen);
      await client.send(
        new PutCommand({
          TableName: guardTable,
          Item: { ...key, ...habits, expires_at: now + KEPT_SECONDS },
        }),
      );
      return news;
    }),
});
