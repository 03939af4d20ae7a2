import type { Configuration, ManifestDescriptor, Platform } from './engineFacts';
import { labelsOf, namesOf, recordOf, textOf, textsOf } from './untypedAnswer';

/** `ImageManifestDescriptor` of containers (API 1.48); null where the engine does not say it. */
export function readDescriptor(answer: unknown): ManifestDescriptor | null {
  const descriptor = recordOf(answer);
  const digest = textOf(descriptor.digest);
  return digest === null ? null : { digest, platform: readPlatform(descriptor.platform) };
}

/** As the OCI image specification writes it; null for what is no object with a system and an architecture. */
export function readPlatform(answer: unknown): Platform | null {
  const platform = recordOf(answer);
  const os = textOf(platform.os);
  const architecture = textOf(platform.architecture);
  return os === null || architecture === null
    ? null
    : { os, architecture, variant: textOf(platform.variant) };
}

/** `Config` of a container or an image. */
export function readConfiguration(answer: unknown): Configuration {
  const configuration = recordOf(answer);
  return {
    environment: textsOf(configuration.Env),
    entrypoint: words(configuration.Entrypoint),
    command: words(configuration.Cmd),
    user: textOf(configuration.User) ?? '',
    workingDirectory: textOf(configuration.WorkingDir) ?? '',
    labels: labelsOf(configuration.Labels),
    healthcheck: healthcheck(recordOf(configuration.Healthcheck).Test),
    shell: textsOf(configuration.Shell),
    volumes: namesOf(configuration.Volumes),
    exposedPorts: namesOf(configuration.ExposedPorts),
  };
}

/** An empty test inherits that of the image, which engines fill in at the start; `NONE` switches it off. */
function healthcheck(answer: unknown): readonly string[] | null {
  const test = textsOf(answer);
  return test.length === 0 || test[0] === 'NONE' ? null : test;
}

/** Old engines and podman may give one word as a text. */
function words(answer: unknown): readonly string[] {
  const word = textOf(answer);
  return word === null ? textsOf(answer) : [word];
}
