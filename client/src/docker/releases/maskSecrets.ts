import { isSecretName } from './secretNames';

/** A variable's value as it may be shown. */
export function maskValue(name: string, value: string): string {
  if (value === '') return '';
  return isSecretName(name, value) ? MASK : maskPairs(maskUrls(value)).replace(KNOWN_FORM, MASK);
}

/** A command as it may be shown: what follows a secret's name, and what stands before the host of a URL, is hidden. */
export function maskCommand(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return maskPairs(maskAccounts(maskUrls(shown)))
    .replace(HEADER, (_, name: string) => `${name}${MASK}`)
    .replace(FOLLOWED, (whole, option: string, space: string, value: string) =>
      isSecretName(bare(option), unquoted(value)) ? `${option}${space}${MASK}` : whole,
    )
    .replace(PASSWORD_WORD, (_, start: string) => `${start}${MASK}`)
    .replace(PASSWORD_JOINED, (_, start: string) => `${start}${MASK}`)
    .replace(USER_PASSWORD, (_, start: string) => `${start}${MASK}`)
    .replace(SLASH_PASSWORD, (_, start: string) => `${start}${MASK}`)
    .replace(PERCENT_PASSWORD, (_, start: string) => `${start}${MASK}`)
    .replace(LAST_WORD, (_, start: string) => `${start}${MASK}`)
    .replace(SQL, (_, start: string) => `${start}${MASK}`)
    .replace(PLAIN_WORD, (_, start: string) => `${start}${MASK}`)
    .replace(KNOWN_FORM, MASK);
}

/** `PASSWORD=x`, `--password=x`, `"password": "x"`. */
function maskPairs(text: string): string {
  return text
    .replace(ASSIGNED, (whole, name: string, sign: string, value: string) =>
      isSecretName(bare(name), unquoted(value)) ? `${name}${sign}${MASK}` : whole,
    )
    .replace(FIELD, (whole, name: string, start: string, value: string) =>
      isSecretName(name, value) ? `${whole.slice(0, whole.length - value.length - 1)}${MASK}${start}` : whole,
    );
}

/** `scheme://user:password@host` with its password hidden. */
export function maskUrls(text: string): string {
  return text
    .replace(URL_PASSWORD, (_, start: string) => `${start}${MASK}@`)
    .replace(URL_PARAMETER, (whole, start: string, name: string, value: string) =>
      isSecretName(name, value) ? `${start}${name}=${MASK}` : whole,
    );
}

/** `echo user:password | chpasswd`. */
function maskAccounts(text: string): string {
  return text.includes('chpasswd') ? text.replace(ACCOUNT, (_, start: string) => `${start}${MASK}`) : text;
}

function unquoted(word: string): string {
  return word.replace(/^["']|["']$/g, '');
}

function bare(name: string): string {
  return name.replace(/^-+/, '');
}

/** What stands for a value that is not shown. */
const MASK = '•••';
/** Longer commands are scripts that somebody piped in; a line of a view shows their beginning. */
const LONGEST = 2000;
const WORD = `"(?:[^"\\\\]|\\\\.)*"?|'[^']*'?|[^\\s;|&"']+`;
const URL_PASSWORD = /\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s:/@"']{0,200}:)[^\s/"']{1,500}@/gi;
const URL_PARAMETER = /([?&])([\w.-]{1,60})=([^\s&"'#]{1,2000})/g;
/** `Authorization: Bearer …`, `X-Api-Key: …`; to the end of its word in quotation marks, or of two words without. */
const HEADER =
  /\b((?:proxy-)?authorization:\s*(?:(?:bearer|basic|token|digest)\s+)?|(?:x-[a-z-]{0,40}(?:key|token|secret)|(?:private|job|deploy)-token|cookie):\s*)[^\s"']+/gi;
const ASSIGNED = new RegExp(`((?:--?)?[A-Za-z_][\\w.-]{0,100})(=|:=)(${WORD})`, 'g');
const FIELD = /["']([\w.-]{1,60})["']\s{0,4}:\s{0,4}(["'])((?:[^"'\\]|\\.){1,2000})\2/g;
const FOLLOWED = new RegExp(`(?<=^|\\s)(--?[A-Za-z][\\w-]{1,60})(\\s+)(?!-)(${WORD})`, 'g');
/** Programs that take a password as a word of its own after a short option. */
const PASSWORD_WORD =
  /(\b(?:(?:mongo\w*|cqlsh|sshpass)\b[^;|&\n]{0,300}?\s-p|(?:sqlcmd)\b[^;|&\n]{0,300}?\s-P|redis-cli\b[^;|&\n]{0,300}?\s-a)\s+)[^\s;|&-][^\s;|&]*/g;
/** Programs that take it written on to the option: `mysql -psecret`. */
const PASSWORD_JOINED =
  /(\b(?:mysql\w*|mariadb[\w-]*|sshpass|7za?|redis-cli)\b[^;|&\n]{0,300}?\s-(?:p|a(?=\S*$)))(?=[^\s;|&])(?:"[^"]*"?|'[^']*'?|[^\s;|&]+)/g;
/** `curl -u user:password`. */
const USER_PASSWORD = /((?:^|\s)(?:-u|--user)[\s=]*["']?(?!\d+:\d+\b)[^\s:"'-][^\s:"']{0,100}:)[^\s"']+/g;
/** `sqlplus user/password@database`. */
const SLASH_PASSWORD =
  /(\b(?:sqlplus|sqlldr|expdp|impdp|rman)\b[^;|&\n]{0,300}?(?:\s|=)["']?[^\s/"'@;|&=-][^\s/"'@;|&=]{0,100}\/)(?:"[^"]*"?|[^\s@;|&"']+)/gi;
/** `smbclient -U user%password`. */
const PERCENT_PASSWORD =
  /(\b(?:smb\w{1,20}|rpcclient|net\s+(?:rpc|ads))\b[^;|&\n]{0,300}?\s(?:-U|--user)[\s=]*["']?[^\s%"';|&]{1,100}%)[^\s"';|&]+/g;
/** `htpasswd -b file user password`: the last word of the command. */
const LAST_WORD =
  /(\bhtpasswd(?=[^;|&\n]{0,300}?\s-[A-Za-z]{0,8}b)(?:\s+(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\s;|&"'>])+){1,12}?\s+)(?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^\s;|&"'>])+(?=\s*(?:[;|&>\n]|$))/g;
/** Lines of what `chpasswd` reads. */
const ACCOUNT = /((?:^|[\s"'])[A-Za-z_$][\w.${}-]{0,60}:)(?!\/\/)[^\s"'|;&]+/g;
/** `IDENTIFIED BY 'x'`, `PASSWORD 'x'`. */
const SQL = /(\b(?:identified\s+(?:with\s+\S{1,60}\s+)?by|password)(?:\s+|\s*=\s*))(?:'[^']*'?|"[^"]*"?)/gi;
/** Where the word that follows is the secret, without an option that says so. */
const PLAIN_WORD =
  /((?:\b|(?<=\s))(?:requirepass|masterauth|aws_secret_access_key|rabbitmqctl\s+(?:add_user|change_password)\s+\S{1,100}|redis-cli\b[^;|&\n]{0,300}?\sauth(?:\s+\S{1,100}(?=\s+\S))?|vault\s+login|docker\s+login\b[^;|&\n]{0,300}?\s-p|ldap\w+\b[^;|&\n]{0,300}?\s-w|-pass(?:in|out)\s+pass:|--oauth2-bearer)(?:\s+|(?<=:)))(?!-)(?:"[^"]*"?|'[^']*'?|[^\s;|&]+)/gi;
/** Tokens that their form alone tells. */
const KNOWN_FORM =
  /(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,255}|xox[abeoprs]-[\w-]{10,255}|AKIA[A-Z0-9]{16}|npm_[A-Za-z0-9]{36}|dckr_pat_[\w-]{20,255}|eyJ[\w-]{10,2000}\.eyJ[\w-]{10,8000}\.[\w-]{10,2000}|sk-[\w-]{32,255}|(?<=hooks\.slack\.com\/services\/)[\w/]{10,255}|(?<=\/api\/webhooks\/)[\w/-]{10,255})/g;
