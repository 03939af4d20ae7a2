/*
 * Containers that are made to read a file of an image, never started, and removed again. Whoever lists containers leaves
 * them out.
 */

/** The label of such a container; its value is the editor's window that made it. */
export const TEMPORARY_LABEL = 'immutable-infra.temporary';
/** Milliseconds since the epoch by that window's clock. */
export const CREATED_LABEL = 'immutable-infra.created';
