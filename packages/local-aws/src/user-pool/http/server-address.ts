/** The address of this server, for URLs in its responses. It is known once the server listens. */
export interface ServerAddress {
  origin: string;
}
