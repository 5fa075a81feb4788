/** The description of the running stack for the start page. */

export type StackUser = {
  readonly email: string;
  readonly password: string;
  readonly legacyId?: string | undefined;
  readonly note: string;
  readonly accounts: readonly {
    readonly systemAccountId: string;
    readonly visibleAccountId: string;
    readonly role: string;
    readonly status: string;
  }[];
};

export type StackDescription = {
  readonly name: string;
  readonly urls: Readonly<Record<string, string>>;
  readonly users: readonly StackUser[];
  readonly accounts: readonly {
    readonly systemAccountId: string;
    readonly visibleAccountId: string;
    readonly cellId: string;
    readonly name: string;
  }[];
  readonly tryThis: readonly { readonly title: string; readonly command: string }[];
};
