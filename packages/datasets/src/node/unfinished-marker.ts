/** File in a data set's folder while it is being made; it says what the folder is to hold. */
export const unfinishedMarker = "unfinished.json";
