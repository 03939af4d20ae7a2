import type { Dockerfile } from '../document';
import type { FileCopy } from './statements';

/** Whether a path of the image is where programs look for credentials, or where a variable such as `GOOGLE_APPLICATION_CREDENTIALS` says. */
export function credentialPaths({ statements }: Dockerfile): (path: string) => boolean {
  const found = statements.settings.flatMap(({ name, value }) =>
    VARIABLES.has(name) && value?.text ? [value.text] : [],
  );
  const named = new Set(found);
  return (path) => named.has(path) || PLACES.test(path);
}

/** Where a file is put: in a folder that ends in a slash under its own name. */
export function targetOf({ destination }: FileCopy, source: string): string | null {
  const target = destination?.text ?? null;
  if (target === null) return null;
  return target.endsWith('/') ? target + source.slice(source.lastIndexOf('/') + 1) : target;
}

/** Below the home of a user. `~/.npmrc`, `~/.ssh/config` and `~/.aws/config` mostly hold none. Source: the manuals. */
const PLACES =
  /\/(?:\.ssh\/id_[a-z0-9]+|\.aws\/credentials|\.docker\/config\.json|\.kube\/config|\.netrc|\.git-credentials|\.pypirc|\.pgpass|\.cargo\/credentials(?:\.toml)?|\.gem\/credentials)$/;
const VARIABLES: ReadonlySet<string> = new Set([
  'GOOGLE_APPLICATION_CREDENTIALS',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CONFIG_FILE',
  'HF_TOKEN_PATH',
  'KUBECONFIG',
  'NPM_CONFIG_USERCONFIG',
]);
