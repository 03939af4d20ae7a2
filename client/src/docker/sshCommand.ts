/**
 * The command that carries the connection to an engine on its standard input and output, as the Docker command line
 * has it; a text says what is wrong with the address. `ssh://[user@]host[:port][/path of the socket]`
 */
export function sshCommand(endpoint: string): readonly [string, ...string[]] | string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : null;
  const user = decoded(url?.username ?? '');
  const host = decoded(url?.hostname ?? '')?.replace(/^\[|\]$/g, '');
  const path = decoded(url?.pathname ?? '');
  if (!url || !host || user === null || path === null)
    return 'An address of ssh:// names a host: ssh://user@host.';
  if (url.password) return 'A password in an address of ssh:// is not supported. Use a key.';
  if (url.search || url.hash) return `'${endpoint}' has more than a host, a port and a path.`;
  // ssh would take them for options, which can run programs.
  if (host.startsWith('-') || user.startsWith('-'))
    return `'${endpoint}' names a host or a user that begins with '-'.`;
  // Settings of ssh may hand both on to a shell; ssh itself refuses them since 9.6.
  if (/[\s\p{C}'"`$;&<>|(){}]/u.test(host + user) || /\\$/.test(user))
    return `'${endpoint}' names a host or a user with characters that a shell would read.`;
  const socket = path === '' || path === '/' ? [] : ['--host', quoted(`unix://${path}`)];
  return [
    'ssh',
    ...(user ? ['-l', user] : []),
    ...(url.port ? ['-p', url.port] : []),
    // Nobody is there to type a password; and a stream of events has to notice that its other end is gone.
    ...['-o', 'ConnectTimeout=30', '-o', 'BatchMode=yes', '-o', 'ServerAliveInterval=30'],
    ...['-T', '--', host],
    ...['docker', ...socket, 'system', 'dial-stdio'],
  ];
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** A shell reads it at the other end. */
function quoted(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
