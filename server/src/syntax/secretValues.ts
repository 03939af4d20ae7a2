import { secretKind } from './secretNames';

/** A secret in a text, by its form: what it is, and where it stands in the text. */
export interface SecretShape {
  /** As a message says it: `a GitHub token`. */
  readonly what: string;
  readonly start: number;
  readonly end: number;
  /** Whether it is written as an example of one. */
  readonly isPlaceholder: boolean;
}

/**
 * What the value of a variable with a secret's name is. `placeholder`: a word that is to be replaced, and is the secret
 * where nobody does. Null where it is none: nothing, a variable, a path, a switch.
 */
export type SecretValue = 'secret' | 'placeholder';

/** The character that stands for a variable in a text whose variables are not known. */
export const UNKNOWN = '\u0001';

/** Judges the value of a variable, option or field by the name that it has. */
export function secretValue(name: string, value: string): SecretValue | null {
  const kind = secretKind(name);
  const text = value.trim();
  if (!kind || text === '' || text.includes(UNKNOWN) || isTemplate(text) || isReference(text)) return null;
  if (SWITCHES.has(text.toLowerCase()) || /^\d$/.test(text)) return null;
  if (isPlaceholder(text)) return 'placeholder';
  if (kind === 'password') return 'secret';
  if (METHODS.has(text.toLowerCase())) return null;
  // A small number is a size or a count, and no token.
  if (/^-?[\d.]{1,7}$/.test(text) || (/\s/.test(text) && !/secret$/i.test(name))) return null;
  if (kind === 'key') return 'secret';
  return isLikelyRandom(text) || isWeakSecret(name, text) ? 'secret' : null;
}

/** `NEO4J_AUTH=neo4j/secret`, or `AUTH` alone. */
function isWeakSecret(name: string, text: string): boolean {
  return /^auth$/i.test(name) || (/auth$/i.test(name) && /^[\w-]+[/:][^\s/:]+$/.test(text));
}

/** The first secret in a text that its form alone tells. */
export function secretShape(text: string): SecretShape | null {
  if (text.length < MIN_SHAPE || !MAY_HOLD_SHAPE.test(text)) return null;
  for (const { what, pattern } of SHAPES) {
    const match = pattern.exec(text);
    if (!match) continue;
    const found = match[1] ?? match[0];
    const start = match.index + match[0].lastIndexOf(found);
    if (found.includes(UNKNOWN) || isTemplate(found)) continue;
    return { what, start, end: start + found.length, isPlaceholder: isPlaceholder(found) };
  }
  return passwordInUrl(text) ?? passwordInPairs(text);
}

/** Letters and digits in a text that nobody would choose as a word. */
export function isLikelyRandom(text: string): boolean {
  if (text.length < 16 || /\s/.test(text)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(text)).length;
  return kinds >= 2 && new Set(text).size >= 10 && !/^[0-9A-F ]{16,40}$/.test(text);
}

/** `scheme://user:password@host`. */
function passwordInUrl(text: string): SecretShape | null {
  for (const match of text.matchAll(URL_PASSWORD)) {
    const [whole, password = ''] = match;
    if (!isValue(password)) continue;
    const end = match.index + whole.length - 1;
    return {
      what: 'a URL with a password',
      start: end - password.length,
      end,
      isPlaceholder: isPlaceholder(password),
    };
  }
  return null;
}

/** `…;Password=x;…` of a connection string, `?password=x` of a URL, `password="x"`, and `PASSWORD 'x'` of SQL. */
function passwordInPairs(text: string): SecretShape | null {
  for (const pattern of [PAIR_PASSWORD, QUOTED_PASSWORD, SQL_PASSWORD]) {
    for (const match of text.matchAll(pattern)) {
      const [whole, password = ''] = match;
      if (!isValue(password) || SWITCHES.has(password.toLowerCase())) continue;
      const start = match.index + whole.lastIndexOf(password);
      const end = start + password.length;
      return { what: 'a password', start, end, isPlaceholder: isPlaceholder(password) };
    }
  }
  return null;
}

function isValue(password: string): boolean {
  return !password.includes(UNKNOWN) && !isTemplate(password) && !PATTERN.test(password);
}

/** What another program fills in, or what only shows that something is missing. */
function isTemplate(text: string): boolean {
  return TEMPLATE.test(text) || MASKED.test(text);
}

/** A word that is to be replaced. */
export function isPlaceholder(text: string): boolean {
  return PLACEHOLDER_WORD.test(text);
}

/** The place of a secret, and not the secret: a path, a URL, a name in a store. */
function isReference(text: string): boolean {
  return PATH.test(text) || STORE.test(text);
}

const SHAPES: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a private key', pattern: /-----BEGIN (?:[A-Z0-9]{2,10} )?PRIVATE KEY(?: BLOCK)?-----/ },
  {
    what: 'an AWS access key',
    pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA|A3T[A-Z0-9])[A-Z0-9]{16}(?![A-Za-z0-9])/,
  },
  { what: 'a GitHub token', pattern: /(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255})/ },
  { what: 'a GitLab token', pattern: /(?<!\w)gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent)-[\w-]{20,255}/ },
  { what: 'a Slack token', pattern: /(?<!\w)xox[abeoprs]-[\w-]{10,255}/ },
  {
    what: 'a Slack webhook',
    pattern: /https:\/\/hooks\.slack\.com\/(?:services|workflows)\/([\w/]{20,255})/,
  },
  {
    what: 'a Teams webhook',
    pattern: /https:\/\/[\w-]{1,100}\.webhook\.office\.com\/webhookb?2?\/([\w@/-]{36,400})/,
  },
  {
    what: 'a Discord webhook',
    pattern: /https:\/\/discord(?:app)?\.com\/api\/webhooks\/(\d{10,30}\/[\w-]{40,120})/,
  },
  { what: 'a Stripe key', pattern: /(?<!\w)[srp]k_live_[A-Za-z0-9]{20,255}/ },
  { what: 'an API key', pattern: /(?<![\w-])sk-(?=[\w-]{0,200}\d)(?:proj-|ant-|svcacct-|or-)?[\w-]{32,255}/ },
  { what: 'a Google API key', pattern: /(?<!\w)AIza[\w-]{35}(?!\w)/ },
  { what: 'a Google token', pattern: /(?<!\w)ya29\.[\w-]{20,1000}/ },
  { what: 'a JSON web token', pattern: /(?<![\w.-])eyJ[\w-]{10,2000}\.eyJ[\w-]{10,8000}\.[\w-]{10,2000}/ },
  { what: 'an npm token', pattern: /(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/ },
  { what: 'a Docker token', pattern: /(?<!\w)dckr_(?:pat|oat)_[\w-]{20,255}/ },
  { what: 'a Hugging Face token', pattern: /(?<!\w)hf_[A-Za-z0-9]{30,255}/ },
  { what: 'a SendGrid key', pattern: /(?<!\w)SG\.[\w-]{15,30}\.[\w-]{30,60}/ },
  { what: 'a Mailgun key', pattern: /(?<![\w-])key-[0-9a-zA-Z]{32}(?!\w)/ },
  { what: 'a Mailchimp key', pattern: /(?<!\w)[0-9a-f]{32}-us\d{1,2}(?!\w)/ },
  { what: 'a Square token', pattern: /(?<!\w)sq0(?:atp|csp)-[\w-]{22,60}/ },
  { what: 'a Twilio key', pattern: /(?<!\w)SK[0-9a-f]{32}(?!\w)/ },
  { what: 'an Amazon MWS token', pattern: /(?<!\w)amzn\.mws\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/ },
  { what: 'a PyPI token', pattern: /(?<!\w)pypi-[\w-]{50,1000}/ },
  { what: 'a DigitalOcean token', pattern: /(?<!\w)do[opr]_v1_[0-9a-f]{64}/ },
  { what: 'a Shopify token', pattern: /(?<!\w)shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/ },
  { what: 'a Telegram bot token', pattern: /(?<!\w)\d{8,10}:AA[\w-]{33}(?![\w-])/ },
  { what: 'an age key', pattern: /AGE-SECRET-KEY-1[0-9A-Z]{58}/ },
  { what: 'a Vault token', pattern: /(?<!\w)hv[sbr]\.[\w-]{24,255}/ },
  { what: 'an Azure storage key', pattern: /AccountKey=([A-Za-z0-9+/]{40,100}={0,2})/ },
  {
    what: 'a token in a header',
    pattern:
      /(?:authorization:\s{0,4}(?:basic|bearer|token)\s{1,4}|(?:x-[a-z-]{0,40}(?:key|token)|private-token|job-token|deploy-token):\s{0,4})([A-Za-z0-9+/=._-]{12,1000})/i,
  },
  {
    what: 'a token in a URL',
    pattern: /[?&](?:access_token|auth_token|private_token|api_?key|token)=([\w.-]{12,500})/i,
  },
  {
    what: 'a password',
    pattern: /\bmachine\s{1,4}\S{1,200}\s{1,4}login\s{1,4}\S{1,200}\s{1,4}password\s{1,4}([^\s"'\\]{1,200})/,
  },
];

const URL_PASSWORD =
  /(?<![\w+.-])[A-Za-z][A-Za-z0-9+.-]{1,30}:\/\/[^\s/:@'"<>?#]{0,100}:([^\s/@'"]{1,255})@/g;
const PAIR_PASSWORD =
  /(?:^|[;?&]\s{0,4}|-D[\w.]{0,100})(?:password|pwd)\s{0,4}=\s{0,4}([^\s;&'"]{1,255})(?=[;&]|\s|$)/gi;
const QUOTED_PASSWORD = /(?:password|passwd)['"\]]{0,2}\s{0,3}=>?\s{0,3}["']([^"'\s]{1,255})["']/gi;
const SQL_PASSWORD = /\b(?:password|identified by)\s{1,4}'([^'\s]{1,255})'/gi;
/** What a search for a password looks like. */
const PATTERN = /^[.*+\\()[\]^$|?]+$/;
/** Placeholders of programs, shells and documentation. */
const TEMPLATE = /^<.*>$|^\[.*\]$|\{\{|\}\}|<%|%>|@@|^%\w+%$|^__\w+__$|^\$[({\w]|^\{[\w.-]+\}$|^<|^\$/;
/** Nothing but the same sign: `****`, `xxxx`, `....`. */
const MASKED = /^["']?([*x.X_#?-])\1*["']?$/;
const PLACEHOLDER_WORD =
  /change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|this|with)|place[-_ ]?holder|(?:^|[^a-z])your?[-_ ]|^your(?=[A-Z])|example|(?:^|[^a-z])(?:dummy|sample|fake|todo|fixme|insert|redacted|goes[-_]here|not[-_]?used|unused)|dummy|to[-_]be[-_]|long[-_]and[-_]random|random[-_](?:string|secret)|some[-_]?(?:secret|password|random|key|token)|\b[xX]{4,}|[xX]{8,}|^(?:secret|token|api[-_]?key|password)[-_]here$|my[-_](?:secret|token|key)[-_]here/i;
const PATH =
  /^(?:\/[\w.-]+(?:\/|$)|\.{1,2}\/|~\/|[A-Za-z]:[\\/]|file:|classpath:)|^[\w.-]+\/[\w./-]*\.(?:key|pem|crt|json|txt|p12|jks)$|^[\w.-]+\.(?:key|pem|crt|cer|json|txt|p12|jks|ya?ml|conf)$|^https?:\/\/[^@\s]*$/i;
const STORE =
  /^(?:env|vault|ssm|arn|op|secret|awssm|gcp|gcpsm|ref\+\w+|projects|secretsmanager|keyvault|doppler):|^projects\/|^urn:|^vault:/i;
const SWITCHES: ReadonlySet<string> = new Set(
  'true false yes no on off none null nil undefined disabled enabled optional required auto random generate generated'.split(
    ' ',
  ),
);
/** How somebody proves who he is, which names such as `SMTP_AUTH` say. */
const METHODS: ReadonlySet<string> = new Set(
  (
    'basic plain login digest oauth oauth2 oidc saml ldap jwt token trust md5 scram scram-sha-256 scram-sha-512 ' +
    'cram-md5 kerberos anonymous local bearer native simple peer default internal external any all header cookie session'
  ).split(' '),
);
/** What each of the forms above has in it: most words of a file have nothing of it. */
const MAY_HOLD_SHAPE =
  /AKIA|ASIA|A3T|gh[pousr]_|github_pat|gl[a-z]{2,5}-|xox|webhook|slack|_live_|sk-|AIza|ya29|eyJ|npm_|dckr|hf_|SG\.|-us\d|sq0|SK[\da-f]|amzn|pypi-|do[opr]_v1|shp|:AA|hv[sbr]\.|key|auth|token|:\/\/|passw|pwd|identified/i;
/** No form is shorter. */
const MIN_SHAPE = 8;
