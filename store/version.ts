/** The version of Flow: kept with each run, and named when a store needs a later one. */
export const FLOW_VERSION = "0.1.0";
