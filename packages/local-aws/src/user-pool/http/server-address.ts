/** Where this server is reached: known once it listens, and needed in addresses that it gives out. */
export interface ServerAddress {
  origin: string;
}
