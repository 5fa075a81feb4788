/** The department, projects and teams of a member in an account. */

export type Affiliation = {
  readonly department?: string | undefined;
  readonly projects: readonly string[];
  readonly teams: readonly string[];
};

export const UNAFFILIATED: Affiliation = { projects: [], teams: [] };

/** Limited, because a permission check can have to read a grant of each team by its exact key. */
export const MOST_TEAMS_OF_A_MEMBER = 50;
export const MOST_PROJECTS_OF_A_MEMBER = 50;

/** A named set of members of an account. */
export type Team = {
  readonly teamId: string;
  readonly systemAccountId: string;
  readonly name: string;
};
