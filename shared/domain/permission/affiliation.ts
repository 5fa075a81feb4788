/** What a member belongs to inside an account. */

export type Affiliation = {
  readonly department?: string | undefined;
  readonly projects: readonly string[];
  readonly teams: readonly string[];
};

export const UNAFFILIATED: Affiliation = { projects: [], teams: [] };

/** They are read with every check, by their exact keys. */
export const MOST_TEAMS_OF_A_MEMBER = 50;
export const MOST_PROJECTS_OF_A_MEMBER = 50;

/** Some members of an account, under one name. */
export type Team = {
  readonly teamId: string;
  readonly systemAccountId: string;
  readonly name: string;
};
