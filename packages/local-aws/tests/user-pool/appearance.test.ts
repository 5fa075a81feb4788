/** How the pages of a client look and which terms they name: kept, described and checked. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateManagedLoginBrandingCommand,
  type CreateManagedLoginBrandingCommandInput,
  CreateTermsCommand,
  CreateUserPoolDomainCommand,
  DeleteManagedLoginBrandingCommand,
  DeleteTermsCommand,
  DeleteUserPoolClientCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeManagedLoginBrandingCommand,
  DescribeTermsByClientCommand,
  DescribeTermsCommand,
  GetUICustomizationCommand,
  ListTermsCommand,
  SetUICustomizationCommand,
  UpdateManagedLoginBrandingCommand,
  UpdateTermsCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { poolId, publicId, refusal, type Setup, startWorld, type World, webId } from "./world.js";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

const web = { UserPoolId: poolId, ClientId: webId };
const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

describe("the style of the classic pages", () => {
  const domain = () =>
    world.cognito.send(new CreateUserPoolDomainCommand({ UserPoolId: poolId, Domain: "people" }));
  const set = (style: { ClientId?: string; CSS?: string; ImageFile?: Uint8Array }) =>
    world.cognito.send(new SetUICustomizationCommand({ UserPoolId: poolId, ...style }));
  const get = async (ClientId?: string) =>
    (await world.cognito.send(new GetUICustomizationCommand({ UserPoolId: poolId, ClientId })))
      .UICustomization;

  it("is that of the client, else that of the pool, else nothing", async () => {
    await domain();
    expect(await get()).toEqual({});
    await set({ CSS: ".all {}" });
    expect(await get(webId)).toMatchObject({ ClientId: "ALL", CSS: ".all {}" });
    await set({ ClientId: webId, CSS: ".web {}", ImageFile: png });
    const own = await get(webId);

    expect(own).toMatchObject({ ...web, CSS: ".web {}" });
    expect(own?.CSSVersion).toMatch(/^\d{14}$/);
    expect(own?.ImageUrl).toBe(`data:image/png;base64,${Buffer.from(png).toString("base64")}`);
    expect(await get(publicId)).toMatchObject({ ClientId: "ALL" });
  });

  it("keeps settings that a change omits", async () => {
    await domain();
    await set({ CSS: ".all {}", ImageFile: png });
    world.clock.forward(60_000);
    const { UICustomization: changed } = await set({ CSS: ".new {}" });

    expect(changed?.ImageUrl).toMatch(/^data:image\/png/);
    expect(changed?.LastModifiedDate?.getTime()).toBeGreaterThan(
      changed?.CreationDate?.getTime() ?? Infinity,
    );
  });

  it("needs a domain, a known client and a PNG or JPEG image", async () => {
    expect(await refusal(set({ CSS: "" }))).toMatch(/has to be an existing domain/);
    await domain();

    expect(await refusal(set({ ClientId: "unknown", CSS: "" }))).toMatch(/^ResourceNotFoundException/);
    expect(await refusal(get("unknown"))).toMatch(/^ResourceNotFoundException/);
    expect(await refusal(set({ ImageFile: Buffer.from("<svg/>") }))).toMatch(/PNG or a JPEG/);
    expect(await refusal(set({ CSS: "x".repeat(131_073) }))).toMatch(/^InvalidParameterException/);
  });
});

describe("a style of managed login", () => {
  const create = async (style: Partial<CreateManagedLoginBrandingCommandInput>) =>
    (await world.cognito.send(new CreateManagedLoginBrandingCommand({ ...web, ...style })))
      .ManagedLoginBranding;
  const logo = { Category: "FORM_LOGO", ColorMode: "LIGHT", Extension: "PNG", Bytes: png } as const;
  const ofClient = async () =>
    (await world.cognito.send(new DescribeManagedLoginBrandingByClientCommand(web))).ManagedLoginBranding;

  it("is made for one client, and found by it and by its id", async () => {
    const made = await create({ Settings: { categories: { global: { colorSchemeMode: "DARK" } } } });
    const byId = { UserPoolId: poolId, ManagedLoginBrandingId: made?.ManagedLoginBrandingId };
    const described = await world.cognito.send(new DescribeManagedLoginBrandingCommand(byId));

    expect(described.ManagedLoginBranding).toEqual(made);
    expect(await ofClient()).toEqual(made);
    expect(made).toMatchObject({ UseCognitoProvidedValues: false, Assets: [] });
    expect(await refusal(create({ UseCognitoProvidedValues: true }))).toMatch(
      /^ManagedLoginBrandingExistsException/,
    );
  });

  it("keeps the settings and images that a change does not name", async () => {
    const made = await create({ Settings: { componentClasses: {} }, Assets: [logo] });
    const byId = { UserPoolId: poolId, ManagedLoginBrandingId: made?.ManagedLoginBrandingId };
    const dark = { ...logo, ColorMode: "DARK" as const };
    await world.cognito.send(
      new UpdateManagedLoginBrandingCommand({ ...byId, Settings: { categories: {} }, Assets: [dark] }),
    );

    const changed = await ofClient();
    expect(changed?.Settings).toEqual({ componentClasses: {}, categories: {} });
    expect(changed?.Assets).toEqual([logo, dark]);
    const reset = new UpdateManagedLoginBrandingCommand({ ...byId, UseCognitoProvidedValues: true });
    expect((await world.cognito.send(reset)).ManagedLoginBranding).toMatchObject({
      UseCognitoProvidedValues: true,
      Settings: {},
      Assets: [],
    });
  });

  it.each<[string, Partial<CreateManagedLoginBrandingCommandInput>, RegExp]>([
    ["nothing at all", {}, /^InvalidParameterException/],
    [
      "defaults together with settings",
      { UseCognitoProvidedValues: true, Settings: {} },
      /cannot be combined/,
    ],
    ["an image twice", { Assets: [logo, logo] }, /must be unique/],
    ["an unknown category", { Assets: [{ ...logo, Category: "HAT" as never }] }, /^InvalidParameter/],
    ["an unknown client", { ClientId: "unknown", Settings: {} }, /^ResourceNotFoundException/],
  ])("is refused for %s", async (_, style, error) => {
    expect(await refusal(create(style))).toMatch(error);
  });

  it("goes with its client, or when it is deleted", async () => {
    const made = await create({ UseCognitoProvidedValues: true });
    const byId = { UserPoolId: poolId, ManagedLoginBrandingId: made?.ManagedLoginBrandingId };
    await world.cognito.send(new DeleteManagedLoginBrandingCommand(byId));
    expect(await refusal(ofClient())).toMatch(/^ResourceNotFoundException/);
    const again = await create({ UseCognitoProvidedValues: true });
    await world.cognito.send(new DeleteUserPoolClientCommand(web));

    const gone = { UserPoolId: poolId, ManagedLoginBrandingId: again?.ManagedLoginBrandingId };
    expect(await refusal(world.cognito.send(new DescribeManagedLoginBrandingCommand(gone)))).toMatch(
      /^ResourceNotFoundException/,
    );
  });
});

describe("terms documents", () => {
  const Links = { "cognito:default": "https://terms.example.com" };
  const create = async (change: { TermsName?: string; Links?: Record<string, string> } = {}, on = world) =>
    (
      await on.cognito.send(
        new CreateTermsCommand({
          ...web,
          TermsName: "terms-of-use",
          TermsSource: "LINK",
          Enforcement: "NONE",
          Links,
          ...change,
        }),
      )
    ).Terms;

  it("are found by id and by client, listed, changed and deleted", async () => {
    const made = await create();
    await create({ TermsName: "privacy-policy" });
    const byId = { UserPoolId: poolId, TermsId: made?.TermsId };
    const list = () => world.cognito.send(new ListTermsCommand({ UserPoolId: poolId, MaxResults: 1 }));
    const first = await list();

    expect(first.Terms).toMatchObject([{ TermsName: "terms-of-use", Enforcement: "NONE" }]);
    expect(first.NextToken).toBeDefined();
    const spanish = { ...Links, "cognito:spanish": "https://terms.example.com/es" };
    await world.cognito.send(new UpdateTermsCommand({ ...byId, Links: spanish }));
    const found = await world.cognito.send(
      new DescribeTermsByClientCommand({ ...web, TermsName: "terms-of-use" }),
    );
    expect(found.Terms).toEqual((await world.cognito.send(new DescribeTermsCommand(byId))).Terms);
    expect(found.Terms).toMatchObject({ ...web, TermsName: "terms-of-use", Links: spanish });
    await world.cognito.send(new DeleteTermsCommand(byId));
    expect((await list()).Terms).toMatchObject([{ TermsName: "privacy-policy" }]);
    expect(await refusal(world.cognito.send(new DescribeTermsCommand(byId)))).toMatch(
      /^ResourceNotFoundException/,
    );
  });

  it("have one document of a name for a client", async () => {
    await create();
    const other = await create({ TermsName: "privacy-policy" });
    const rename = { UserPoolId: poolId, TermsId: other?.TermsId, TermsName: "terms-of-use" };

    expect(await refusal(create())).toMatch(/^TermsExistsException/);
    expect(await refusal(world.cognito.send(new UpdateTermsCommand(rename)))).toMatch(
      /^TermsExistsException/,
    );
  });

  it.each([
    ["a name of another kind", { TermsName: "cookies" }],
    ["no default language", { Links: { "cognito:english": "https://terms.example.com" } }],
    ["an unknown language", { Links: { ...Links, "cognito:latin": "https://terms.example.com" } }],
    ["a link that is not https", { Links: { "cognito:default": "javascript:alert(1)" } }],
  ])("are refused with %s", async (_, change) => {
    expect(await refusal(create(change))).toMatch(/^InvalidParameterException/);
  });

  it("survive a restart", async () => {
    const folder = await mkdtemp(join(tmpdir(), "appearance-"));
    const setup: Setup = { options: { dataFile: join(folder, "pool.jsonl") } };
    const before = await startWorld(setup);
    const made = await create({}, before);
    await before.close();
    const after = await startWorld(setup);
    const describe = new DescribeTermsCommand({ UserPoolId: poolId, TermsId: made?.TermsId });

    expect((await after.cognito.send(describe)).Terms).toEqual(made);
    await after.close();
    await rm(folder, { recursive: true });
  });
});
