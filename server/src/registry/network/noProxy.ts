import { addressBits } from './zone';

/**
 * Whether one of the exceptions is about a URL: `*`, a name with those below it (with or without a leading dot or `*.`), an
 * address, or a block of addresses as `10.0.0.0/8`; each with a port where it is for that port alone.
 */
export function isBypassed(url: URL, exceptions: readonly string[]): boolean {
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const host = withoutBrackets(url.hostname).replace(/\.$/, '');
  return exceptions.some((exception) => isAbout(exception.trim().toLowerCase(), { host, port }));
}

interface Place {
  readonly host: string;
  readonly port: string;
}

function isAbout(exception: string, { host, port }: Place): boolean {
  if (exception === '') return false;
  if (exception === '*') return true;
  if (exception.includes('/')) return isInBlock(host, exception);
  const [, name = exception, onlyPort = port] = WITH_PORT.exec(exception) ?? [];
  if (onlyPort !== port) return false;
  const [address, own] = [addressBits(withoutBrackets(name)), addressBits(host)];
  if (address !== null || own !== null) return address !== null && address === own;
  const suffix = name.replace(/^\*?\./, '').replace(/\.$/, '');
  return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`));
}

function isInBlock(host: string, block: string): boolean {
  const [address = '', length = ''] = block.split('/');
  const [wanted, own] = [addressBits(withoutBrackets(address)), addressBits(host)];
  if (wanted === null || own === null || !/^\d{1,3}$/.test(length)) return false;
  const bits = Number(length);
  return wanted.length === own.length && bits <= own.length && own.startsWith(wanted.slice(0, bits));
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}

/** A name or an IPv4 address with a port, or an IPv6 address in brackets with one. */
const WITH_PORT = /^([^:]+|\[[^\]]+\]):(\d+)$/;
