import { bakedConfiguration } from './baked-configuration';
import { bakedSecret } from './baked-secret';
import { inlineSecret } from './inline-secret';
import { latestTag } from './latest-tag';
import { localSessionStore } from './local-session-store';
import { logInContainer } from './log-in-container';
import { malformedDigest } from './malformed-digest';
import { movingTag } from './moving-tag';
import { outdatedPin } from './outdated-pin';
import { republishedTag } from './republished-tag';
import type { Rule } from './rule';
import { singlePlatformPin } from './single-platform-pin';
import { unpinnedImage } from './unpinned-image';
import { vanishedDigest } from './vanished-digest';
import { writableConfiguration } from './writable-configuration';

/** All rules. Of those with one subject the first that finds something on a text speaks. */
export const rules: readonly Rule[] = [
  malformedDigest,
  latestTag,
  movingTag,
  unpinnedImage,
  vanishedDigest,
  republishedTag,
  singlePlatformPin,
  outdatedPin,
  logInContainer,
  localSessionStore,
  bakedConfiguration,
  bakedSecret,
  inlineSecret,
  writableConfiguration,
];
