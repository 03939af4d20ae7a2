import { ignoredLockfile } from './ignored-lockfile';
import { latestTag } from './latest-tag';
import { malformedDigest } from './malformed-digest';
import { movingTag } from './moving-tag';
import { outdatedPin } from './outdated-pin';
import { republishedTag } from './republished-tag';
import type { Rule } from './rule';
import { singlePlatformPin } from './single-platform-pin';
import { unpinnedImage } from './unpinned-image';
import { unpinnedLanguagePackage } from './unpinned-language-package';
import { unpinnedSystemPackage } from './unpinned-system-package';
import { upgradeInBuild } from './upgrade-in-build';
import { vanishedDigest } from './vanished-digest';

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
  unpinnedSystemPackage,
  unpinnedLanguagePackage,
  ignoredLockfile,
  upgradeInBuild,
];
