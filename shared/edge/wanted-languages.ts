/** The languages that the event of a trigger asks for. */
import * as z from "zod/mini";

// Any caller can set this, so only strings under the two known names are read and the rest is ignored.
export const clientMetadata = z.catch(
  z.nullable(
    z.looseObject({
      locale: z.catch(z.optional(z.string()), undefined),
      language: z.catch(z.optional(z.string()), undefined),
    }),
  ),
  null,
);

/** Language tags, most preferred first. */
export const wantedLanguages = (request: {
  clientMetadata?: z.infer<typeof clientMetadata> | undefined;
  userAttributes: Record<string, string>;
}): (string | undefined)[] => [
  request.clientMetadata?.locale,
  request.clientMetadata?.language,
  request.userAttributes.locale,
];
