/**
 * fast-check for all property tests. They draw the same examples in every run, so that a commit has one
 * verdict. `PROPERTY_SEED=random` draws others, and a number repeats those of a run that failed.
 */
import fc from "fast-check";

const asked = process.env.PROPERTY_SEED ?? "2024";
if (asked !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked) });

export default fc;
