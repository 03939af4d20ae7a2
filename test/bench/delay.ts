/** Milliseconds that the slow registry takes for each answer. */
export const DELAY = 50;
