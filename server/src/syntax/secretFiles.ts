/** What a file of a name holds, as far as the name tells. */
export interface SecretFile {
  /** As a message says it: `a private key`. */
  readonly what: string;
  /** `name`: nothing else has such a name; `likely`: little else has; `text`: only what it says tells. */
  readonly certainty: 'name' | 'likely' | 'text';
  /** What its text says when it holds one; null where the name says enough. */
  readonly sign: RegExp | null;
}

/** What a path that COPY or ADD takes from the build's context is known to hold; null for any other file. */
export function secretFile(path: string): SecretFile | null {
  const parts = path.split(/[\\/]/).filter((part) => part !== '' && part !== '.');
  const name = parts.at(-1) ?? '';
  const folder = parts.at(-2) ?? '';
  if (name === '' || name.includes('\u0001') || EXAMPLE.test(name) || /\.(?:pub|enc|asc|gpg)$/.test(name))
    return null;
  for (const { pattern, ...file } of FILES) {
    if (pattern.test(name) || pattern.test(`${folder}/${name}`)) return { ...file };
  }
  return isPublicKey(name) ? null : keyFile(name);
}

/** A certificate, a bundle of them, or the key with which packages are checked. */
function isPublicKey(name: string): boolean {
  return PUBLIC.test(name);
}

function keyFile(name: string): SecretFile | null {
  if (!/\.(?:pem|key|p12|pfx|jks|keystore|ppk|kdbx|p8)$/i.test(name)) return null;
  if (/\.(?:pem|key|p8)$/i.test(name))
    return { what: 'a private key', certainty: PRIVATE.test(name) ? 'name' : 'likely', sign: /PRIVATE KEY/ };
  return {
    what: 'private keys',
    certainty: /\.(?:p12|pfx|ppk|kdbx)$/i.test(name) ? 'name' : 'likely',
    sign: null,
  };
}

/** A variable that holds a secret, with a value that is none of another variable. */
const ASSIGNMENT =
  /^[\w.]*(?:passw|passwd|secret|token|api_?key|private|credential|_key|_pass|_pwd)[\w.]*[ \t]{0,4}=[ \t]{0,4}["']?[^\s"'$#]|:\/\/[^\s/:]{0,100}:[^\s/@$]{1,100}@/im;
const REGISTRY_TOKEN =
  /(?:_auth|_password|authToken|npmAuthIdent|password|ClearTextPassword)"?\s{0,4}[=:]\s{0,4}["']?[^\s"'$]/i;
const FILES: readonly (SecretFile & { readonly pattern: RegExp })[] = [
  { what: 'secrets of an environment', certainty: 'name', sign: ASSIGNMENT, pattern: /^\.env(?:rc|\*)?$/ },
  { what: 'secrets of an environment', certainty: 'likely', sign: ASSIGNMENT, pattern: /^\.env\.[\w.*-]+$/ },
  { what: 'secrets of an environment', certainty: 'text', sign: ASSIGNMENT, pattern: /^[\w-]+\.env$/ },
  {
    what: 'a private key',
    certainty: 'name',
    sign: null,
    pattern: /^id_(?:rsa|dsa|ecdsa|ed25519)(?:_[\w-]+|\*)?$/,
  },
  { what: 'SSH keys', certainty: 'name', sign: null, pattern: /^\.ssh$/ },
  {
    what: 'cloud credentials',
    certainty: 'name',
    sign: null,
    pattern: /^\.(?:aws|azure|gcloud)$|^\.(?:aws|gcloud)\/credentials$/,
  },
  {
    what: 'a registry token',
    certainty: 'likely',
    sign: REGISTRY_TOKEN,
    pattern: /^\.npmrc$/,
  },
  {
    what: 'a registry token',
    certainty: 'text',
    sign: REGISTRY_TOKEN,
    pattern: /^\.yarnrc(?:\.yml)?$|^auth\.json$|^pip\.conf$|^nuget\.config$/i,
  },
  // A folder of sources may be named so too.
  { what: 'credentials', certainty: 'text', sign: ASSIGNMENT, pattern: /^credentials$/ },
  {
    what: 'passwords',
    certainty: 'name',
    sign: null,
    pattern:
      /^\.(?:netrc|git-credentials|pypirc|pgpass|my\.cnf|vault[-_]token|vault_pass(?:word)?)$|^_netrc$/,
  },
  { what: 'password hashes', certainty: 'name', sign: null, pattern: /^\.?htpasswd$/ },
  {
    what: 'registry credentials',
    certainty: 'name',
    sign: /auth/i,
    pattern: /^\.dockercfg$|^\.dockerconfigjson$|^\.docker\/config\.json$/,
  },
  {
    what: 'access to a cluster',
    certainty: 'name',
    sign: null,
    pattern: /^\.?kubeconfig(?:\.ya?ml)?$|^\.kube\/config$|^\.kube$/,
  },
  {
    what: 'credentials',
    certainty: 'name',
    sign: null,
    pattern: /^credentials\.(?:json|xml|ini|properties|txt|toml|ya?ml)$|^[\w-]*credentials[\w-]*\.json$/i,
  },
  {
    what: 'the key of a service account',
    certainty: 'name',
    sign: null,
    pattern:
      /^(?:[\w-]*service[-_]?account[\w-]*|client[-_]secrets?[\w.-]*|gcp[-_]key|firebase[-_]adminsdk[\w-]*)\.json$/i,
  },
  {
    what: 'secrets',
    certainty: 'name',
    sign: null,
    pattern: /^secrets?\.(?:ya?ml|json|env|toml|ini|txt|properties)$/i,
  },
];

/** `.env.example` and its kin show names and no values. */
const EXAMPLE =
  /(?:^|[._-])(?:example|sample|dist|template|tmpl|tpl|defaults?|schema|test|ci|empty|d)(?:[._-]|$)/i;
const PUBLIC =
  /(?:^|[._-])(?:ca|cas|cacerts?|certs?|certificates?|crt|chain|fullchain|bundle|root|roots|public|pub|dhparams?|truststore|trusted|cabundle|trust|client-ca|intermediate|gpg|pgp|apt|rpm|repo|archive|release|signing|keyring|nodesource|docker|pubkey|verify)(?:[._-]|\d|$)/i;
const PRIVATE =
  /(?:^|[._-])(?:priv|private|privkey|privatekey|server|tls|ssl|client|localhost|host|domain|key|rsa|master|jwt|nginx|selfsigned|self-signed|ssh|ec2|deploy|id)(?:[._-]|$)/i;
