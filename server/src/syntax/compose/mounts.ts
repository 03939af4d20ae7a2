import type { Span } from '../../text/span';
import { isTrue } from './flags';
import { scalarParts, type Part } from './scalarParts';
import type { ComposeValue } from './values';

/** An element of a service's `volumes`. Source: compose specification, "volumes". */
export interface Mount {
  /** `anonymous`: a volume without a name. */
  readonly type: 'bind' | 'volume' | 'anonymous' | 'tmpfs' | 'image' | 'npipe' | 'cluster' | 'unknown';
  /** The path, name or image; null where there is none. */
  readonly source: Part | null;
  /** Where it is mounted in the container. */
  readonly target: Part | null;
  readonly isReadOnly: boolean;
  /** The options after the target of the short form, such as `ro` and `z`. */
  readonly options: readonly string[];
  /** The whole text of the short form; the source, else the target, of the long one. */
  readonly span: Span;
  readonly form: 'short' | 'long';
  readonly value: ComposeValue;
}

export function readMounts(volumes: ComposeValue | null): Mount[] {
  return (volumes?.items() ?? []).flatMap((item) => {
    if (item.kind === 'map') return longMount(item);
    return item.kind === 'text' ? (shortMount(item) ?? []) : [];
  });
}

/** `[SOURCE:]TARGET[:MODE]`; a drive letter's colon parts nothing. */
function shortMount(value: ComposeValue): Mount | null {
  const parts = scalarParts(value, (text) => splitShort(text));
  if (!parts) return null;
  const [first, second, third] = parts;
  if (!first) return null;
  const common = { form: 'short', value, span: value.span } as const;
  if (!second)
    return { ...common, type: 'anonymous', source: null, target: first, isReadOnly: false, options: [] };
  // `TARGET:ro` has a mode where a target would be.
  const isMode = !third && MODE.test(second.written) && /^(?:\/|[A-Za-z]:[\\/])/.test(first.written);
  const options = ((isMode ? second : third)?.text ?? '').split(',').filter((option) => option !== '');
  const source = isMode ? null : first;
  return {
    ...common,
    type: source ? sourceType(source.written) : 'anonymous',
    source,
    target: isMode ? first : second,
    isReadOnly: options.some((option) => option === 'ro' || option === 'readonly'),
    options,
  };
}

function longMount(value: ComposeValue): Mount {
  const [source, target] = [partOfField(value, 'source') ?? partOfField(value, 'src'), targetOf(value)];
  const type = value.field('type')?.text ?? null;
  return {
    type: typeOf(type, source),
    source,
    target,
    isReadOnly: isTrue(value.field('read_only')?.text),
    options: [],
    span: source?.span ?? target?.span ?? value.span,
    form: 'long',
    value,
  };
}

function targetOf(value: ComposeValue): Part | null {
  return partOfField(value, 'target') ?? partOfField(value, 'destination') ?? partOfField(value, 'dst');
}

function partOfField(value: ComposeValue, key: string): Part | null {
  const field = value.field(key);
  return field?.kind === 'text' ? { text: field.text, written: field.written, span: field.span } : null;
}

function typeOf(type: string | null, source: Part | null): Mount['type'] {
  switch (type) {
    case 'volume':
      return source ? 'volume' : 'anonymous';
    case 'bind':
    case 'tmpfs':
    case 'image':
    case 'npipe':
    case 'cluster':
      return type;
    case null:
      return source ? sourceType(source.written) : 'anonymous';
    default:
      return 'unknown';
  }
}

/** A name is that of a volume, a path is one of the host. */
function sourceType(source: string): Mount['type'] {
  if (/^\\\\\.\\pipe|^\/\/\.\/pipe/.test(source)) return 'npipe';
  if (/^(?:[./~\\]|[A-Za-z]:[\\/])/.test(source)) return 'bind';
  // A variable in front mostly holds a path.
  if (source.startsWith('$')) return /[/\\]/.test(source) ? 'bind' : 'unknown';
  return VOLUME_NAME.test(source) ? 'volume' : 'unknown';
}

/** Source: Moby's volume/validate, which compose's own check follows. */
const VOLUME_NAME = /^[a-zA-Z0-9][\w.-]*$/;
/** Three have a meaning; what has more is refused. */
const MAX_PIECES = 4;

/** The pieces between colons, without those of a drive letter. */
function splitShort(text: string): Span[] {
  const pieces: Span[] = [];
  let start = 0;
  for (let offset = 0; offset <= text.length; offset++) {
    if (offset < text.length && text[offset] !== ':') continue;
    const isDrive =
      offset - start === 1 && /[A-Za-z]/.test(text[start] ?? '') && /[\\/]/.test(text[offset + 1] ?? '');
    if (isDrive && offset < text.length) continue;
    pieces.push({ start, end: offset });
    start = offset + 1;
    if (pieces.length === MAX_PIECES) break;
  }
  return pieces;
}

const MODE = /^(?:(?:ro|rw|z|Z|O|U|cached|delegated|consistent|nocopy|r?shared|r?slave|r?private)(?:,|$))+$/;
