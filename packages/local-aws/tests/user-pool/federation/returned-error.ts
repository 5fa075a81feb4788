/** What an application reads from the address that it gets back. */
export const errorIn = ({ searchParams }: URL) => ({
  error: searchParams.get("error"),
  description: searchParams.get("error_description"),
  state: searchParams.get("state"),
});
