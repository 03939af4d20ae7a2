import { secretKind } from './secretNames';
import { MAY_HOLD_SHAPE, SHAPES } from './secretForms';

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
/** No form is shorter. */
const MIN_SHAPE = 8;
