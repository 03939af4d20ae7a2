/**
 * Whether a variable, an option or a field of this name holds a secret. Where it is in doubt it does: a value that is
 * hidden in vain costs a look into the container, one that is shown cannot be taken back. `value`: what it is set to, where
 * that is known.
 */
export function isSecretName(name: string, value = 'yes'): boolean {
  if (!MAY_BE_SECRET.test(name)) return false;
  const words = wordsOf(name);
  const last = words.at(-1) ?? '';
  if (words.length === 1 && SHELL.has(last)) return false;
  if (NO_SECRET.has(last) || words.some((word) => word === 'public' || word === 'publishable')) return false;
  if (SWITCH.has(words[0] ?? '') && words.length > 1 && ON_OR_OFF.test(value)) return false;
  return words.some((word, index) => isSecretWord(words, word, index));
}

function isSecretWord(words: readonly string[], word: string, index: number): boolean {
  if (SECRET.test(word)) return true;
  const next = words[index + 1] ?? '';
  // `key` alone is also that of a cache, an index or a map.
  if (word === 'key') return KEY_OWNER.has(words[index - 1] ?? '') || (words.length === 1 && index === 0);
  if (SHORT.has(word)) return index === words.length - 1;
  // A model's are counted: `MAX_TOKENS`.
  if (word === 'tokens') return !words.some((other) => COUNTED.has(other));
  return word === 'connection' && /^(?:strings?|uri|url)$/.test(next);
}

/** `apiKey`, `API_KEY`, `api-key` and `Api.Key` are the words `api` and `key`. */
function wordsOf(name: string): readonly string[] {
  return name
    .slice(0, LONGEST)
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

/** Most names have nothing of it. */
const MAY_BE_SECRET = /pass|pw|psw|secret|token|key|cred|dsn|auth|jwt|conn|cookie|salt|pat|psk|bearer/i;
/** The shell's own: where it is, where it was. */
const SHELL: ReadonlySet<string> = new Set(['pwd', 'oldpwd']);
const SECRET =
  /^(?:[a-z0-9]*(?:password|passwd|passphrase|passcode|secret|apikey|privatekey|secretkey|accesskey|authkey|encryptionkey|signingkey|masterkey|dsn|connectionstring|connstr|requirepass|psk|presharedkey)s?|(?:db|pg|my|mysql|user|root|admin|ftp|smtp|mail|redis|mongo|ldap|bind)(?:pass|pwd|pw)|[a-z]*token|credentials?|creds?|jwt)\d*$/;
/** Secrets where a name ends with them: `MYSQL_PWD`, `BASIC_AUTH`, `DB_PASS`. */
const SHORT: ReadonlySet<string> = new Set([
  'pwd',
  'pass',
  'psw',
  'pw',
  'auth',
  'authorization',
  'pat',
  'bearer',
  'cookie',
  'salt',
]);
const KEY_OWNER: ReadonlySet<string> = new Set(
  (
    'api secret private access ssh encryption encrypt signing sign jwt master license licence auth app account service ' +
    'admin fernet session hmac crypto crypt deploy storage shared cookie csrf webhook write client application consumer ' +
    'instrumentation host tls ssl server stripe openai anthropic sendgrid mailgun datadog sentry dd newrelic base nonce in wg wireguard preshared psk'
  ).split(' '),
);
/** A name that ends so says something about a secret, and holds none. */
const NO_SECRET: ReadonlySet<string> = new Set(
  (
    'file files path dir directory folder length size ttl timeout expiry expires expiration lifetime enabled disabled ' +
    'method mode type algorithm alg header prefix suffix issuer realm policy rotation interval days hours minutes ' +
    'seconds count limit name required sock socket version port provider scope scopes'
  ).split(' '),
);
const COUNTED: ReadonlySet<string> = new Set(
  'max min num total count limit context input output budget per'.split(' '),
);
/** `ALLOW_EMPTY_PASSWORD=yes`, `MYSQL_…` not: there the switch stands first. `ENABLE_SECRET=hunter2` is none. */
const SWITCH: ReadonlySet<string> = new Set(
  'allow use require requires skip disable enable has is no generate random'.split(' '),
);
const ON_OR_OFF = /^(?:true|false|0|1|on|off|yes|no|y|n)?$/i;
/** No name is longer. */
const LONGEST = 200;
