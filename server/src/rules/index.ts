import { latestTag } from './latest-tag';
import { malformedDigest } from './malformed-digest';
import { movingTag } from './moving-tag';
import type { Rule } from './rule';
import { unpinnedImage } from './unpinned-image';

/** All rules. Of those with one subject the first that finds something on a text speaks. */
export const rules: readonly Rule[] = [malformedDigest, latestTag, movingTag, unpinnedImage];
