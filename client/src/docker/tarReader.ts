/** The first entry of an archive. */
export type TarEntry =
  | { readonly kind: 'file'; readonly content: Uint8Array; readonly mode: number }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'too-large'; readonly size: number }
  | { readonly kind: 'other' };

/**
 * Reads the first entry of a tar archive as its bytes come: null until there are enough of them, `broken` for what is no
 * archive. Nothing over `largest` bytes is kept of a file. Source: POSIX.1-2017, pax, "ustar Interchange Format" and
 * "pax Header Block"; GNU tar manual, "Basic Tar Format".
 */
export function tarReader(largest: number): (chunk: Uint8Array) => TarEntry | 'broken' | null {
  let chunks: readonly Uint8Array[] = [];
  let length = 0;
  let awaited = BLOCK;
  return (chunk) => {
    chunks = [...chunks, chunk];
    length += chunk.length;
    if (length < awaited) return null;
    const bytes = Buffer.concat(chunks);
    chunks = [bytes];
    const entry = firstEntry(bytes, largest);
    if (typeof entry !== 'number') return entry;
    awaited = entry;
    return null;
  };
}

/** A number is that of the bytes that are needed to say more. */
function firstEntry(bytes: Buffer, largest: number): TarEntry | 'broken' | number {
  let offset = 0;
  let extended: Extended = {};
  for (;;) {
    if (bytes.length < offset + BLOCK) return offset + BLOCK;
    const block = bytes.subarray(offset, offset + BLOCK);
    // An archive with nothing in it: podman has no entries for devices.
    if (block.every((byte) => byte === 0)) return { kind: 'other' };
    const header = readHeader(block);
    if (!header) return 'broken';
    const start = offset + BLOCK;
    if (!EXTENSIONS.has(header.type)) return entryOf({ ...header, ...extended }, { bytes, start, largest });
    // Together, for there may be any number of them.
    if (offset + header.size > LARGEST_EXTENSION) return 'broken';
    const end = start + header.size;
    if (bytes.length < end) return end;
    extended = { ...extended, ...readExtension(header.type, bytes.subarray(start, end)) };
    offset = start + Math.ceil(header.size / BLOCK) * BLOCK;
  }
}

interface Header {
  readonly type: string;
  readonly size: number;
  readonly mode: number;
  readonly target: string;
}

type Extended = Partial<Pick<Header, 'size' | 'target'>>;

function entryOf(
  { type, size, mode, target }: Header,
  { bytes, start, largest }: { bytes: Buffer; start: number; largest: number },
): TarEntry | number {
  if (type === '2') return { kind: 'link', target };
  if (!FILES.has(type)) return { kind: 'other' };
  if (size > largest) return { kind: 'too-large', size };
  const end = start + size;
  return bytes.length < end
    ? end
    : { kind: 'file', content: new Uint8Array(bytes.subarray(start, end)), mode };
}

/** Null where the checksum is wrong, as it is in what is no archive. */
function readHeader(block: Buffer): Header | null {
  const size = readNumber(block.subarray(124, 136));
  const mode = readNumber(block.subarray(100, 108));
  if (size === null || mode === null || readNumber(block.subarray(148, 156)) !== checksum(block)) return null;
  return {
    type: String.fromCharCode(block[156] ?? 0),
    size,
    mode: mode & 0o7777,
    target: readText(block.subarray(157, 257)),
  };
}

/** The sum of all bytes, those of the checksum itself taken as spaces. */
function checksum(block: Buffer): number {
  return block.reduce((sum, byte, place) => sum + (place >= 148 && place < 156 ? 0x20 : byte), 0);
}

/** Octal digits, or after a set first bit the bytes of the number. */
function readNumber(field: Buffer): number | null {
  if (((field[0] ?? 0) & 0x80) !== 0) {
    const value = field.reduce((sum, byte, place) => sum * 256 + (place === 0 ? byte & 0x7f : byte), 0);
    return Number.isSafeInteger(value) ? value : null;
  }
  const digits = field
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trimStart();
  return /^[0-7]*$/.test(digits) ? Number.parseInt(digits || '0', 8) : null;
}

function readText(field: Buffer): string {
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? field.length : end).toString('utf8');
}

function readExtension(type: string, content: Buffer): Extended {
  if (type === 'K') return { target: readText(content) };
  return type === 'x' ? readRecords(content) : {};
}

/** `25 linkpath=/usr/bin/busybox` and a newline: the length is that of the whole record. */
function readRecords(content: Buffer): Extended {
  const extended: { size?: number; target?: string } = {};
  for (let offset = 0; offset < content.length;) {
    const space = content.indexOf(0x20, offset);
    const length = Number(content.subarray(offset, space).toString('latin1'));
    if (space < 0 || !Number.isInteger(length) || length <= space - offset) break;
    const record = content.subarray(space + 1, offset + length - 1).toString('utf8');
    const value = record.slice(record.indexOf('=') + 1);
    if (record.startsWith('linkpath=')) extended.target = value;
    if (record.startsWith('size=') && /^\d+$/.test(value)) extended.size = Number(value);
    offset += length;
  }
  return extended;
}

const BLOCK = 512;

/** Bytes: that of the longest path on Linux is far below. */
const LARGEST_EXTENSION = 1024 * 1024;

/** Headers that say more of the entry behind them: those of pax, and the long names and link names of GNU. */
const EXTENSIONS = new Set(['x', 'g', 'L', 'K']);

/** Regular files; of the first tar, and contiguous ones. */
const FILES = new Set(['0', '\0', '7']);
