/** The content of a managed login style: settings, and images by category and color mode. */
import { z } from "zod";
import { invalidParameter } from "../errors.js";
import type { Branding, BrandingAsset } from "../store/pool-records.js";

const categories = [
  "AUTH_APP_GRAPHIC",
  "EMAIL_GRAPHIC",
  "FAVICON_ICO",
  "FAVICON_SVG",
  "FORM_BACKGROUND",
  "FORM_LOGO",
  "IDP_BUTTON_ICON",
  "PAGE_BACKGROUND",
  "PAGE_FOOTER_BACKGROUND",
  "PAGE_FOOTER_LOGO",
  "PAGE_HEADER_BACKGROUND",
  "PAGE_HEADER_LOGO",
  "PASSKEY_GRAPHIC",
  "PASSWORD_GRAPHIC",
  "SMS_GRAPHIC",
] as const;

const asset = z.object({
  Category: z.enum(categories),
  ColorMode: z.enum(["DARK", "DYNAMIC", "LIGHT"]),
  Extension: z.enum(["ICO", "JPEG", "PNG", "SVG", "WEBP"]),
  Bytes: z.base64().max(1_333_336).optional(),
  ResourceId: z
    .string()
    .regex(/^[\w\- ]{1,40}$/)
    .optional(),
});

export const style = {
  UseCognitoProvidedValues: z.boolean().optional(),
  Settings: z.record(z.string(), z.unknown()).optional(),
  Assets: z.array(asset).max(40).optional(),
};

interface Style {
  readonly UseCognitoProvidedValues?: boolean | undefined;
  readonly Settings?: Readonly<Record<string, unknown>> | undefined;
  readonly Assets?: readonly BrandingAsset[] | undefined;
}

/**
 * Merges a change into a style: settings and images that the change does not name stay. Throws
 * InvalidParameterException.
 */
export function styled(
  known: Branding,
  { UseCognitoProvidedValues: provided, Settings, Assets }: Style,
): Branding {
  if (provided && (Settings || Assets)) {
    throw invalidParameter("UseCognitoProvidedValues cannot be combined with Settings or Assets.");
  }
  if (provided) return { ...known, provided: true, settings: {}, assets: [] };
  if (!Settings && !Assets)
    throw invalidParameter("A style needs UseCognitoProvidedValues, Settings or Assets.");
  const added = Assets ?? [];
  if (new Set(added.map(slotOf)).size < added.length) throw invalidParameter("Assets must be unique.");
  const kept = known.assets.filter((old) => added.every((each) => slotOf(each) !== slotOf(old)));
  return {
    ...known,
    provided: false,
    settings: { ...known.settings, ...Settings },
    assets: [...kept, ...added],
  };
}

const slotOf = ({ Category, ColorMode, ResourceId = "" }: BrandingAsset) =>
  `${Category} ${ColorMode} ${ResourceId}`;
