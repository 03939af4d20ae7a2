/** OCI image specification, "Pre-Defined Annotation Keys". */
export const REVISION = 'org.opencontainers.image.revision';
export const SOURCE = 'org.opencontainers.image.source';
export const BASE_DIGEST = 'org.opencontainers.image.base.digest';
export const VERSION = 'org.opencontainers.image.version';

/** What was written before there was a specification, and what single vendors write. */
export const LEGACY_REVISIONS: readonly string[] = [
  'org.label-schema.vcs-ref',
  'io.openshift.build.commit.id',
  'com.docker.image.source.entrypoint',
  'vcs-ref',
];
export const LEGACY_SOURCES: readonly string[] = [
  'org.label-schema.vcs-url',
  'io.openshift.build.source-location',
  'com.docker.image.source.entrypoint',
];
