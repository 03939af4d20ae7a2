/** How far inside an address is: 0 the public network, 1 a private one, 2 this machine and its link. */
export type Zone = 0 | 1 | 2;

/** `localhost` and the names below it (RFC 6761, section 6.3), 127.0.0.0/8 and [::1]. */
export function isLoopback(url: URL): boolean {
  const hostname = hostOf(url);
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

/** By the name or the address alone; what a public name stands for is not looked up. */
export function zoneOf(url: URL): Zone {
  const hostname = hostOf(url);
  if (isLoopback(url)) return 2;
  if (hostname.startsWith('[')) return zoneOfIpv6(groupsOf(hostname.slice(1, -1)));
  if (/^\d+\.\d+\.\d+\.\d+$/.test(hostname)) return zoneOfIpv4(hostname.split('.').map(Number));
  return !hostname.includes('.') || PRIVATE_NAMES.test(hostname) ? 1 : 0;
}

/**
 * Names that the public network does not have: `.internal` as ICANN set it aside, `.local` (RFC 6762, with those of its
 * appendix G), and `home.arpa` (RFC 8375).
 */
const PRIVATE_NAMES = /\.(?:internal|intranet|private|local|localdomain|corp|home|lan|home\.arpa)$/;

/** The host without the dots that may end a name; URL has written an IPv4 address in its usual form. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/\.+$/, '');
}

/** By the registry of special addresses (RFC 6890): private, shared and link-local ones, and those that nobody has. */
function zoneOfIpv4([first = 0, second = 0, third = 0]: readonly number[]): Zone {
  if (first === 0 || first === 127 || (first === 169 && second === 254) || first >= 224) return 2;
  const isInside =
    first === 10 ||
    (first === 100 && second >= 64 && second < 128) ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 192 && second === 168) ||
    (first === 192 && second === 0 && third === 0) ||
    (first === 198 && (second === 18 || second === 19));
  return isInside ? 1 : 0;
}

/**
 * Global addresses are those of 2000::/3 (RFC 4291). An IPv4 address inside one counts as itself: mapped and compatible
 * ones (RFC 4291, section 2.5.5), translated ones (RFC 6052, RFC 8215), 6to4 (RFC 3056); Teredo's (RFC 4380) are hidden.
 */
function zoneOfIpv6(groups: readonly number[]): Zone {
  const [first = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0, seventh = 0, eighth = 0] =
    groups;
  const startsWithZeros = (first | second | third | fourth) === 0;
  const isTranslated = first === 0x64 && second === 0xff9b && (third | fourth | fifth | sixth) === 0;
  const holdsIpv4 = startsWithZeros && (sixth === 0xffff || fifth === 0xffff || (fifth | sixth) === 0);
  if (holdsIpv4 || isTranslated) return zoneOfIpv4(bytesOf(seventh, eighth));
  if (first === 0x2002) return zoneOfIpv4(bytesOf(second, third));
  if (first === 0x2001 && second === 0) return 2;
  if (first >= 0x2000 && first < 0x4000) return 0;
  const isPrivate = (first & 0xfe00) === 0xfc00 || (first & 0xffc0) === 0xfec0 || first === 0x64;
  return isPrivate ? 1 : 2;
}

function bytesOf(high: number, low: number): readonly number[] {
  return [high >> 8, high & 0xff, low >> 8, low & 0xff];
}

/** The eight groups of an address as URL writes it: hexadecimal, with `::` for zeros. */
function groupsOf(address: string): readonly number[] {
  const [start = '', end] = address.split('::');
  const numbers = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const [head, tail] = [numbers(start), numbers(end ?? '')];
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/** The 32 or 128 bits of an address as text; null for a name. */
export function addressBits(host: string): string | null {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) {
    return host
      .split('.')
      .map((byte) => Number(byte).toString(2).padStart(8, '0'))
      .join('');
  }
  const url = `http://[${host}]/`;
  if (!host.includes(':') || !URL.canParse(url)) return null;
  const groups = groupsOf(new URL(url).hostname.slice(1, -1));
  return groups.map((group) => group.toString(2).padStart(16, '0')).join('');
}
