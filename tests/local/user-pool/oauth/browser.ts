/** A browser without scripts: cookies of one host, redirects followed by hand, forms posted as they stand. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  async open(url: string, form?: Record<string, string>): Promise<Response> {
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form && { method: "POST", body: new URLSearchParams(form) }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }

  /** Opens the form, fills it in and sends it. */
  async submit(url: string, values: Record<string, string>): Promise<Response> {
    const page = await (await this.open(url)).text();
    const token = /name="_csrf"[^>]* value="([^"]*)"/.exec(page)?.[1] ?? "";
    return this.open(url, { _csrf: token, ...values });
  }
}

export const locationOf = (response: Response, base: string): URL =>
  new URL(response.headers.get("location") ?? "", base);

/** The words of the page's alert. */
export const alertOf = async (response: Response): Promise<string> =>
  /role="alert">([^<]*)</.exec(await response.text())?.[1] ?? "";

/** What a token says, unverified. */
export const claimsOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
