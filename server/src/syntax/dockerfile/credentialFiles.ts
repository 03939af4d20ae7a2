import type { Dockerfile } from '../document';
import type { FileCopy } from './statements';

/** The paths of the image at which variables such as `GOOGLE_APPLICATION_CREDENTIALS` look for credentials. */
export function credentialPaths({ statements }: Dockerfile): ReadonlySet<string> {
  const found = statements.settings.flatMap(({ name, value }) =>
    VARIABLES.has(name) && value?.text ? [value.text] : [],
  );
  return new Set(found);
}

/** Where a file is put: in a folder that ends in a slash under its own name. */
export function targetOf({ destination }: FileCopy, source: string): string | null {
  const target = destination?.text ?? null;
  if (target === null) return null;
  return target.endsWith('/') ? target + source.slice(source.lastIndexOf('/') + 1) : target;
}

const VARIABLES: ReadonlySet<string> = new Set([
  'GOOGLE_APPLICATION_CREDENTIALS',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CONFIG_FILE',
  'HF_TOKEN_PATH',
  'KUBECONFIG',
  'NPM_CONFIG_USERCONFIG',
]);
