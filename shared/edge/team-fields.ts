/** Fields of the requests about teams and affiliations. */
import * as z from "zod/mini";
import { AuthError } from "../domain/errors.js";
import { MOST_PROJECTS_OF_A_MEMBER } from "../domain/permission/affiliation.js";
import { isId } from "../domain/text.js";
import type { HttpRequest } from "./http-endpoint.js";
import { labelField as label } from "./text-fields.js";

export const teamFields = z.object({ name: label });
export const affiliationFields = z.object({
  department: z.optional(label),
  projects: z.array(label).check(z.maxLength(MOST_PROJECTS_OF_A_MEMBER)),
});

/** The path parameters of a request. @throws AuthError `not_found` for a malformed id. */
export const teamIdOf = ({ path }: HttpRequest): string => wellFormed(path.team_id);
export const memberIdOf = ({ path }: HttpRequest): string => wellFormed(path.user_id);
export const memberOfTeamOf = (request: HttpRequest) => ({
  teamId: teamIdOf(request),
  userId: memberIdOf(request),
});

const wellFormed = (id = ""): string => {
  if (!isId(id)) throw new AuthError("not_found");
  return id;
};
