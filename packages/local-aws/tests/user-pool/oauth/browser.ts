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
    return this.send(url, await (await this.open(url)).text(), values);
  }

  /** Fills in the form of a page that is shown, and sends it with what is hidden in it. */
  send(url: string, page: string, values: Record<string, string>): Promise<Response> {
    const hidden = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
    const kept = hidden.map(([, name = "", value = ""]) => [name, unescaped(value)]);
    return this.open(url, { ...Object.fromEntries(kept), ...values });
  }
}

export const unescaped = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

export const locationOf = (response: Response, base: string): URL =>
  new URL(response.headers.get("location") ?? "", base);

/** The words of the page's alert. */
export const alertOf = async (response: Response): Promise<string> =>
  /role="alert">([^<]*)</.exec(await response.text())?.[1] ?? "";

/** What a token says, unverified. */
export const claimsOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
