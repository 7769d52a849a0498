/** Addresses and blocks, by the name under which this cloud's parts know them. */
export * from "../block";
