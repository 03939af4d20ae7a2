/**
 * What a variable's name says of its value. `password`: a text that people choose, so that a common word is one too;
 * `key`: an API key, a token or a signing secret; `weak`: a word such as `key` alone, which names many other things.
 */
export type SecretKind = 'password' | 'key' | 'weak';

/**
 * Whether a variable, option or field of this name holds a secret; null where it does not. The words are those of
 * BuildKit's check SecretsUsedInArgOrEnv, and those that people write instead of them; a name that goes on to say that
 * it is a file, a length or a kind holds none.
 */
export function secretKind(name: string): SecretKind | null {
  if (name.length > MAX_NAME || NOT_SECRET.test(name)) return null;
  const words = wordsOf(name);
  if (words.some((word) => PUBLIC.has(word))) return null;
  const at = words.findLastIndex((word, index) => kindOf(words, word, index) !== null);
  const kind = at < 0 ? null : kindOf(words, words[at] ?? '', at);
  if (!kind) return null;
  const rest = words.slice(at + 1);
  if (isIdOfSecret(words, at)) return 'key';
  if (rest.some((word) => DESCRIBING.has(word))) return null;
  return kind === 'weak' && rest.length > 0 ? null : kind;
}

/** Whether a name says so by itself, whatever the value is. */
export function isSecretName(name: string): boolean {
  const kind = secretKind(name);
  return kind !== null && kind !== 'weak';
}

/** `apiKey`, `API_KEY`, `api-key` and `Api.Key` are the words `api` and `key`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

function kindOf(words: readonly string[], word: string, index: number): SecretKind | null {
  if (PASSWORD.test(word)) return 'password';
  // `PWD` alone is the shell's working directory, and a `pass` is a secret only where somebody owns it.
  if (words.length > 1 && SHORT_PASSWORD.has(word) && index === words.length - 1) return 'password';
  if (KEY_WORD.test(word)) return 'key';
  if (word === 'key') return KEY_OWNERS.has(words[index - 1] ?? '') ? 'key' : weakKey(words[index - 1]);
  if (word === 'cookie' && words[index - 1] === 'erlang') return 'key';
  if (word === 'pat' && PAT_OWNERS.has(words[index - 1] ?? '')) return 'key';
  return word === 'auth' ? 'weak' : null;
}

function weakKey(owner: string | undefined): SecretKind | null {
  return owner !== undefined && OTHER_KEYS.has(owner) ? null : 'weak';
}

/** `AWS_ACCESS_KEY_ID` and `VAULT_DEV_ROOT_TOKEN_ID` name the secret itself. */
function isIdOfSecret(words: readonly string[], at: number): boolean {
  if (words[at + 1] !== 'id' || words.length !== at + 2) return false;
  return (words[at] === 'key' && words[at - 1] === 'access') || words[at] === 'token';
}

const PASSWORD = /^[a-z0-9]*(?:password|passwd|passphrase|passcode|pword)\d*$/;
const SHORT_PASSWORD: ReadonlySet<string> = new Set(['pass', 'pwd', 'psw', 'pw', 'requirepass']);
const KEY_WORD =
  /^(?:[a-z]*secret|(?:[a-z]*(?:access|auth|api|bot|bearer|refresh|session|deploy))?token|credentials?|[a-z]*apikey|secretkey|accesskey|privatekey|authkey|encryptionkey|signingkey|masterkey|requirepass)\d*$/;
/** What makes a `key` a secret. */
const KEY_OWNERS: ReadonlySet<string> = new Set(
  (
    'api secret private access ssh encryption encrypt signing jwt master license licence auth app account service admin ' +
    'fernet session hmac crypto crypt deploy storage shared cookie csrf webhook write integration subscription ' +
    'application consumer instrumentation stripe openai anthropic sendgrid mailgun datadog sentry dd newrelic'
  ).split(' '),
);
/** Whose personal access token a `pat` is; elsewhere it is a pattern. */
const PAT_OWNERS: ReadonlySet<string> = new Set(
  'github gh git gitlab azure azp ado devops docker'.split(' '),
);
/** What makes it something else. */
const OTHER_KEYS: ReadonlySet<string> = new Set(
  (
    'cache primary sort foreign partition routing object index group unique hash range gpg pgp apt rpm repo archive ' +
    'release host known site map sitemap dict lookup row bucket s3 s3object redis queue topic translation shift ' +
    'fingerprint keyring pub ssl tls cert certificate ca'
  ).split(' '),
);
const PUBLIC: ReadonlySet<string> = new Set(
  'public pub publishable anon anonymous gpg pgp gpgkey sitekey keyring fingerprint'.split(' '),
);
/** What a name ends with that says something about a secret, and is none. */
const DESCRIBING: ReadonlySet<string> = new Set(
  (
    'file files filename path paths dir directory folder name names version url uri urls host hostname port type types ' +
    'id ids ttl length len size min max minimum maximum expiry expire expires expiration exp lifetime timeout age ' +
    'enabled enable disabled disable method methods mode algorithm alg algo alias prefix suffix header headers issuer ' +
    'service services realm server provider providers format policy policies required require rotation interval days ' +
    'hours minutes seconds secs count limit limits endpoint endpoints location sock socket backend backends user ' +
    'username users store manager domain scope scopes audience cert certs certificate bundle label class module ' +
    'driver field param parameter hint reset allow allowed validity strength rounds cost iterations regex pattern ' +
    'strategy attempts retention bits role roles group plugin plugins email source sources command cmd script helper ' +
    'engine region zone namespace template rotate cache refresh check validation validate verify verification change ' +
    'changes history usage budget encoding charset claim claims kid arn ref rootcertbundle override tokens window ' +
    'hash hashed hashes hasher digest salted mount mounts project image tag login self page prompt create random ' +
    'generator prefixes status is optional mapping config configs settings auto cookie exchange realms schema schemas'
  ).split(' '),
);
/** Names that hold such a word and no secret. */
const NOT_SECRET =
  /^(?:SSH_AUTH_SOCK|OLDPWD|PWD)$|ALLOW_(?:EMPTY|BLANK|NO)_|RANDOM_?(?:ROOT_)?PASSWORD|NO_?PASSW|AUTH_METHOD|^(?:disabled?|enabled?|use|require|skip|has|is|no|ask|without|allow|empty|generate|prompt|random|show|hide|reset|change|expire|force)[-_]/i;
/** No name is longer. */
const MAX_NAME = 200;
