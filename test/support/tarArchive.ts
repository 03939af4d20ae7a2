/** Entries of a tar archive, as its writers make them. */
export interface TarPart {
  readonly name?: string;
  /** The letter of its type; `0` for a regular file. */
  readonly type?: string;
  readonly content?: string | Uint8Array;
  /** When it is to say another than that of its content. */
  readonly size?: number;
  readonly mode?: number;
  readonly target?: string;
  /** In bytes instead of octal digits. */
  readonly binarySize?: boolean;
}

/** An archive with the two empty blocks at its end. */
export function tarArchive(...parts: readonly TarPart[]): Uint8Array {
  return Buffer.concat([...parts.map(written), Buffer.alloc(1024)]);
}

/** A header of pax that says more of the entry behind it. */
export function paxHeader(records: Readonly<Record<string, string>>, type: 'x' | 'g' = 'x'): TarPart {
  return { type, content: Object.entries(records).map(record).join('') };
}

/** The length at the front counts itself. */
function record([name, value]: readonly [string, string]): string {
  const rest = Buffer.byteLength(` ${name}=${value}\n`);
  const digits = [1, 2, 3, 4].find((count) => String(rest + count).length === count) ?? 5;
  return `${rest + digits} ${name}=${value}\n`;
}

function written(part: TarPart): Buffer {
  const content = Buffer.from(part.content ?? '');
  const header = Buffer.alloc(512);
  const size = part.size ?? content.length;
  header.write(part.name ?? 'name', 0, 100);
  header.write(octal(part.mode ?? 0o644, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  if (part.binarySize) {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(size), 128);
  } else {
    header.write(octal(size, 11), 124);
  }
  header.write(octal(1_795_773_531, 11), 136);
  header.write(' '.repeat(8), 148);
  header.write(part.type ?? '0', 156, 'latin1');
  header.write(part.target ?? '', 157, 100);
  header.write('ustar\x0000', 257, 'latin1');
  header.write(
    `${octal(
      header.reduce((sum, byte) => sum + byte, 0),
      6,
    )} `,
    148,
    'latin1',
  );
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

function octal(value: number, digits: number): string {
  return `${value.toString(8).padStart(digits, '0')}\0`;
}
